package org.kan4j.symbolic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Fits c&middot;f(a&middot;x + b) + d to samples of a function of one variable, for every f of a library.
 *
 * <p>Per function: c and d are solved in closed form (variable projection), about a hundred starts for the constants
 * inside f are screened on a subset of the samples, in units of the samples' own range; the best are polished by
 * Levenberg-Marquardt on all samples. Sines start from a periodogram, functions with a bounded domain from images of
 * the range inside the domain. Where b = 0 describes the samples as well, it is preferred.
 *
 * <p>Unlike pykan's {@code fix_symbolic}, which takes (a, b) from a fixed grid in [-10, 10], constants of any size are
 * reached, and exact samples are fitted to rounding.
 *
 * <p>All methods are pure functions: deterministic, and safe for use by several threads.
 */
public final class EdgeFitter {
    /** One more than the constants of c*f(a*x + b) + d, so that no fit is exact by their number alone. */
    private static final int FEWEST_ABSCISSAE = 5;

    /** Difference of two fits, as a share of the deviation of the samples, below which they are one function. */
    private static final double ALIKE = 1e-5;

    private EdgeFitter() {}

    /**
     * Fits the standard library to exact samples.
     *
     * @param x abscissae, [n], in any order, not modified
     * @param y ordinates, [n], not modified
     * @return as {@link #fit(double[], double[], SymbolicLibrary, double)}
     */
    public static List<EdgeFit> fit(double[] x, double[] y) {
        return fit(x, y, SymbolicLibrary.standard(), 0);
    }

    /**
     * Fits every function of a library.
     *
     * @param x abscissae, [n], in any order, at least 5 different ones, not modified; 100 to 300 are a good number
     * @param y ordinates, [n], finite, not constant, not modified
     * @param library the functions to try
     * @param noise standard deviation of the errors of y, in the unit of y; 0 for exact or unknown. Fits below it count
     *     as equally good, and the simpler wins
     * @return the best fit of each function, poor ones included, by ascending {@link EdgeFit#score}; a function that
     *     cannot keep all samples in its domain is left out, as is one that is a simpler one of the list at its limit (a very
     *     wide log cosh is a parabola), so the list may be shorter than the library, and is empty where the squares of y
     *     overflow or underflow
     * @throws IllegalArgumentException if the lengths differ, a value is not finite, x has fewer than 5 different
     *     values, y is constant, or the noise is negative
     */
    public static List<EdgeFit> fit(double[] x, double[] y, SymbolicLibrary library, double noise) {
        check(x, y, noise);
        EdgeSamples samples = new EdgeSamples(x, y, noise);
        EdgeChoice choice = new EdgeChoice(samples);
        List<EdgeFit> fits = new ArrayList<>();
        for (SymbolicFunction function : library.functions()) {
            choice.best(function).ifPresent(fits::add);
        }
        double difference = ALIKE * Math.sqrt(samples.variance);
        return fits.stream()
                .filter(fit ->
                        fits.stream().noneMatch(g -> g.complexity() < fit.complexity() && alike(fit, g, x, difference)))
                .sorted(Comparator.comparingDouble(EdgeFit::score))
                .toList();
    }

    /** Whether two fits differ by less at all abscissae. */
    private static boolean alike(EdgeFit fit, EdgeFit other, double[] x, double difference) {
        for (double t : x) {
            if (!(Math.abs(fit.value(t) - other.value(t)) < difference)) {
                return false;
            }
        }
        return true;
    }

    private static void check(double[] x, double[] y, double noise) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "edge fit: x and y of one length required, got " + x.length + " and " + y.length);
        }
        for (int i = 0; i < x.length; i++) {
            if (!(Double.isFinite(x[i]) && Double.isFinite(y[i]))) {
                throw new IllegalArgumentException(
                        "edge fit: finite samples required, got (" + x[i] + ", " + y[i] + ") at " + i);
            }
        }
        long different = Arrays.stream(x).distinct().limit(FEWEST_ABSCISSAE).count();
        if (different < FEWEST_ABSCISSAE) {
            throw new IllegalArgumentException(
                    "edge fit: at least " + FEWEST_ABSCISSAE + " different x required, got " + different);
        }
        double first = y[0];
        if (Arrays.stream(y).allMatch(v -> v == first)) {
            throw new IllegalArgumentException("edge fit: y that varies required, got the constant " + first);
        }
        if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("edge fit: finite noise >= 0 required, got " + noise);
        }
    }
}
