package org.kan4j.additive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A matrix as a sum of few products of a column and a row: its singular value decomposition by rotations of its columns (Hestenes' one-sided
 * Jacobi method; Golub and Van Loan, Matrix Computations, section 8.6).
 *
 * @param column [rows] of the matrix
 * @param row [columns] of the matrix
 */
record LowRank(double[] column, double[] row) {
    private static final int SWEEPS = 60;
    private static final double ORTHOGONAL = 1e-14;

    /**
     * {@return products that leave no more than a share of the squares of a matrix, largest first; both sides of each are as long}
     *
     * @param matrix [rows, columns], not modified
     * @param rows number of rows
     * @param columns number of columns
     * @param share of the squares that need not be there
     */
    static List<LowRank> of(double[] matrix, int rows, int columns, double share) {
        double[] u = matrix.clone();
        double[] v = new double[columns * columns];
        for (int j = 0; j < columns; j++) {
            v[j * columns + j] = 1;
        }
        boolean rotated = true;
        for (int sweep = 0; sweep < SWEEPS && rotated; sweep++) {
            rotated = false;
            for (int p = 0; p < columns; p++) {
                for (int q = p + 1; q < columns; q++) {
                    rotated |= rotate(u, rows, columns, v, p, q);
                }
            }
        }
        List<LowRank> products = new ArrayList<>();
        double all = 0;
        for (int j = 0; j < columns; j++) {
            double square = 0;
            for (int i = 0; i < rows; i++) {
                square += u[i * columns + j] * u[i * columns + j];
            }
            all += square;
            double root = Math.sqrt(Math.sqrt(square));
            double[] column = new double[rows];
            double[] row = new double[columns];
            for (int i = 0; i < rows; i++) {
                column[i] = root > 0 ? u[i * columns + j] / root : 0;
            }
            for (int i = 0; i < columns; i++) {
                row[i] = v[i * columns + j] * root;
            }
            products.add(new LowRank(column, row));
        }
        products.sort(Comparator.comparingDouble(LowRank::square).reversed());
        double left = all;
        int kept = 0;
        while (kept < products.size() && left > share * all) {
            left -= products.get(kept++).square();
        }
        return products.subList(0, kept);
    }

    private double square() {
        double sum = 0;
        for (double c : column) {
            sum += c * c;
        }
        return sum * sum;
    }

    private static boolean rotate(double[] u, int rows, int columns, double[] v, int p, int q) {
        double pp = 0;
        double qq = 0;
        double pq = 0;
        for (int i = 0; i < rows; i++) {
            pp += u[i * columns + p] * u[i * columns + p];
            qq += u[i * columns + q] * u[i * columns + q];
            pq += u[i * columns + p] * u[i * columns + q];
        }
        if (Math.abs(pq) <= ORTHOGONAL * Math.sqrt(pp * qq)) {
            return false;
        }
        double zeta = (qq - pp) / (2 * pq);
        double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
        double c = 1 / Math.hypot(1, t);
        turn(u, rows, columns, p, q, c, c * t);
        turn(v, columns, columns, p, q, c, c * t);
        return true;
    }

    private static void turn(double[] m, int rows, int columns, int p, int q, double c, double s) {
        for (int i = 0; i < rows; i++) {
            double a = m[i * columns + p];
            double b = m[i * columns + q];
            m[i * columns + p] = c * a - s * b;
            m[i * columns + q] = s * a + c * b;
        }
    }
}
