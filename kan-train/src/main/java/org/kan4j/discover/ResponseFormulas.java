package org.kan4j.discover;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Response;
import org.kan4j.train.Loss;

/**
 * Reads the formula off a network whose output is the logarithm of a mean, or a quantile. Its loss is, to second order about the network, a sum
 * of squares: the working response of generalised linear models (Nelder and Wedderburn, J. R. Statist. Soc. A 135, 1972), or of a
 * quantile the parabola that lies above the loss (Hunter and Lange, J. Comput. Graph. Stat. 9, 2000).
 */
public final class ResponseFormulas {
    /** Share of the mean weight below which that of a row does not fall, so that steps stay short. */
    private static final double LEAST_WEIGHT = 1e-3;

    private final Engine engine;
    private final BooleanSupplier stop;

    /**
     * A way to read.
     *
     * @param engine computes
     * @param stop asked often; ends the search with what it has
     */
    public ResponseFormulas(Engine engine, BooleanSupplier stop) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.stop = Objects.requireNonNull(stop, "stop");
    }

    /**
     * Reads the formula of what is predicted, the exponential of what was read where the network gives a logarithm.
     *
     * @param model trained, with one output that is no mean of alike errors, and without coefficients for gaps
     * @param all rows with the model's inputs and target, in the data's units
     * @return the model that holds it, with symbolic edges; nothing where no functions fit
     */
    public Optional<KanModel> read(KanModel model, Dataset all) {
        Dataset data = model.mixed() ? all.subset(new IndicatedLevels(model).known(all)) : all;
        KanModel one = SingleOutput.of(model, 0);
        double[] outputs = one.predict(engine, data.x(), data.rows());
        return new LikelyFormulas(engine, stop)
                .read(one, outputs, new Targets(model, data))
                .map(found -> {
                    Expression read = found.formula().expression();
                    Formula formula = found.formula()
                            .withExpression(model.response().exponential() ? Expression.exp(read) : read);
                    return new KanModel(
                            found.model().kan(),
                            found.model().inputs(),
                            model.outputs(),
                            found.model().inputNames(),
                            model.outputNames(),
                            found.model().kinds(),
                            model.classes(),
                            formula.json(),
                            Optional.empty(),
                            model.response());
                });
    }

    /** The likelihood of targets by the output, in the data's units. */
    private record Targets(KanModel model, Dataset data) implements LikelyFormulas.Likelihood {
        private double weight(int row) {
            return data.weights().length == 0 ? 1 : data.weights()[row];
        }

        @Override
        public Dataset about(double[] outputs) {
            Loss loss = Loss.of(model.response());
            double[] z = model.outputs().apply(outputs, data.rows());
            double[] t = model.targets(data.y(), data.rows());
            double[] slopes = new double[z.length];
            double[] weights = new double[z.length];
            for (int r = 0; r < z.length; r++) {
                loss.row(z, r, 1, t, r, weight(r), slopes);
                loss.curvatures(z, r, 1, t, r, weight(r), weights);
            }
            double mean = Arrays.stream(weights).average().orElse(1);
            double[] y = new double[z.length];
            for (int r = 0; r < z.length; r++) {
                weights[r] = Math.max(weights[r], LEAST_WEIGHT * mean);
                y[r] = outputs[r] - slopes[r] / weights[r] * model.outputs().scale(0);
            }
            return SingleOutput.rows(data, y, weights, model.outputNames().get(0));
        }

        /** Of a dispersion that follows from the rows; a quantile's by Laplace's distribution, as wide on each side as its level says. */
        @Override
        public double nats(double[] outputs) {
            Loss loss = Loss.of(model.response());
            double[] z = model.outputs().apply(outputs, data.rows());
            double[] t = model.targets(data.y(), data.rows());
            double[] slopes = new double[z.length];
            double sum = 0;
            double total = 0;
            for (int r = 0; r < z.length; r++) {
                sum += loss.row(z, r, 1, t, r, weight(r), slopes);
                total += weight(r);
            }
            double power = model.response().kind() == Response.Kind.QUANTILE ? 1 : 0.5;
            return power * data.rows() * Math.log(Math.max(sum / total, Double.MIN_NORMAL));
        }
    }
}
