package org.kan4j.basis;

import org.kan4j.grid.Grid;

/**
 * A family of univariate functions B_0 … B_{size−1} on one grid; a numeric edge is φ(x) = w_b·b(x) + Σ_m c_m·B_m(x)
 * (arXiv:2404.19756, eq. 2.10). At any point at most {@link #support()} consecutive ones are nonzero, which is what
 * makes passes over a batch cheap. Immutable.
 */
public sealed interface Basis permits BSpline, GaussianRbf, Chebyshev, Fourier {

    /** Number of functions. */
    int size();

    /** How many consecutive functions can be nonzero at one point; {@link #size()} for a basis without local support. */
    int support();

    /** Where the functions live. */
    Grid grid();

    /** The same family on another grid. */
    Basis withGrid(Grid grid);

    /**
     * The same family on the same range, finer: every interval split into equal parts, or so many times the degree or the
     * harmonics. {@link Refit#refined} gives the coefficients.
     *
     * @param parts ≥ 1
     */
    Basis refined(int parts);

    /**
     * Evaluates the functions that can be nonzero at x, and their derivatives.
     *
     * @param x the point; NaN gives NaN values
     * @param derivatives 0, 1 or 2: the highest derivative wanted
     * @param out receives, from {@code offset} on, [derivatives + 1, support]: values, first, second derivatives
     * @param offset where to begin in {@code out}
     * @return number of the first function in {@code out}; it and the following {@code support − 1} are all valid
     */
    int evaluate(double x, int derivatives, double[] out, int offset);
}
