package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;

/**
 * Reads formulas off a network that tells classes apart: of two classes the log-odds of the second, of more a score for each.
 *
 * <p>About the outputs z of the network the likelihood of the labels is, to second order, a sum of squares: that of z + (t − p)/w around a
 * formula, each row with the weight w = p(1 − p), where p is the probability of the class and t is 1 in its rows (the working response of
 * iteratively reweighted least squares, Nelder and Wedderburn, J. R. Statist. Soc. A 135, 1972). Its errors have the variance 1/w, which is what a
 * description length weighs a formula's size against. The constants are then refitted about the formula itself.
 */
public final class ClassFormulas {
    /** The least weight of a row: steps about rows that are all but certain stay short. */
    private static final double LEAST_WEIGHT = 0.02;

    private final Engine engine;
    private final BooleanSupplier stop;

    /**
     * A way to read.
     *
     * @param engine computes
     * @param stop asked often; ends the search with what it has
     */
    public ClassFormulas(Engine engine, BooleanSupplier stop) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.stop = Objects.requireNonNull(stop, "stop");
    }

    /**
     * Reads the formulas.
     *
     * @param model trained, with classes, and without coefficients for gaps
     * @param all rows with the model's inputs and labels, in the data's units
     * @return the model that holds them, with symbolic edges where there are two classes; nothing where there are no formulas for all
     *     outputs
     */
    public Optional<KanModel> read(KanModel model, Dataset all) {
        int outputs = model.kan().network().out();
        Dataset data = model.mixed() ? all.subset(new IndicatedLevels(model).known(all)) : all;
        double[] z = model.predict(engine, data.x(), data.rows());
        List<Formula> formulas = new ArrayList<>();
        KanModel last = model;
        for (int o = 0; o < outputs; o++) {
            Optional<LikelyFormulas.Found> found = new LikelyFormulas(engine, stop)
                    .read(SingleOutput.of(model, o), column(z, o, outputs), new Labels(model, data, z, o));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            z = with(z, o, outputs, found.get().outputs());
            last = found.get().model();
            formulas.add(found.get().formula());
        }
        String json = Formula.json(formulas);
        return Optional.of(
                outputs > 1
                        ? model.withFormula(json)
                        : new KanModel(
                                last.kan(),
                                last.inputs(),
                                last.outputs(),
                                last.inputNames(),
                                model.outputNames(),
                                last.kinds(),
                                model.classes(),
                                json,
                                Optional.empty()));
    }

    private static double[] column(double[] z, int output, int outputs) {
        double[] one = new double[z.length / outputs];
        Arrays.setAll(one, r -> z[r * outputs + output]);
        return one;
    }

    private static double[] with(double[] z, int output, int outputs, double[] changed) {
        double[] all = z.clone();
        for (int r = 0; r < changed.length; r++) {
            all[r * outputs + output] = changed[r];
        }
        return all;
    }

    /**
     * The likelihood of labels by one output.
     *
     * @param z [rows, outputs] the others
     */
    private record Labels(KanModel model, Dataset data, double[] z, int output) implements LikelyFormulas.Likelihood {

        private double[] probabilities(double[] outputs) {
            int out = model.kan().network().out();
            return model.probabilities(with(z, output, out, outputs), data.rows());
        }

        @Override
        public Dataset about(double[] outputs) {
            int classes = model.classes().size();
            int label = model.kan().network().out() == 1 ? 1 : output;
            double[] p = probabilities(outputs);
            double[] y = new double[data.rows()];
            double[] weights = new double[data.rows()];
            for (int r = 0; r < y.length; r++) {
                double probability = p[r * classes + label];
                double weight = Math.max(LEAST_WEIGHT, probability * (1 - probability));
                y[r] = outputs[r] + ((data.y()[r] == label ? 1 : 0) - probability) / weight;
                weights[r] = weight * (data.weights().length == 0 ? 1 : data.weights()[r]);
            }
            return SingleOutput.rows(data, y, weights, model.outputNames().get(output));
        }

        @Override
        public double nats(double[] outputs) {
            int classes = model.classes().size();
            double[] p = probabilities(outputs);
            double sum = 0;
            for (int r = 0; r < data.rows(); r++) {
                double weight = data.weights().length == 0 ? 1 : data.weights()[r];
                sum -= weight * Math.log(Math.max(1e-300, p[r * classes + (int) data.y()[r]]));
            }
            return sum;
        }
    }
}
