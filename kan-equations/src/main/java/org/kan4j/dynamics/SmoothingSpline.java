package org.kan4j.dynamics;

import java.util.Arrays;

/**
 * A smoothing spline: order 5, a knot for each value, and a penalty on the square of its third derivative whose strength generalised
 * cross-validation chooses (Craven and Wahba 1979). Where the values hold no noise the spline interpolates.
 *
 * <p>All matrices are banded, so that the time is linear in the number of values; the degrees of freedom come from the band of the inverse
 * (Hutchinson and de Hoog 1985).
 */
final class SmoothingSpline {
    private static final int ORDER = 5;
    private static final int PENALIZED = 3;
    /** Logarithms of the strengths that are tried, in halves of a decade, relative to the data's. */
    private static final int WEAKEST = -20;

    private static final int STRONGEST = 24;

    /** Gauss' points and weights that are exact for the square of a piece of degree 2. */
    private static final double[] POINTS = {-Math.sqrt(0.6), 0, Math.sqrt(0.6)};

    private static final double[] WEIGHTS = {5.0 / 9, 8.0 / 9, 5.0 / 9};

    private final double start;
    private final double unit;
    private final double[] knots;
    private final int order;
    private double[] coefficients = {};
    private double freedom;
    private double noise;

    private SmoothingSpline(double[] t) {
        int n = t.length;
        order = Math.min(ORDER, n - 1);
        start = t[0];
        unit = (t[n - 1] - t[0]) / (n - 1);
        knots = new double[n + order + 1];
        for (int i = 0; i < knots.length; i++) {
            // Interior knots at the middle value of those that each basis function should meet.
            int at = i - (order + 1) / 2;
            knots[i] = i <= order ? 0 : i >= n ? n - 1 : scaled(t[at]);
        }
    }

    /**
     * A spline through values.
     *
     * @param t increasing times, not modified
     * @param y values, not modified
     * @param weights of the squared errors, not modified
     */
    static SmoothingSpline fit(double[] t, double[] y, double[] weights) {
        SmoothingSpline spline = new SmoothingSpline(t);
        spline.choose(t, y, weights);
        return spline;
    }

    private double scaled(double t) {
        return (t - start) / unit;
    }

    private void choose(double[] t, double[] y, double[] weights) {
        int n = t.length;
        double[][] data = new double[n][order + 1];
        double[] right = new double[n];
        double[][] basis = new double[n][];
        int[] spans = new int[n];
        for (int r = 0; r < n; r++) {
            spans[r] = span(scaled(t[r]));
            basis[r] = local(spans[r], scaled(t[r]), order, 0);
            accumulate(data, spans[r], basis[r], weights[r]);
            for (int j = 0; j <= order; j++) {
                right[spans[r] - order + j] += weights[r] * basis[r][j] * y[r];
            }
        }
        double[][] penalty = penalty(n);
        double ratio = trace(data) / Math.max(trace(penalty), 1e-300);
        double best = Double.POSITIVE_INFINITY;
        for (int k = WEAKEST; k <= STRONGEST; k++) {
            double strength = ratio * Math.pow(10, k / 2.0);
            Band band = Band.of(data, penalty, strength);
            double[] c = band.solve(right);
            double squares = 0;
            double total = 0;
            for (int r = 0; r < n; r++) {
                double value = 0;
                for (int j = 0; j <= order; j++) {
                    value += basis[r][j] * c[spans[r] - order + j];
                }
                squares += weights[r] * (y[r] - value) * (y[r] - value);
                total += weights[r];
            }
            double left = strength * band.traceOfInverseTimes(penalty);
            double score = squares / (left * left);
            if (score < best) {
                best = score;
                coefficients = c;
                freedom = n - left;
                noise = Math.sqrt(squares / Math.max(left, 1e-12) * n / total);
            }
        }
    }

    private double[][] penalty(int n) {
        int derivative = Math.min(PENALIZED, order);
        double[][] penalty = new double[n][order + 1];
        for (int s = order; s < n; s++) {
            double half = (knots[s + 1] - knots[s]) / 2;
            for (int q = 0; q < POINTS.length && half > 0; q++) {
                double x = knots[s] + half * (1 + POINTS[q]);
                accumulate(penalty, s, local(s, x, order, derivative), half * WEIGHTS[q]);
            }
        }
        return penalty;
    }

    /** Adds w·b·bᵀ to the lower band, [column][distance below the diagonal]. */
    private void accumulate(double[][] band, int span, double[] b, double w) {
        for (int i = 0; i < b.length; i++) {
            for (int j = i; j < b.length; j++) {
                band[span - order + i][j - i] += w * b[i] * b[j];
            }
        }
    }

    private static double trace(double[][] band) {
        return Arrays.stream(band).mapToDouble(row -> row[0]).sum();
    }

    private int span(double x) {
        int low = order;
        int high = knots.length - order - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (x < knots[middle]) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return low;
    }

    /** The functions of an order that are not 0 in a span, or one of their derivatives: de Boor's recursions. */
    private double[] local(int span, double x, int p, int derivative) {
        if (p == 0) {
            return new double[] {1};
        }
        double[] lower = local(span, x, p - 1, Math.max(0, derivative - 1));
        double[] out = new double[p + 1];
        for (int j = 0; j < p; j++) {
            int i = span - p + 1 + j;
            double width = knots[i + p] - knots[i];
            double value = lower[j] / width;
            if (derivative > 0) {
                out[j + 1] += p * value;
                out[j] -= p * value;
            } else {
                out[j + 1] += (x - knots[i]) * value;
                out[j] += (knots[i + p] - x) * value;
            }
        }
        return out;
    }

    /**
     * The value or a derivative.
     *
     * @param t a time; beyond the data's the value at their end
     * @param derivative 0 for the value
     */
    double at(double t, int derivative) {
        double x = Math.min(Math.max(scaled(t), 0), coefficients.length - 1);
        int span = span(x);
        double[] basis = local(span, x, order, derivative);
        double sum = 0;
        for (int j = 0; j <= order; j++) {
            sum += basis[j] * coefficients[span - order + j];
        }
        return sum / Math.pow(unit, derivative);
    }

    /** The effective number of parameters, the number of values where they are interpolated. */
    double freedom() {
        return freedom;
    }

    /** The estimated standard deviation of the noise of a value of mean weight. */
    double noise() {
        return noise;
    }

    /** A banded matrix as L·D·Lᵀ. */
    private record Band(double[][] lower, double[] diagonal) {
        static Band of(double[][] data, double[][] penalty, double strength) {
            int n = data.length;
            int width = data[0].length;
            double[][] l = new double[n][width];
            double[] d = new double[n];
            for (int j = 0; j < n; j++) {
                for (int b = 0; b < width && j + b < n; b++) {
                    double sum = data[j][b] + strength * penalty[j][b];
                    for (int k = Math.max(0, j + b - width + 1); k < j; k++) {
                        sum -= l[k][j - k] * d[k] * l[k][j + b - k];
                    }
                    if (b == 0) {
                        d[j] = Math.max(sum, 1e-14 * data[j][0] + 1e-300);
                        l[j][0] = 1;
                    } else {
                        l[j][b] = sum / d[j];
                    }
                }
            }
            return new Band(l, d);
        }

        double[] solve(double[] right) {
            int n = diagonal.length;
            int width = lower[0].length;
            double[] x = right.clone();
            for (int j = 0; j < n; j++) {
                for (int b = 1; b < width && j + b < n; b++) {
                    x[j + b] -= lower[j][b] * x[j];
                }
            }
            for (int j = n - 1; j >= 0; j--) {
                x[j] /= diagonal[j];
                for (int b = 1; b < width && j + b < n; b++) {
                    x[j] -= lower[j][b] * x[j + b];
                }
            }
            return x;
        }

        double traceOfInverseTimes(double[][] band) {
            int n = diagonal.length;
            int width = lower[0].length;
            double[][] z = new double[n][width];
            double trace = 0;
            for (int j = n - 1; j >= 0; j--) {
                for (int b = Math.min(width - 1, n - 1 - j); b >= 0; b--) {
                    double sum = b == 0 ? 1 / diagonal[j] : 0;
                    for (int k = 1; k < width && j + k < n; k++) {
                        sum -= lower[j][k] * (k <= b ? z[j + k][b - k] : z[j + b][k - b]);
                    }
                    z[j][b] = sum;
                    trace += (b == 0 ? 1 : 2) * sum * band[j][b];
                }
            }
            return trace;
        }
    }
}
