package org.kan4j.kernel;

/** Forms normal equations of a fixed number of unknowns, in float64. Has the buffers it needs, so it is for one caller at a time. */
public interface Gram {

    /**
     * Plain loops: the best choice for few unknowns.
     *
     * @param n number of unknowns, ≥ 0
     */
    static Gram scalar(int n) {
        return new ScalarGram(n);
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
}
