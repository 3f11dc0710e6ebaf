package org.kan4j.discover;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.discover.network.SymbolicSearch;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.symbolic.SymbolicLibrary;
import org.kan4j.train.Trainer;

/** Reads a formula off a trained model: a function for every edge, all constants refined jointly on the data. */
public final class Symbolifier {
    private static final int ROWS = 2000;

    private final Engine engine;
    private final SymbolicLibrary library;

    /**
     * A formula and the network it was read from.
     *
     * @param formula in the data's units
     * @param model the model with symbolic edges, and the formula as JSON
     * @param rmse root mean squared error of the formula on the data, in the target's units
     */
    public record Symbolified(Formula formula, KanModel model, double rmse) {}

    /**
     * A symbolifier with a library of functions.
     *
     * @param engine computes
     * @param library functions to try
     */
    public Symbolifier(Engine engine, SymbolicLibrary library) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.library = Objects.requireNonNull(library, "library");
    }

    /**
     * Reads a formula. A level of a category is an input of it that is 1 in its rows and 0 in others.
     *
     * @param model trained, with one output, and without coefficients for gaps
     * @param data rows with the model's inputs, in the data's units
     * @param stop asked often; ends the search with what it has
     * @return nothing where no choice of functions can be evaluated on the data
     */
    public Optional<Symbolified> symbolify(KanModel model, Dataset data, BooleanSupplier stop) {
        return symbolify(model, data, stop, refinement -> refinement);
    }

    /** A formula by the refinement that an operator makes of the usual one. */
    Optional<Symbolified> symbolify(
            KanModel model, Dataset data, BooleanSupplier stop, UnaryOperator<Refinement> refining) {
        if (model.mixed()) {
            IndicatedLevels levels = new IndicatedLevels(model);
            return symbolify(levels.model(), levels.rows(data), stop, refining);
        }
        Batch raw = Batch.of(data).thinned(ROWS);
        Batch batch = raw.normalized(model);
        double error = Trainer.rmse(engine, model.kan(), batch);
        return new SymbolicSearch(engine, library, stop)
                .search(model, batch, error, refining.apply(new Refinement(raw, stop).ofErrors(data.errors())))
                .map(found -> {
                    Formula formula = Formula.of(
                            found.formula().expression(),
                            model.inputNames(),
                            model.outputNames().get(0));
                    return new Symbolified(
                            formula,
                            model.withKan(found.kan()).withFormula(formula.json()),
                            Fit.rmse(formula.expression(), raw));
                });
    }
}
