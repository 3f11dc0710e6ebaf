package org.kan4j.basis;

import org.kan4j.grid.Grid;

/** Coefficients of the same functions on another basis of the same family. */
public final class Refit {
    /** Weight of the ridge, relative to the mean diagonal of the normal equations. */
    private static final double RIDGE = 1e-13;

    /** That of few points, which may leave coefficients open. */
    private static final double SPARSE = 1e-8;

    private Refit() {}

    /**
     * Exact coefficients on a grid that keeps every breakpoint and adds others (knot insertion). A coefficient of a spline
     * is the polar form of one of its polynomial pieces at the inner knots of its B-spline (Ramshaw, Blossoming, 1987), so
     * inside the grid the function stays the same to rounding, and outside of it under {@code LINEAR} and {@code CONSTANT}.
     *
     * @param from basis before
     * @param finer a grid with all the breakpoints of {@code from}, and others between them
     * @param coefficients [from.size, columns], not modified
     * @param columns number of functions
     * @return [G + order of the finer grid, columns]
     * @throws IllegalArgumentException if a breakpoint is missing from the finer grid
     */
    static double[] insertKnots(BSpline from, Grid finer, double[] coefficients, int columns) {
        Grid old = from.grid();
        int k = from.order();
        double[] breakpoints = finer.breakpoints();
        int found = 0;
        for (double t : breakpoints) {
            if (found <= old.intervals() && t == old.knot(found)) {
                found++;
            }
        }
        if (found != old.intervals() + 1 || finer.lo() != old.lo() || finer.hi() != old.hi()) {
            throw new IllegalArgumentException(
                    "knot insertion: the finer grid must keep every breakpoint of " + old + ", got " + finer);
        }
        int size = finer.intervals() + k;
        double[] result = new double[size * columns];
        double[] d = new double[k + 1];
        for (int m = 0; m < size; m++) {
            // Function m lives on the intervals m − k … m; take the polynomial piece in the middle of those inside.
            int first = Math.max(0, m - k);
            int last = Math.min(finer.intervals() - 1, m);
            int middle = (first + last) / 2;
            int piece = old.find(0.5 * (finer.knot(middle) + finer.knot(middle + 1)));
            for (int c = 0; c < columns; c++) {
                for (int j = 0; j <= k; j++) {
                    d[j] = coefficients[(piece + j) * columns + c];
                }
                for (int r = 1; r <= k; r++) {
                    double u = finer.knot(m - k + r);
                    for (int j = k; j >= r; j--) {
                        double left = old.knot(piece - k + j);
                        double right = old.knot(piece + j + 1 - r);
                        double share = (u - left) / (right - left);
                        d[j] = (1 - share) * d[j - 1] + share * d[j];
                    }
                }
                result[m * columns + c] = d[k];
            }
        }
        return result;
    }

    /**
     * Coefficients of least squared difference on another basis, at the given points and at some evenly spread in every
     * interval of the new grid, with a small ridge.
     *
     * @param from basis before
     * @param to basis after
     * @param coefficients [from.size, columns], not modified
     * @param columns number of functions
     * @param points where the functions matter, not modified; may be empty
     * @return [to.size, columns]
     */
    public static double[] leastSquares(Basis from, Basis to, double[] coefficients, int columns, double[] points) {
        int size = to.size();
        int band = to.support();
        double[][] normal = new double[size][band];
        double[] right = new double[size * columns];
        double[] before = new double[from.support()];
        double[] after = new double[band];
        double[] y = new double[columns];
        int perInterval = to.local() ? 2 * band : 8 * to.size() / to.grid().intervals();
        int even = to.grid().intervals() * perInterval;
        double evenWeight = points.length == 0 ? 1 : 0.1 * Math.max(1, points.length) / even;
        for (int s = 0; s < points.length + even; s++) {
            double weight = s < points.length ? 1 : evenWeight;
            int e = s - points.length;
            double x =
                    s < points.length ? points[s] : evenPoint(to.grid(), e / perInterval, e % perInterval, perInterval);
            int first = from.evaluate(x, 0, before, 0);
            for (int c = 0; c < columns; c++) {
                y[c] = 0;
                for (int j = 0; j < from.support(); j++) {
                    y[c] += before[j] * coefficients[(first + j) * columns + c];
                }
            }
            first = to.evaluate(x, 0, after, 0);
            for (int i = 0; i < band; i++) {
                for (int j = 0; j <= i; j++) {
                    normal[first + i][i - j] += weight * after[i] * after[j];
                }
                for (int c = 0; c < columns; c++) {
                    right[(first + i) * columns + c] += weight * after[i] * y[c];
                }
            }
        }
        double trace = 0;
        for (double[] row : normal) {
            trace += row[0];
        }
        for (double[] row : normal) {
            row[0] += RIDGE * trace / size;
        }
        solveBanded(normal, right, columns);
        return right;
    }

    /**
     * {@return coefficients of a function of least squared difference from values at some points, with a ridge for those that no point says}
     *
     * @param basis of the function
     * @param points where, [points]
     * @param values there, [points]
     */
    public static double[] toPoints(Basis basis, double[] points, double[] values) {
        int band = basis.support();
        double[][] normal = new double[basis.size()][band];
        double[] right = new double[basis.size()];
        double[] functions = new double[band];
        double trace = 0;
        for (int s = 0; s < points.length; s++) {
            int first = basis.evaluate(points[s], 0, functions, 0);
            for (int i = 0; i < band; i++) {
                for (int j = 0; j <= i; j++) {
                    normal[first + i][i - j] += functions[i] * functions[j];
                }
                right[first + i] += functions[i] * values[s];
                trace += functions[i] * functions[i];
            }
        }
        for (double[] row : normal) {
            row[0] += SPARSE * trace / normal.length;
        }
        solveBanded(normal, right, 1);
        return right;
    }

    private static double evenPoint(Grid grid, int interval, int part, int parts) {
        double left = grid.knot(interval);
        return left + (grid.knot(interval + 1) - left) * (part + 0.5) / parts;
    }

    /**
     * Cholesky factorisation and solution of a symmetric positive definite banded system, in place.
     *
     * @param a [size][band], a[i][d] is element (i, i − d); overwritten
     * @param b [size, columns], overwritten by the solution
     */
    private static void solveBanded(double[][] a, double[] b, int columns) {
        int size = a.length;
        int band = a[0].length;
        for (int i = 0; i < size; i++) {
            for (int d = Math.min(band - 1, i); d >= 0; d--) {
                int j = i - d;
                double sum = a[i][d];
                for (int e = d + 1; e < band && e <= i; e++) {
                    int l = i - e;
                    sum -= j - l < band ? a[i][e] * a[j][j - l] : 0;
                }
                a[i][d] = d == 0 ? Math.sqrt(sum) : sum / a[j][0];
            }
            for (int c = 0; c < columns; c++) {
                double sum = b[i * columns + c];
                for (int d = 1; d < band && d <= i; d++) {
                    sum -= a[i][d] * b[(i - d) * columns + c];
                }
                b[i * columns + c] = sum / a[i][0];
            }
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int c = 0; c < columns; c++) {
                double sum = b[i * columns + c];
                for (int d = 1; d < band && i + d < size; d++) {
                    sum -= a[i + d][d] * b[(i + d) * columns + c];
                }
                b[i * columns + c] = sum / a[i][0];
            }
        }
    }
}
