package org.kan4j.symbolic;

import java.util.Optional;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.symbolic.SymbolicFunction.Form;

/** Constants inside f in the samples' own units, and the fit that they give: c, d and what they leave. */
final class EdgeSolution {
    /** exp(a*x) is written without b while it stays in range. */
    private static final double LARGEST_EXPONENT = 300;

    /** The share of the variance by which rounding may make a fit worse than a constant. */
    private static final double SLACK = 1e-9;

    private final EdgeSamples samples;
    private final double[] x;
    private final double[] y;
    private final int n;

    EdgeSolution(EdgeSamples samples) {
        this.samples = samples;
        x = samples.x;
        y = samples.y;
        n = samples.n;
    }

    /**
     * The fit at a point, with its constants in the samples' own units.
     *
     * @return empty where a sample is outside the domain or f is constant
     */
    Optional<EdgeFit> at(SymbolicFunction function, EdgePoint point) {
        double sigma = point.map().sigma();
        double scale = Math.exp(point.theta()[VariableProjection.SCALE]);
        double place = point.theta()[VariableProjection.PLACE];
        boolean edge = point.map().edge();
        // u = origin + sigma*scale*(t - t0)
        double t0 = edge ? -sigma * (1 + Math.exp(place)) : place;
        UnivariateFunction f = function.function();
        switch (function.form()) {
            case SHIFT, POWER -> {
                double b = -sigma * (samples.middle + samples.half * t0);
                if (function.form() == Form.POWER) {
                    double exponent = point.theta()[VariableProjection.EXPONENT];
                    return with(function, Functions.power(exponent), sigma, b, 2);
                }
                return function.symmetric() ? with(function, f, 1, sigma * b, 1) : with(function, f, sigma, b, 1);
            }
            case SCALE -> {
                double a = sigma * scale / samples.half;
                boolean moderate = Math.abs(a) * Math.max(Math.abs(x[0]), Math.abs(x[n - 1])) < LARGEST_EXPONENT;
                return with(function, f, a, moderate ? 0 : -a * (samples.middle + samples.half * t0), 1);
            }
            default -> {
                double a = sigma * scale / samples.half;
                double b = -a * samples.middle - sigma * scale * t0 + (edge ? function.lower() : 0);
                if (function.form() == Form.PERIODIC && f.name().equals("sin")) {
                    b = Math.IEEEremainder(b, Math.PI); // a samples.half turn is a sign of c
                }
                return with(function, f, a, b, 2);
            }
        }
    }

    /**
     * The fit with given a and b, and the c and d that are best with them.
     *
     * @param source the library's entry
     * @param f its function, or the member of its family
     * @param innerConstants number of constants inside f that were fitted
     * @return empty where a sample is outside the domain or f is constant
     */
    Optional<EdgeFit> with(SymbolicFunction source, UnivariateFunction f, double a, double b, int innerConstants) {
        double[] g = new double[n];
        double gMean = 0;
        double yMean = 0;
        for (int i = 0; i < n; i++) {
            double u = a * x[i] + b;
            boolean inside = source.lower() <= u && u <= source.upper();
            g[i] = inside || source.symmetric() ? f.value(u) : Double.NaN;
            gMean += g[i] / n;
            yMean += y[i] / n;
        }
        double gg = 0;
        double gy = 0;
        for (int i = 0; i < n; i++) {
            double v = g[i] - gMean;
            gg += v * v;
            gy += v * (y[i] - yMean);
        }
        double c = gy / gg;
        double d = yMean - c * gMean;
        if (!(Double.isFinite(gg) && Double.isFinite(c) && Double.isFinite(d) && c != 0)) {
            return Optional.empty();
        }
        double rss = 0;
        for (int i = 0; i < n; i++) {
            double r = y[i] - (c * g[i] + d);
            rss += r * r;
        }
        double unexplained = rss / n / samples.variance;
        if (!(unexplained <= 1 + SLACK)) { // cancellation between c*f and d has eaten all digits
            return Optional.empty();
        }
        int constants = 2 + innerConstants;
        int complexity = source.complexity() + innerConstants;
        return Optional.of(new EdgeFit(
                source,
                f,
                a,
                b,
                c,
                d,
                unexplained,
                Math.sqrt(rss / n),
                constants,
                complexity,
                EdgeFit.descriptionLength(unexplained, constants, complexity, n, samples.relativeNoise)));
    }
}
