package org.kan4j;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.discover.ClassFormulas;
import org.kan4j.discover.ResponseFormulas;
import org.kan4j.discover.Symbolifier;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Response;
import org.kan4j.symbolic.SymbolicLibrary;

/** Reads formulas off networks; {@link Kan4j#formula} is this on all processors. */
public final class FormulaReading {
    /** Each is a term of the formula. */
    private static final int MOST_LEVELS = 60;

    private final Engine engine;
    private final BooleanSupplier stop;

    /**
     * A way to read.
     *
     * @param engine computes
     * @param stop asked often; ends the search with what it has
     */
    public FormulaReading(Engine engine, BooleanSupplier stop) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.stop = Objects.requireNonNull(stop, "stop");
    }

    /**
     * Refuses a model that has no formula: one of several numbers, or with effects of gaps or many levels.
     *
     * @param model the model
     * @param name what to call the model in messages, such as its file
     * @throws DataException if it is such a model
     */
    public static void requireFormulas(KanModel model, String name) {
        if (model.classes().isEmpty() && model.outputNames().size() != 1) {
            throw new DataException(name + ": a model with 1 output required, got "
                    + model.outputNames().size());
        }
        int levels = 0;
        for (int i = 0; i < model.inputNames().size(); i++) {
            levels += model.kinds().get(i).levels().size();
            if (model.kan().network().layer(0).gaps(i)) {
                throw new DataException(
                        name + ": inputs without gaps required for a formula, but \""
                                + model.inputNames().get(i)
                                + "\" may have some; fit with --missing median or drop, or kan export the network as a program");
            }
        }
        if (levels > MOST_LEVELS) {
            throw new DataException(name + ": categories of at most " + MOST_LEVELS
                    + " levels together required for a formula, got " + levels
                    + "; kan export writes the network as a program");
        }
    }

    /**
     * Reads a formula anew: a function for every edge, all constants refined on the rows. Of two classes it is the log-odds of the second; of
     * more there is a formula for the score of each. Where the network gives the logarithm of a mean it is the exponential of what was read.
     *
     * @param model trained, with one output, or with classes
     * @param data rows with the model's inputs and targets, in their own units
     * @param name what to call the model in messages, such as its file
     * @return the formula, and the model that holds it
     * @throws DataException if the model has several outputs and no classes, or effects of gaps or many levels, no functions fit its edges, or there was none yet when it was
     *     stopped
     */
    public FormulaResult read(KanModel model, Dataset data, String name) {
        requireFormulas(model, name);
        return found(model, data)
                .flatMap(holding -> FormulaResult.held(holding, name))
                .orElseThrow(() -> new DataException(name
                        + (stop.getAsBoolean()
                                ? ": interrupted before there was a formula"
                                : ": no functions fit the edges of this model"
                                        + (model.constrained() ? " and go with its inputs as it must" : ""))));
    }

    private Optional<KanModel> found(KanModel model, Dataset data) {
        if (!model.classes().isEmpty()) {
            return new ClassFormulas(engine, stop).read(model, data);
        }
        return model.response().equals(Response.MEAN)
                ? new Symbolifier(engine, SymbolicLibrary.standard())
                        .symbolify(model, data, stop)
                        .map(Symbolifier.Symbolified::model)
                : new ResponseFormulas(engine, stop).read(model, data);
    }
}
