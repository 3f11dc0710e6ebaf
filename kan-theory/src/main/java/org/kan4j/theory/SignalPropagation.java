package org.kan4j.theory;

import java.util.Optional;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Expectations;
import org.kan4j.layer.BaseActivation;

/**
 * How the variance and the correlation of hidden values go from layer to layer of a wide random network (arXiv:2408.00082, section 4, and the
 * papers on deep information propagation behind it, arXiv:1611.01232). With the variance at a fixed point q* = V(q*), χ1 &lt; 1 is the
 * ordered phase, where all inputs become alike, χ1 &gt; 1 the chaotic one, where near inputs part; signals get as deep as some 1/|ln χ1|
 * layers.
 */
public final class SignalPropagation {
    /** Terms of the correlation map. */
    private static final int TERMS = 400;

    /** The search for a fixed point takes steps by this factor: two fixed points nearer than it are taken for none or one. */
    private static final double STEP = 1.5;

    /** Errors of the quadrature, relative, are smaller. */
    private static final double ROUNDING = 1e-12;

    /** Where |χ1 − 1| is smaller, a prior is called critical. */
    private static final double CRITICAL = 1e-6;

    private static final double SMALLEST = 1e-9;
    private static final double LARGEST = 1e9;

    private final Prior prior;

    /**
     * Signals in networks of a prior.
     *
     * @param prior of all layers
     */
    public SignalPropagation(Prior prior) {
        this.prior = prior;
    }

    private Moments moments(double q) {
        return Moments.of(prior.base(), prior.basis(), q);
    }

    /**
     * {@return V(q), the variance that a layer makes of a variance}
     *
     * @param q ≥ 0
     */
    public double variance(double q) {
        double base = prior.baseVariance() == 0
                ? 0
                : Moments.expectation(
                        prior.basis(),
                        q,
                        u -> prior.base().value(u) * prior.base().value(u));
        return prior.baseVariance() * base
                + prior.basisVariance() * Moments.expectation(prior.basis(), q, u -> squares(u));
    }

    private double squares(double u) {
        int support = prior.basis().support();
        double[] some = new double[support];
        prior.basis().evaluate(u, 0, some, 0);
        return Prior.dot(some, 0, some, 0, support);
    }

    /**
     * {@return χ1 at a variance: {@link Moments#slope}}
     *
     * @param q ≥ 0
     */
    public double chi1(double q) {
        return moments(q).slope(prior);
    }

    /**
     * The variance that deep networks come to.
     *
     * @param from variance of the first hidden values, &gt; 0
     * @return the nearest root of V(q) = q in the direction of the first step; 0 where the variance dies out, infinity where it runs away
     */
    public double fixedPoint(double from) {
        double q = from;
        double difference = variance(q) - q;
        if (Math.abs(difference) <= ROUNDING * q) {
            return q;
        }
        double factor = difference > 0 ? STEP : 1 / STEP;
        while (true) {
            double next = q * factor;
            if (!(next > SMALLEST)) {
                return 0;
            }
            if (!(next < LARGEST)) {
                return Double.POSITIVE_INFINITY;
            }
            double after = variance(next) - next;
            if (after == 0 || after > 0 != difference > 0) {
                return root(q, difference, next, after);
            }
            q = next;
            difference = after;
        }
    }

    /** A root of V(q) − q between two points where it has different signs: regula falsi with the Illinois rule. */
    private double root(double a, double atA, double b, double atB) {
        double low = a;
        double high = b;
        double atLow = atA;
        double atHigh = atB;
        double q = high;
        for (int step = 0; step < 100 && atHigh != 0; step++) {
            q = (low * atHigh - high * atLow) / (atHigh - atLow);
            double at = variance(q) - q;
            if (Math.abs(at) <= 1e-13 * q) {
                break;
            }
            if (at > 0 == atHigh > 0) {
                atLow /= 2;
            } else {
                low = high;
                atLow = atHigh;
            }
            high = q;
            atHigh = at;
        }
        return q;
    }

    /**
     * What there is to say of a fixed point.
     *
     * @param q the variance q*
     * @param variance V(q*)
     * @param variancePrime V′(q*): a small error of the variance is multiplied by it in a layer
     * @param chi1 χ1: see {@link Moments#slope}
     * @param correlation c*: what correlations come to, 1 in the ordered phase
     * @param correlationSlope by what a small difference to c* is multiplied in a layer
     */
    public record FixedPoint(
            double q, double variance, double variancePrime, double chi1, double correlation, double correlationSlope) {
        /** {@return ξ_q = −1/ln|V′|, in layers} */
        public double varianceDepth() {
            return depth(variancePrime);
        }

        /** {@return ξ_c, the number of layers in which the difference of a correlation to c* falls by e} */
        public double correlationDepth() {
            return depth(correlationSlope);
        }

        private static double depth(double multiplier) {
            double size = Math.abs(multiplier);
            return size < 1 - CRITICAL ? -1 / Math.log(size) : Double.POSITIVE_INFINITY;
        }

        /** {@return whether χ1 is 1} */
        public boolean critical() {
            return Math.abs(chi1 - 1) < CRITICAL;
        }

        /** {@return the phase, in a word} */
        public String phase() {
            return critical() ? "critical" : chi1 < 1 ? "ordered" : "chaotic";
        }
    }

    /**
     * {@return what holds at a fixed point, or at any variance}
     *
     * @param q &gt; 0 and finite
     */
    public FixedPoint at(double q) {
        Moments moments = moments(q);
        double chi1 = moments.slope(prior);
        double variance = moments.variance(prior);
        CorrelationMap map = new CorrelationMap(prior, q, TERMS);
        double correlation = chi1 > 1 + CRITICAL ? map.fixedPoint(variance) : 1;
        double slope = correlation < 1 ? map.slope(correlation) / variance : chi1 * q / variance;
        return new FixedPoint(q, variance, derivatives(q)[0], chi1, correlation, slope);
    }

    /** V′(q), V″(q) and the variance of k(u, u), [3]: dⁿE f(√q·z)/dqⁿ = E[f·He_2n(z)]/(2q)ⁿ. */
    double[] derivatives(double q) {
        double[] psi = new double[prior.features()];
        double[] hermite = new Expectations(prior.basis(), Math.sqrt(q), 5).hermite(u -> diagonal(u, psi));
        double square = Moments.expectation(prior.basis(), q, u -> Math.pow(diagonal(u, psi), 2));
        return new double[] {
            Math.sqrt(2) * hermite[2] / (2 * q),
            Math.sqrt(24) * hermite[4] / (4 * q * q),
            square - hermite[0] * hermite[0]
        };
    }

    private double diagonal(double u, double[] psi) {
        prior.features(u, 0, psi, 0);
        return Prior.dot(psi, 0, psi, 0, psi.length);
    }

    /**
     * The critical prior: q is a fixed point and χ1 = 1 there, two linear equations for s_b² and s_c².
     *
     * @param base the base activation
     * @param basis the functions
     * @param q variance, &gt; 0
     * @return empty where no variances ≥ 0, s_c² &gt; 0, solve both
     */
    public static Optional<Prior> critical(BaseActivation base, Basis basis, double q) {
        Moments m = Moments.of(base, basis, q);
        double determinant = m.base() * m.basisSlope() - m.basis() * m.baseSlope();
        double ofBase = (q * m.basisSlope() - m.basis()) / determinant;
        double ofBasis = (m.base() - q * m.baseSlope()) / determinant;
        return ofBase >= 0 && ofBasis > 0 && Double.isFinite(ofBase) && Double.isFinite(ofBasis)
                ? Optional.of(new Prior(base, basis, ofBase, ofBasis))
                : Optional.empty();
    }

    /**
     * A prior with a given fixed point whose coefficients are all that is chosen.
     *
     * @param base the base activation
     * @param basis the functions
     * @param baseVariance s_b² ≥ 0
     * @param q the fixed point, &gt; 0
     * @return with s_c² = (q − s_b²·E b²)/E κ; empty where that is negative
     */
    public static Optional<Prior> withFixedPoint(BaseActivation base, Basis basis, double baseVariance, double q) {
        Moments m = Moments.of(base, basis, q);
        double ofBasis = (q - baseVariance * m.base()) / m.basis();
        return ofBasis >= 0 ? Optional.of(new Prior(base, basis, baseVariance, ofBasis)) : Optional.empty();
    }

    /**
     * The prior with fixed point q whose χ1 is nearest to 1. On the line of priors with that fixed point χ1 is linear, so where
     * {@link #critical} finds none it is an end: all base, or no base.
     *
     * @param base the base activation
     * @param basis the functions
     * @param q variance, &gt; 0
     * @return the critical prior where there is one
     */
    public static Prior nearest(BaseActivation base, Basis basis, double q) {
        Optional<Prior> critical = critical(base, basis, q);
        if (critical.isPresent()) {
            return critical.get();
        }
        Moments m = Moments.of(base, basis, q);
        double allBasis = q * m.basisSlope() / m.basis();
        double allBase = base == BaseActivation.ZERO ? Double.POSITIVE_INFINITY : q * m.baseSlope() / m.base();
        return Math.abs(Math.log(allBase)) < Math.abs(Math.log(allBasis))
                ? new Prior(base, basis, q / m.base(), 0)
                : new Prior(base, basis, 0, q / m.basis());
    }
}
