package org.kan4j.kernel;

import java.util.Arrays;

/**
 * Forms and solves normal equations of a fixed number of unknowns, in float64. Has the buffers it needs, so it is for one caller at a
 * time.
 */
public abstract class NormalEquations {
    /** [stride, stride]: L of A = Lᵀ·L in the lower triangle; what is above it is of no use. Room for JᵀJ before. */
    final double[] entries;

    final int stride;
    final int n;
    private final double[] right;

    NormalEquations(int n, int stride) {
        this.entries = new double[Math.multiplyExact(stride, stride)];
        this.stride = stride;
        this.n = n;
        this.right = new double[n];
    }

    /**
     * {@return plain loops: the best choice for few unknowns}
     *
     * @param n number of unknowns, ≥ 0
     */
    public static NormalEquations scalar(int n) {
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
    public abstract void form(double[] jacobian, double[] r, int rows, double[] jtj, double[] jtr);

    /**
     * Factorises a symmetric positive definite A into Lᵀ·L (Cholesky), from the last unknown on so that it goes along the rows of
     * the lower triangle. The factor lasts until the next call of this method or of {@link #form}.
     *
     * @param a [n, n] of which the lower triangle counts, not modified
     * @return whether A is positive definite; otherwise there is no factor
     */
    public abstract boolean factor(double[] a);

    /**
     * Solves A·x = b with the A that was factorised.
     *
     * @param b [n], overwritten by x
     */
    public final void solve(double[] b) {
        for (int i = n - 1; i >= 0; i--) {
            eliminate(b, i);
        }
        for (int i = 0; i < n; i++) {
            int row = i * stride;
            double sum = b[i];
            for (int j = 0; j < i; j++) {
                sum -= entries[row + j] * b[j];
            }
            b[i] = sum / entries[row + i];
        }
    }

    /**
     * {@return vᵀ·A⁻¹·v = ‖L⁻ᵀ·v‖² with the A that was factorised, for a vector of few entries}
     *
     * @param places of the entries, ascending
     * @param values those that may be other than 0
     */
    public final double inverse(int[] places, double[] values) {
        int last = places.length - 1;
        Arrays.fill(right, 0, places[last] + 1, 0);
        for (int i = 0; i <= last; i++) {
            right[places[i]] = values[i];
        }
        double sum = 0;
        for (int i = places[last]; i >= 0; i--) {
            double y = eliminate(right, i);
            sum += y * y;
        }
        return sum;
    }

    /**
     * {@return the block of A⁻¹ of neighbouring unknowns, [count, count], with the A that was factorised}
     *
     * @param from the first of them
     * @param count how many
     */
    public final double[] inverse(int from, int count) {
        double[][] columns = new double[count][];
        for (int k = 0; k < count; k++) {
            double[] y = new double[from + k + 1];
            y[from + k] = 1;
            for (int i = from + k; i >= 0; i--) {
                eliminate(y, i);
            }
            columns[k] = y;
        }
        double[] block = new double[count * count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int m = 0; m < columns[j].length; m++) {
                    sum += columns[i][m] * columns[j][m];
                }
                block[i * count + j] = sum;
                block[j * count + i] = sum;
            }
        }
        return block;
    }

    /** One step of the solution of Lᵀ·y = b, from the last row on. */
    private double eliminate(double[] b, int i) {
        int row = i * stride;
        double y = b[i] / entries[row + i];
        b[i] = y;
        for (int j = 0; j < i; j++) {
            b[j] -= entries[row + j] * y;
        }
        return y;
    }
}
