package org.kan4j.train;

import java.util.Arrays;

/** Dense normal equations of a least-squares problem, and their solution by Cholesky factorisation. */
final class NormalEquations {
    private NormalEquations() {}

    /**
     * Lower triangle of JᵀJ, and Jᵀr. Rows are taken four at a time in their order, so that the result is reproducible.
     *
     * @param jacobian [rows, n]
     * @param r [rows]
     * @param jtj [n, n], lower triangle overwritten
     * @param jtr [n], overwritten
     */
    static void form(double[] jacobian, double[] r, int rows, int n, double[] jtj, double[] jtr) {
        Arrays.fill(jtj, 0, n * n, 0);
        Arrays.fill(jtr, 0, n, 0);
        int row = 0;
        for (; row + 4 <= rows; row += 4) {
            int j0 = row * n;
            int j1 = j0 + n;
            int j2 = j1 + n;
            int j3 = j2 + n;
            for (int i = 0; i < n; i++) {
                double a = jacobian[j0 + i];
                double b = jacobian[j1 + i];
                double c = jacobian[j2 + i];
                double d = jacobian[j3 + i];
                if (a == 0 && b == 0 && c == 0 && d == 0) {
                    continue;
                }
                jtr[i] += a * r[row] + b * r[row + 1] + c * r[row + 2] + d * r[row + 3];
                int m = i * n;
                for (int j = 0; j <= i; j++) {
                    jtj[m + j] +=
                            a * jacobian[j0 + j] + b * jacobian[j1 + j] + c * jacobian[j2 + j] + d * jacobian[j3 + j];
                }
            }
        }
        for (; row < rows; row++) {
            int j0 = row * n;
            for (int i = 0; i < n; i++) {
                double a = jacobian[j0 + i];
                jtr[i] += a * r[row];
                for (int j = 0; j <= i; j++) {
                    jtj[i * n + j] += a * jacobian[j0 + j];
                }
            }
        }
    }

    /**
     * Solves A·x = b for a symmetric positive definite A.
     *
     * @param a [n, n] lower triangle; overwritten by its factor
     * @param b [n], overwritten by x
     * @return whether the factorisation succeeded; otherwise the arrays hold nothing of use
     */
    static boolean solve(double[] a, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i * n + j] - dot(a, i * n, j * n, j);
                if (i == j) {
                    if (!(sum > 0)) {
                        return false;
                    }
                    a[i * n + i] = Math.sqrt(sum);
                } else {
                    a[i * n + j] = sum / a[j * n + j];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            double sum = b[i];
            for (int j = 0; j < i; j++) {
                sum -= a[i * n + j] * b[j];
            }
            b[i] = sum / a[i * n + i];
        }
        for (int i = n - 1; i >= 0; i--) {
            b[i] /= a[i * n + i];
            for (int j = 0; j < i; j++) {
                b[j] -= a[i * n + j] * b[i];
            }
        }
        return true;
    }

    /** Dot product of two runs of one array, in four lanes that are added in a fixed order. */
    private static double dot(double[] a, int x, int y, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k + 4 <= length; k += 4) {
            s0 += a[x + k] * a[y + k];
            s1 += a[x + k + 1] * a[y + k + 1];
            s2 += a[x + k + 2] * a[y + k + 2];
            s3 += a[x + k + 3] * a[y + k + 3];
        }
        for (; k < length; k++) {
            s0 += a[x + k] * a[y + k];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
