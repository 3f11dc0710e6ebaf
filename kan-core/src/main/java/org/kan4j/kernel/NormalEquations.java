package org.kan4j.kernel;

/**
 * Forms and solves normal equations of a fixed number of unknowns, in float64. Has the buffers it needs, so it is for one caller at a
 * time.
 */
public interface NormalEquations {

    /**
     * Plain loops: the best choice for few unknowns.
     *
     * @param n number of unknowns, ≥ 0
     */
    static NormalEquations scalar(int n) {
        return new ScalarNormalEquations(n);
    }

    /**
     * Lower triangle of JᵀJ, and Jᵀr. Rows are added in a fixed order, so that the result is reproducible.
     *
     * @param jacobian [rows, n], not modified
     * @param r [rows], not modified
     * @param rows number of rows
     * @param jtj [n, n], lower triangle overwritten
     * @param jtr [n], overwritten
     */
    void form(double[] jacobian, double[] r, int rows, double[] jtj, double[] jtr);

    /**
     * Factorises a symmetric positive definite A into Lᵀ·L (Cholesky), from the last unknown on so that it goes along the rows of
     * the lower triangle. The factor lasts until the next call of this method or of {@link #form}.
     *
     * @param a [n, n] of which the lower triangle counts, not modified
     * @return whether A is positive definite; otherwise there is no factor
     */
    boolean factor(double[] a);

    /**
     * Solves A·x = b with the A that was factorised.
     *
     * @param b [n], overwritten by x
     */
    void solve(double[] b);

    /**
     * vᵀ·A⁻¹·v with the A that was factorised, for a vector of few entries.
     *
     * @param places of the entries, ascending
     * @param entries those that may be other than 0
     */
    double inverse(int[] places, double[] entries);
}
