package org.kan4j.theory;

import java.util.function.DoubleUnaryOperator;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Expectations;
import org.kan4j.layer.BaseActivation;

/**
 * What inputs u ~ N(0, q) make of the functions of an edge. By Gauss–Legendre quadrature in every knot cell and in the tails outside the
 * grid; errors are of the order of rounding.
 *
 * @param base E b(u)²
 * @param basis E Σ_m B_m(u)²
 * @param baseSlope E b′(u)²
 * @param basisSlope E Σ_m B_m′(u)²
 */
public record Moments(double base, double basis, double baseSlope, double basisSlope) {
    /**
     * {@return the moments at a variance}
     *
     * @param base the base activation b
     * @param basis the functions B_m
     * @param q variance of the inputs, ≥ 0 and finite
     */
    public static Moments of(BaseActivation base, Basis basis, double q) {
        return new Moments(
                expectation(basis, q, u -> base.value(u) * base.value(u)),
                expectation(basis, q, u -> squares(basis, u, 0)),
                expectation(basis, q, u -> base.derivative(u) * base.derivative(u)),
                expectation(basis, q, u -> squares(basis, u, 1)));
    }

    /** E f(u) at u ~ N(0, q), where f is smooth between the joints of a basis. */
    static double expectation(Basis basis, double q, DoubleUnaryOperator f) {
        return q == 0 ? f.applyAsDouble(0) : new Expectations(basis, Math.sqrt(q), 1).hermite(f)[0];
    }

    private static double squares(Basis basis, double u, int derivative) {
        int support = basis.support();
        double[] some = new double[(derivative + 1) * support];
        basis.evaluate(u, derivative, some, 0);
        return Prior.dot(some, derivative * support, some, derivative * support, support);
    }

    /**
     * {@return the variance V(q) = E k(u, u) that a layer makes of q: arXiv:2408.00082, section 3, for a vector of functions}
     *
     * @param prior gives s_b² and s_c²
     */
    public double variance(Prior prior) {
        return prior.baseVariance() * base + prior.basisVariance() * basis;
    }

    /**
     * {@return χ1(q) = E[s_b²·b′² + s_c²·ΣB_m′²]: by how much the distance of two near inputs grows in a layer, and the mean square of a
     * gradient on its way back (the lectures' criticality, arXiv:2408.00082, section 4)}
     *
     * @param prior gives s_b² and s_c²
     */
    public double slope(Prior prior) {
        return prior.baseVariance() * baseSlope + prior.basisVariance() * basisSlope;
    }
}
