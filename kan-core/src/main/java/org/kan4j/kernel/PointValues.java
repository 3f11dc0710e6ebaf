package org.kan4j.kernel;

import org.kan4j.basis.Basis;

/** Room for the values of a basis at one point, in float64 whatever the kernels' type. */
final class PointValues {
    /** [3, support] values, first and second derivatives. */
    final double[] basis;

    PointValues(int support) {
        basis = new double[3 * support];
    }

    /** Evaluates into {@link #basis}; returns the first function. */
    int evaluate(Basis family, double x, int derivatives) {
        return family.evaluate(x, derivatives, basis, 0);
    }
}
