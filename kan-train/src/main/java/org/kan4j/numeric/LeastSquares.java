package org.kan4j.numeric;

/** Linear least squares by Householder QR, for the small and ill-conditioned problems that normal equations spoil. */
public final class LeastSquares {
    private LeastSquares() {}

    /**
     * Minimises |A·w − y|.
     *
     * @param a [rows, n], rows ≥ n; overwritten
     * @param y [rows], overwritten
     * @return w, [n]; a column that depends on those before it (to 1e-12 of its size) gets 0
     */
    public static double[] solve(double[] a, double[] y, int rows, int n) {
        if (rows < n) {
            throw new IllegalArgumentException("least squares: at least " + n + " rows required, got " + rows);
        }
        double[] diagonal = new double[n];
        for (int k = 0; k < n; k++) {
            double whole = 0;
            double norm = 0;
            for (int r = 0; r < rows; r++) {
                double v = a[r * n + k];
                whole += v * v;
                norm += r >= k ? v * v : 0;
            }
            norm = Math.sqrt(norm);
            if (!(norm > 1e-12 * Math.sqrt(whole))) {
                continue;
            }
            double alpha = a[k * n + k] > 0 ? -norm : norm;
            diagonal[k] = alpha;
            a[k * n + k] -= alpha;
            // v = a[k…, k] is the reflector; vᵀv = −2·α·v_k.
            double scale = -1 / (alpha * a[k * n + k]);
            for (int c = k + 1; c <= n; c++) {
                double dot = 0;
                for (int r = k; r < rows; r++) {
                    dot += a[r * n + k] * (c < n ? a[r * n + c] : y[r]);
                }
                dot *= scale;
                for (int r = k; r < rows; r++) {
                    if (c < n) {
                        a[r * n + c] -= dot * a[r * n + k];
                    } else {
                        y[r] -= dot * a[r * n + k];
                    }
                }
            }
        }
        double[] w = new double[n];
        for (int k = n - 1; k >= 0; k--) {
            double sum = y[k];
            for (int c = k + 1; c < n; c++) {
                sum -= a[k * n + c] * w[c];
            }
            w[k] = diagonal[k] == 0 ? 0 : sum / diagonal[k];
        }
        return w;
    }
}
