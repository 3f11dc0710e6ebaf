package org.kan4j.theory;

import org.kan4j.basis.Expectations;
import org.kan4j.layer.BaseActivation;

/**
 * What a wide layer makes of the correlation of two inputs of equal variance q: C(ρ) = E k(u, v) at u, v ~ N(0, q) with correlation ρ. By
 * Mehler's expansion C(ρ) = Σ_j ρ^j·|A_j|², A_j = E[ψ(√q·z)·He_j(z)]/√j!; all coefficients are ≥ 0, so C is convex for ρ ≥ 0.
 */
final class CorrelationMap {
    private final double[] weights;

    /**
     * The map of a prior.
     *
     * @param prior of the layer
     * @param q variance of the inputs, &gt; 0
     * @param terms of the expansion, ≥ 1
     */
    CorrelationMap(Prior prior, double q, int terms) {
        Expectations expectations = new Expectations(prior.basis(), Math.sqrt(q), terms);
        weights = new double[terms];
        add(expectations.hermite(0), prior.basisVariance());
        if (prior.base() != BaseActivation.ZERO) {
            add(expectations.hermite(prior.base()::value), prior.baseVariance());
        }
    }

    private void add(double[] coefficients, double variance) {
        for (int i = 0; i < coefficients.length; i++) {
            weights[i % weights.length] += variance * coefficients[i] * coefficients[i];
        }
    }

    /** C(ρ). */
    double value(double rho) {
        double sum = 0;
        for (int j = weights.length - 1; j >= 0; j--) {
            sum = sum * rho + weights[j];
        }
        return sum;
    }

    /** C′(ρ). */
    double slope(double rho) {
        double sum = 0;
        for (int j = weights.length - 1; j >= 1; j--) {
            sum = sum * rho + j * weights[j];
        }
        return sum;
    }

    /**
     * The correlation 0 ≤ c &lt; 1 with C(c) = q·c that deep chaotic networks give any two inputs; 1 where there is none below 1.
     *
     * @param q the fixed point of the variance, C(1)
     */
    double fixedPoint(double q) {
        double low = 0;
        double high = 1 - 1e-6;
        if (!(value(high) < q * high)) {
            return 1;
        }
        // C(c) − q·c is convex, ≥ 0 at 0 and < 0 at the upper end: one root between.
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (value(middle) > q * middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
