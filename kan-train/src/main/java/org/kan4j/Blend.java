package org.kan4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.kan4j.train.Loss;

/**
 * Rungs of a ladder, each with a weight, so that what all of them predict of rows that they were not fitted to has the least loss
 * (stacking: Wolpert, Neural Networks 5, 1992; Breiman, Machine Learning 24, 1996, with weights that are none below 0 and sum to 1).
 *
 * @param weights [rungs]
 */
record Blend(double[] weights) {
    private static final int STEPS = 2_000;

    /** A rung of less weight is left out. */
    private static final double LEAST = 0.02;

    /**
     * {@return the weights of least loss, by steps along the exponentiated gradient (Kivinen and Warmuth, 1997)}
     *
     * @param outputs [rungs][rows, outputs] of rows that rungs were not fitted to, in the network's units
     * @param loss of a row
     * @param y [rows, targets] in the network's units
     * @param weight [rows] what each counts; empty where all count once
     */
    static Blend of(List<double[]> outputs, Loss loss, double[] y, double[] weight, int rows) {
        int rungs = outputs.size();
        double[] weights = new double[rungs];
        Arrays.fill(weights, 1.0 / rungs);
        double[] slopes = new double[rungs];
        double now = loss(outputs, weights, loss, y, weight, rows, slopes);
        double rate = 1;
        for (int step = 0; step < STEPS; step++) {
            double least = Arrays.stream(slopes).min().orElse(0);
            double[] next = new double[rungs];
            for (int r = 0; r < rungs; r++) {
                next[r] = weights[r] * Math.exp(-rate * (slopes[r] - least));
            }
            double sum = Arrays.stream(next).sum();
            Arrays.setAll(next, r -> next[r] / sum);
            double[] there = new double[rungs];
            double value = loss(outputs, next, loss, y, weight, rows, there);
            if (value <= now) {
                weights = next;
                slopes = there;
                now = value;
                rate *= 1.1;
            } else {
                rate /= 2;
            }
        }
        double[] kept = Arrays.stream(weights).map(w -> w < LEAST ? 0 : w).toArray();
        double sum = Arrays.stream(kept).sum();
        return new Blend(Arrays.stream(kept).map(w -> w / sum).toArray());
    }

    /** The mean loss, and its slopes by the weights. */
    private static double loss(
            List<double[]> outputs,
            double[] weights,
            Loss loss,
            double[] y,
            double[] weight,
            int rows,
            double[] slopes) {
        int out = outputs.get(0).length / rows;
        int targets = loss.targets(out);
        double[] mixed = mixed(outputs, weights);
        double[] dy = new double[mixed.length];
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            sum += loss.row(mixed, r * out, out, y, r * targets, weight.length == 0 ? 1 : weight[r], dy);
        }
        for (int k = 0; k < weights.length; k++) {
            slopes[k] = 0;
            for (int i = 0; i < dy.length; i++) {
                slopes[k] += dy[i] * outputs.get(k)[i] / rows;
            }
        }
        return sum / rows;
    }

    private static double[] mixed(List<double[]> outputs, double[] weights) {
        double[] mixed = new double[outputs.get(0).length];
        for (int k = 0; k < weights.length; k++) {
            for (int i = 0; i < mixed.length; i++) {
                mixed[i] += weights[k] * outputs.get(k)[i];
            }
        }
        return mixed;
    }

    /** What the rungs give together. */
    double[] of(List<double[]> outputs) {
        return mixed(outputs, weights);
    }

    /** Such as {@code 0.4 linear, 0.6 additive}. */
    String text(List<String> names) {
        List<String> parts = new ArrayList<>();
        for (int k = 0; k < weights.length; k++) {
            if (weights[k] > 0) {
                parts.add(String.format(Locale.ROOT, "%.2f %s", weights[k], names.get(k)));
            }
        }
        return String.join("; ", parts);
    }
}
