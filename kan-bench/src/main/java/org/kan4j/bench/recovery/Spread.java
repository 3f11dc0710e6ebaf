package org.kan4j.bench.recovery;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/** Numbers of many rows: a function's values, how large they are, and how far apart. NaN where a number is NaN. */
final class Spread {
    private Spread() {}

    /**
     * Values of a function, [rows].
     *
     * @param x [rows, inputs]
     */
    static double[] values(ToDoubleFunction<double[]> function, double[] x, int inputs) {
        double[] values = new double[x.length / inputs];
        Arrays.setAll(values, r -> function.applyAsDouble(Arrays.copyOfRange(x, r * inputs, (r + 1) * inputs)));
        return values;
    }

    /** Root mean square. */
    static double rms(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum() / values.length);
    }

    static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    /** Standard deviation, of all there is. */
    static double deviation(double[] values) {
        double mean = mean(values);
        return rms(Arrays.stream(values).map(v -> v - mean).toArray());
    }

    /** Greatest less least. */
    static double range(double[] values) {
        // Streams give NaN where there is one.
        return Arrays.stream(values).max().orElse(Double.NaN)
                - Arrays.stream(values).min().orElse(Double.NaN);
    }

    /** Upper less lower quartile, between the two nearest numbers by linear interpolation. */
    static double betweenQuartiles(double[] values) {
        return quantile(values, 75) - quantile(values, 25);
    }

    static double median(double[] values) {
        return quantile(values, 50);
    }

    private static double quantile(double[] values, double percent) {
        return new Percentile().withEstimationType(EstimationType.R_7).evaluate(values, percent);
    }

    static boolean isFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }
}
