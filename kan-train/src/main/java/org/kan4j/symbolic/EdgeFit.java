package org.kan4j.symbolic;

import org.kan4j.function.UnivariateFunction;

/**
 * The best c&middot;f(a&middot;x + b) + d found for one function of the library.
 *
 * @param source the library entry; its name is {@code power} where the exponent was fitted
 * @param function f itself, as a symbolic edge stores it
 * @param a inner factor
 * @param b inner shift
 * @param c outer factor
 * @param d outer shift
 * @param unexplained 1 - R&sup2;, computed as residual over total sum of squares, so that it is exact near 0
 * @param rmse root mean square residual, in the unit of y
 * @param freeConstants number of fitted constants, c and d included
 * @param complexity the entry's complexity, and one for each fitted constant inside f
 * @param score description length in nats, for the samples and the noise that the fit was made with; smaller is better
 */
public record EdgeFit(
        SymbolicFunction source,
        UnivariateFunction function,
        double a,
        double b,
        double c,
        double d,
        double unexplained,
        double rmse,
        int freeConstants,
        int complexity,
        double score) {

    /** Below this share of the variance residuals are taken for rounding errors. */
    private static final double ROUNDING = 1e-24;

    /**
     * The fitted function.
     *
     * @param x the argument
     * @return c&middot;f(a&middot;x + b) + d, NaN outside the domain
     */
    public double value(double x) {
        return c * function.value(a * x + b) + d;
    }

    /**
     * The coefficient of determination R&sup2;; for fits close to exact, {@link #unexplained} has the digits.
     *
     * @return 1 - {@link #unexplained}
     */
    public double r2() {
        return 1 - unexplained;
    }

    /**
     * The score for another number of samples or another noise, for example for the number of independent data behind
     * a curve that was sampled densely: n/2&middot;log(max(1 - R&sup2;, noise&sup2;)) + k/2&middot;log n + complexity,
     * for k free constants.
     *
     * @param samples n, at least 1
     * @param relativeNoise standard deviation of y's error over the standard deviation of y, at least 0
     * @return nats; smaller is better
     */
    public double descriptionLength(double samples, double relativeNoise) {
        return descriptionLength(unexplained, freeConstants, complexity, samples, relativeNoise);
    }

    static double descriptionLength(
            double unexplained, int freeConstants, int complexity, double samples, double relativeNoise) {
        if (!(samples >= 1 && relativeNoise >= 0)) {
            throw new IllegalArgumentException("description length: samples >= 1 and noise >= 0 required, got "
                    + samples + " and " + relativeNoise);
        }
        double floor = Math.max(relativeNoise * relativeNoise, ROUNDING);
        return samples / 2 * Math.log(Math.max(unexplained, floor))
                + freeConstants / 2.0 * Math.log(samples)
                + complexity;
    }
}
