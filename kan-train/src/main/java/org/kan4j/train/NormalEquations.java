package org.kan4j.train;

/** Solution of dense normal equations ({@link org.kan4j.kernel.Gram}) by Cholesky factorisation. */
final class NormalEquations {
    private NormalEquations() {}

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
