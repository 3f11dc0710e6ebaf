package org.kan4j.dynamics;

import java.util.Arrays;

/** Normal equations: symmetric positive matrices, small and dense. */
final class SymmetricSystem {
    private SymmetricSystem() {}

    /** A column of a matrix. */
    static double[] column(double[][] a, int c) {
        return Arrays.stream(a).mapToDouble(row -> row[c]).toArray();
    }

    /** A matrix whose diagonal is larger by a part. */
    static double[][] damped(double[][] a, double lambda) {
        double[][] b = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            b[i] = a[i].clone();
            b[i][i] += lambda * a[i][i] + 1e-300;
        }
        return b;
    }

    /** Solves a symmetric positive system, scaled to a diagonal of ones. Pivots of rounding size are kept from vanishing, so that a solution is always given. */
    static double[] solve(double[][] a, double[] right) {
        int n = right.length;
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = a[i][i] > 0 ? 1 / Math.sqrt(a[i][i]) : 1;
        }
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j] * d[i] * d[j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                if (i == j) {
                    l[i][i] = Math.sqrt(Math.max(sum, 1e-15));
                } else {
                    l[i][j] = sum / l[j][j];
                }
            }
        }
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = right[i] * d[i];
            for (int k = 0; k < i; k++) {
                sum -= l[i][k] * x[k];
            }
            x[i] = sum / l[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = x[i];
            for (int k = i + 1; k < n; k++) {
                sum -= l[k][i] * x[k];
            }
            x[i] = sum / l[i][i];
        }
        for (int i = 0; i < n; i++) {
            x[i] *= d[i];
        }
        return x;
    }

    /** The inverse of a symmetric positive matrix. */
    static double[][] inverse(double[][] a) {
        double[][] inverse = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            double[] unit = new double[a.length];
            unit[i] = 1;
            inverse[i] = solve(a, unit);
        }
        return inverse;
    }
}
