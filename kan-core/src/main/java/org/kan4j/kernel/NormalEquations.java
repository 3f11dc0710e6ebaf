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
     * Solves A·x = b for a symmetric positive definite A by a Cholesky factorisation A = Lᵀ·L, which begins at the last unknown so
     * that it goes along the rows of the lower triangle.
     *
     * @param a [n, n] of which the lower triangle counts; overwritten
     * @param b [n], overwritten by x
     * @return whether the factorisation succeeded; otherwise the arrays hold nothing of use
     */
    boolean solve(double[] a, double[] b);
}
