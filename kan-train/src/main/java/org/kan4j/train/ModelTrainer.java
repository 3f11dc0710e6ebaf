package org.kan4j.train;

import java.util.List;
import java.util.Objects;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.data.Dataset;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

/** Trains a network on a dataset and gives it in the data's units: split, standardise, train, measure. */
public final class ModelTrainer {
    private final Engine engine;
    private final Trainer.Options options;

    /**
     * A trained model and its errors in the target's units.
     *
     * @param model the model
     * @param trainRmse root mean squared error on the rows it was fitted to
     * @param validationRmse on the rows that judged refinements; NaN where the table is too small to have any
     * @param testRmse on rows that played no part
     * @param iterations steps of the optimiser
     * @param seconds training alone
     */
    public record Fitted(
            KanModel model, double trainRmse, double validationRmse, double testRmse, int iterations, double seconds) {}

    /** A trainer on an engine. */
    public ModelTrainer(Engine engine, Trainer.Options options) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * Trains a network of B-splines.
     *
     * @param data rows, in the data's units
     * @param shape with as many inputs as the data, and one output
     * @param seed of the split and of the parameters
     * @throws IllegalArgumentException if the shape does not fit the data
     */
    public Fitted fit(Dataset data, Shape shape, long seed) {
        Grid grid = Grid.uniform(-2, 2, options.intervals());
        return fit(data, shape, new BSpline(grid, options.order(), Extrapolation.LINEAR), seed);
    }

    /**
     * Trains.
     *
     * @param data rows, in the data's units
     * @param shape with as many inputs as the data, and one output
     * @param basis of every edge, on standardised inputs; its grid is laid anew over the data, with the options' intervals
     * @param seed of the split and of the parameters
     * @throws IllegalArgumentException if the shape does not fit the data
     */
    public Fitted fit(Dataset data, Shape shape, Basis basis, long seed) {
        int outputs = shape.layers().get(shape.layers().size() - 1).count();
        if (shape.inputs() != data.inputs() || outputs != 1) {
            throw new IllegalArgumentException("shape " + shape + ": " + data.inputs()
                    + " inputs and 1 output required by the columns " + data.inputNames() + " and " + data.target());
        }
        Split split = Split.of(data.rows(), seed);
        Batch train = Batch.of(data.subset(split.train()));
        Normalization inputs = Normalization.standardizing(train.x(), train.rows(), data.inputs());
        Normalization target = Normalization.standardizing(train.y(), train.rows(), 1);
        KanModel start = new KanModel(
                Kan.random(shape, basis, seed), inputs, target, data.inputNames(), List.of(data.target()), "");
        Batch validation = Batch.of(data.subset(split.validation()));
        long begin = System.nanoTime();
        Trainer.Result result =
                new Trainer(engine, options).train(start.kan(), train.normalized(start), validation.normalized(start));
        double seconds = (System.nanoTime() - begin) / 1e9;
        KanModel model = start.withKan(result.kan());
        return new Fitted(
                model,
                rmse(model, train),
                rmse(model, validation),
                rmse(model, Batch.of(data.subset(split.test()))),
                result.iterations(),
                seconds);
    }

    /** Root mean squared error of a model on rows in the data's units. */
    public double rmse(KanModel model, Batch rows) {
        return Trainer.rmse(engine, model.kan(), rows.normalized(model))
                * model.outputs().scale(0);
    }
}
