package org.kan4j.model;

import java.util.Arrays;
import org.kan4j.network.KanNetwork;

/**
 * What the fit of a regression model left to tell how sure its predictions are: errors on rows that judged the fit, and the curvature of the loss
 * at its parameters.
 *
 * @param scores [outputs][rows] absolute errors on rows that played no part in the fit, increasing, in the data's units
 * @param layer the first layer whose parameters count as uncertain; those before are taken as they are
 * @param noise [outputs] standard deviation of what the model leaves unexplained, in the data's units; empty where there is no curvature
 * @param precision [p·(p + 1)/2] lower triangle, row by row, of the inverse covariance of the trainable parameters of the layers from
 *     {@code layer} on, in the network's units and those of one over the variance of the noise; empty where there is no curvature
 */
public record Uncertainty(double[][] scores, int layer, double[] noise, double[] precision) {
    /** The most rows whose errors are kept. */
    public static final int MOST_SCORES = 1000;

    /** The most parameters whose covariance is kept: it takes 4 MB. */
    public static final int MOST_PARAMETERS = 1000;

    /**
     * Validates.
     *
     * @param scores [outputs][rows] absolute errors on rows that played no part in the fit, increasing, in the data's units
     * @param layer the first layer whose parameters count as uncertain; those before are taken as they are
     * @param noise [outputs] standard deviation of what the model leaves unexplained, in the data's units; empty where there is no curvature
     * @param precision [p·(p + 1)/2] lower triangle, row by row, of the inverse covariance of the trainable parameters of the layers from
     *     {@code layer} on, in the network's units and those of one over the variance of the noise; empty where there is no curvature
     * @throws IllegalArgumentException if lengths do not go together, or numbers are negative, not finite, or not in order
     */
    public Uncertainty {
        int rows = scores.length == 0 ? 0 : scores[0].length;
        boolean curved = precision.length > 0;
        if (!(scores.length > 0
                && rows <= MOST_SCORES
                && layer >= 0
                && noise.length == (curved ? scores.length : 0)
                && packed(parameters(precision.length)) == precision.length)) {
            throw new IllegalArgumentException("uncertainty: as many numbers as outputs, rows and parameters have"
                    + " required, got " + scores.length + ", " + rows + ", " + noise.length + " and "
                    + precision.length);
        }
        for (double[] of : scores) {
            requireAbove("errors", of);
            if (of.length != rows
                    || !Arrays.equals(of, Arrays.stream(of).sorted().toArray())) {
                throw new IllegalArgumentException(
                        "uncertainty: " + rows + " errors in order required for each output");
            }
        }
        requireAbove("noise", noise);
        if (!Arrays.stream(precision).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("uncertainty: a finite precision required");
        }
    }

    private static void requireAbove(String what, double[] values) {
        for (double value : values) {
            if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "uncertainty: finite " + what + " of 0 or more required, got " + value);
            }
        }
    }

    /**
     * {@return the numbers in the lower triangle of a matrix}
     *
     * @param parameters its rows
     */
    public static long packed(long parameters) {
        return parameters * (parameters + 1) / 2;
    }

    /** The rows of a matrix whose lower triangle has so many numbers. */
    private static int parameters(int packed) {
        return (int) Math.round((Math.sqrt(8.0 * packed + 1) - 1) / 2);
    }

    /** {@return all numbers in one array: errors, noise, precision} */
    public double[] numbers() {
        double[] numbers = new double[scores.length * rows() + noise.length + precision.length];
        int at = 0;
        for (double[] of : scores) {
            System.arraycopy(of, 0, numbers, at, of.length);
            at += of.length;
        }
        System.arraycopy(noise, 0, numbers, at, noise.length);
        System.arraycopy(precision, 0, numbers, at + noise.length, precision.length);
        return numbers;
    }

    /**
     * {@return how many numbers an uncertainty has}
     *
     * @param outputs of the model
     * @param rows that judged the fit
     * @param parameters that are uncertain, 0 where there is no curvature
     */
    public static long count(int outputs, int rows, int parameters) {
        return (long) outputs * rows + (parameters == 0 ? 0 : outputs) + packed(parameters);
    }

    /**
     * {@return what {@link #numbers} gives in one array}
     *
     * @param numbers as many as {@link #count} says
     * @param outputs of the model
     * @param rows that judged the fit
     * @param layer the first layer whose parameters count as uncertain
     */
    public static Uncertainty of(double[] numbers, int outputs, int rows, int layer) {
        double[][] scores = new double[outputs][];
        for (int o = 0; o < outputs; o++) {
            scores[o] = Arrays.copyOfRange(numbers, o * rows, (o + 1) * rows);
        }
        int at = outputs * rows;
        int curved = at == numbers.length ? 0 : outputs;
        return new Uncertainty(
                scores,
                layer,
                Arrays.copyOfRange(numbers, at, at + curved),
                Arrays.copyOfRange(numbers, at + curved, numbers.length));
    }

    /** {@return the number of rows that judged the fit and whose errors are known} */
    public int rows() {
        return scores[0].length;
    }

    /** {@return whether the curvature is known} */
    public boolean curved() {
        return precision.length > 0;
    }

    /**
     * {@return the layers whose parameters count as uncertain, as a network of their own}
     *
     * @param network whose uncertainty this is
     */
    public KanNetwork uncertain(KanNetwork network) {
        return new KanNetwork(network.layers().subList(layer, network.depth()));
    }

    /**
     * Checks that this is of a network.
     *
     * @param network structure
     * @throws IllegalArgumentException if it has other outputs, layers or parameters
     */
    void requireOf(KanNetwork network) {
        if (scores.length != network.out() || layer >= network.depth()) {
            throw new IllegalArgumentException("uncertainty: " + network.out() + " outputs and a layer below "
                    + network.depth() + " required, got " + scores.length + " and " + layer);
        }
        int trainable = uncertain(network).trainable().length;
        if (curved() && packed(trainable) != precision.length) {
            throw new IllegalArgumentException("uncertainty: the precision of " + trainable
                    + " parameters required, got " + precision.length + " numbers");
        }
    }
}
