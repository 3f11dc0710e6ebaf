package org.kan4j.kernel;

import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.basis.GaussianRbf;

/**
 * All functions of one basis at a block of rows, vectors running over the rows. A family without such a loop is evaluated by
 * {@link Basis#evaluate}, row by row. Loops are short, so that the JVM compiles each as a whole.
 */
abstract class VectorLoop {
    /** The loop of a basis; null where its family has none. */
    static VectorLoop of(Basis basis) {
        if (basis instanceof GaussianRbf gaussians) {
            return new GaussianLoop(gaussians);
        }
        if (basis instanceof Chebyshev polynomials) {
            return new ChebyshevLoop(polynomials);
        }
        if (basis instanceof Fourier series) {
            return new FourierLoop(series);
        }
        return null;
    }

    /**
     * Evaluates.
     *
     * @param xs [end] not modified
     * @param end number of rows, a multiple of the vectors' length
     * @param derivatives whether slopes are wanted
     * @param values [functions, BLOCK] from {@code v0} on, overwritten
     * @param slopes likewise where they are wanted
     */
    abstract void evaluate(double[] xs, int end, boolean derivatives, double[] values, double[] slopes, int v0);

    /** Whether it serves inside the grid alone, and the basis goes on outside as its setting for extrapolation says. */
    abstract boolean extrapolates();
}
