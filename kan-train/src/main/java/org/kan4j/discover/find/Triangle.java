package org.kan4j.discover.find;

/**
 * The triangular factor R of a matrix [A, B] (A = QR), from which columns can be taken, and the vector that makes A·a + B·b
 * smallest against a norm of b.
 */
final class Triangle {
    private static final int ITERATIONS = 12;

    /** Pivots below this share of the largest are rounding errors. */
    private static final double TINY = 1e-16;

    /** [columns][columns], column k has k + 1 numbers that are not 0. */
    private final double[][] r;

    private Triangle(double[][] r) {
        this.r = r;
    }

    /**
     * Factors a matrix by Householder reflections.
     *
     * @param columns [columns][rows], overwritten; at least as many rows as columns
     */
    static Triangle of(double[][] columns) {
        int n = columns.length;
        int rows = n == 0 ? 0 : columns[0].length;
        for (int k = 0; k < n; k++) {
            double[] v = columns[k];
            double norm = Math.sqrt(dot(v, v, k, rows));
            if (norm > 0) {
                double alpha = v[k] > 0 ? -norm : norm;
                v[k] -= alpha;
                double scale = -1 / (alpha * v[k]);
                for (int c = k + 1; c < n; c++) {
                    double factor = scale * dot(v, columns[c], k, rows);
                    for (int i = k; i < rows; i++) {
                        columns[c][i] -= factor * v[i];
                    }
                }
                v[k] = alpha;
            }
        }
        double[][] r = new double[n][n];
        for (int k = 0; k < n; k++) {
            System.arraycopy(columns[k], 0, r[k], 0, k + 1);
        }
        return new Triangle(r);
    }

    private static double dot(double[] a, double[] b, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The factor of the matrix without one column, by Givens rotations. */
    Triangle without(int column) {
        int n = r.length - 1;
        double[][] s = new double[n][];
        for (int k = 0; k < n; k++) {
            s[k] = (k < column ? r[k] : r[k + 1]).clone();
        }
        for (int k = column; k < n; k++) {
            double norm = Math.hypot(s[k][k], s[k][k + 1]);
            if (norm > 0) {
                double cos = s[k][k] / norm;
                double sin = s[k][k + 1] / norm;
                for (int c = k; c < n; c++) {
                    double upper = s[c][k];
                    s[c][k] = cos * upper + sin * s[c][k + 1];
                    s[c][k + 1] = cos * s[c][k + 1] - sin * upper;
                }
            }
        }
        return new Triangle(s);
    }

    /**
     * A vector and how small it makes the matrix.
     *
     * @param vector [columns], bᵀGb = 1
     * @param squares |A·a + B·b|²
     */
    record Smallest(double[] vector, double squares) {}

    /**
     * Minimises |A·a + B·b|² among vectors with bᵀGb = 1, by inverse iteration.
     *
     * @param split number of columns of A; B has at least one
     * @param gram G, [columns of B, columns of B], symmetric and positive definite, not modified
     */
    Smallest smallest(int split, double[][] gram) {
        int n = r.length;
        double largest = 0;
        for (int k = 0; k < n; k++) {
            largest = Math.max(largest, Math.abs(r[k][k]));
        }
        double least = Math.max(TINY * largest, Double.MIN_NORMAL);
        double[] v = new double[n];
        for (int k = split; k < n; k++) {
            v[k] = 1 + 0.1 * k / n;
        }
        double squares = 0;
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] g = new double[n];
            double norm = 0;
            for (int k = split; k < n; k++) {
                for (int l = split; l < n; l++) {
                    g[k] += gram[k - split][l - split] * v[l];
                }
                norm += g[k] * v[k];
            }
            double scale = 1 / Math.sqrt(norm);
            for (int k = split; k < n; k++) {
                v[k] *= scale;
                g[k] *= scale;
            }
            squares = squares(v, split);
            if (iteration < ITERATIONS - 1) {
                forward(g, split, least);
                back(g, split, n, least);
                System.arraycopy(g, split, v, split, n - split);
            }
        }
        for (int k = 0; k < split; k++) {
            v[k] = 0;
            for (int l = split; l < n; l++) {
                v[k] -= r[l][k] * v[l];
            }
        }
        back(v, 0, split, least);
        return new Smallest(v, squares);
    }

    /** |R₂₂·b|². */
    private double squares(double[] v, int split) {
        double sum = 0;
        for (int k = split; k < r.length; k++) {
            double row = 0;
            for (int l = k; l < r.length; l++) {
                row += r[l][k] * v[l];
            }
            sum += row * row;
        }
        return sum;
    }

    /** Solves R₂₂ᵀ·z = g in place. */
    private void forward(double[] g, int split, double least) {
        for (int k = split; k < r.length; k++) {
            for (int l = split; l < k; l++) {
                g[k] -= r[k][l] * g[l];
            }
            g[k] /= pivot(k, least);
        }
    }

    /** Solves R·z = g in place, for the columns from one to another. */
    private void back(double[] g, int from, int to, double least) {
        for (int k = to - 1; k >= from; k--) {
            for (int l = k + 1; l < to; l++) {
                g[k] -= r[l][k] * g[l];
            }
            g[k] /= pivot(k, least);
        }
    }

    private double pivot(int k, double least) {
        return Math.abs(r[k][k]) > least ? r[k][k] : least;
    }
}
