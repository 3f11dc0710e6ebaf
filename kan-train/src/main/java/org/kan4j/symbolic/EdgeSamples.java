package org.kan4j.symbolic;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The samples of one edge, sorted and in standard units: t = (x - middle) / half runs from -1 to 1. Holds the working arrays of its
 * projections, and so serves one thread.
 */
final class EdgeSamples {
    /** Samples on which starts are screened. */
    private static final int SCREENED = 36;

    /** Samples next to each end that screening always sees: poles and kinks of edges lie there. */
    private static final int SCREENED_ENDS = 4;

    /** A sample's rounding error: its last digits, times what an offset far beyond the range costs. */
    private static final double ROUNDING = 8 * Math.ulp(1.0);

    /** Where 1 - R^2 is this small, only rounding is left. */
    private static final double EXACT = 1e-28;

    /** The share of the noise's variance below which a fit need not be improved. */
    private static final double ENOUGH = 1e-6;

    /** Abscissae, [n], ascending. */
    final double[] x;

    /** Ordinates, [n]. */
    final double[] y;

    /** Number of samples. */
    final int n;

    final double middle;
    final double half;

    /** Abscissae in standard units, [n]. */
    final double[] t;

    /** Mean of the ordinates. */
    final double mean;

    /** Variance of the ordinates. */
    final double variance;

    /** Standard deviation of the ordinates' errors, at least that of rounding, over their standard deviation. */
    final double relativeNoise;

    /** Least squares on all samples. */
    final VariableProjection all;

    /** Least squares on the few samples that screen starts; {@link #all} where there are no more. */
    final VariableProjection some;

    /** Least squares on all samples with abscissae x / half, in which b = 0 means zero in the data. */
    final VariableProjection fromOrigin;

    /**
     * @param rawX abscissae, [n], in any order, not modified
     * @param rawY ordinates, [n], not constant, not modified
     * @param noise standard deviation of the errors of y, in the unit of y
     */
    EdgeSamples(double[] rawX, double[] rawY, double noise) {
        n = rawX.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> rawX[i]).thenComparingDouble(i -> rawY[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        x = Arrays.stream(order).mapToDouble(i -> rawX[i]).toArray();
        y = Arrays.stream(order).mapToDouble(i -> rawY[i]).toArray();
        middle = x[0] / 2 + x[n - 1] / 2;
        half = x[n - 1] / 2 - x[0] / 2;
        t = Arrays.stream(x).map(v -> (v - middle) / half).toArray();
        mean = Arrays.stream(y).sum() / n;
        variance = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum() / n;
        double digitsOfX = Math.max(Math.abs(x[0]), Math.abs(x[n - 1])) / half;
        double digitsOfY = Arrays.stream(y).map(Math::abs).max().orElseThrow() / Math.sqrt(variance);
        relativeNoise = Math.max(noise / Math.sqrt(variance), ROUNDING * (digitsOfX + digitsOfY));
        double enough = Math.max(EXACT, ENOUGH * relativeNoise * relativeNoise);
        all = new VariableProjection(t, y, enough);
        int[] subset = screened(n);
        double[] subsetY = Arrays.stream(subset).mapToDouble(i -> y[i]).toArray();
        some = subset.length == n || Arrays.stream(subsetY).allMatch(v -> v == subsetY[0])
                ? all
                : new VariableProjection(
                        Arrays.stream(subset).mapToDouble(i -> t[i]).toArray(), subsetY, enough);
        fromOrigin = new VariableProjection(Arrays.stream(x).map(v -> v / half).toArray(), y, enough);
    }

    /** Numbers of the samples that screen starts, ascending: those next to the ends, and others evenly between. */
    private static int[] screened(int n) {
        if (n <= SCREENED * 4 / 3) {
            return IntStream.range(0, n).toArray();
        }
        int inner = SCREENED - 2 * SCREENED_ENDS;
        return IntStream.concat(
                        IntStream.concat(IntStream.range(0, SCREENED_ENDS), IntStream.range(n - SCREENED_ENDS, n)),
                        IntStream.range(0, inner).map(i -> (int) ((i + 0.5) / inner * n)))
                .sorted()
                .distinct()
                .toArray();
    }
}
