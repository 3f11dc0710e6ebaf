package org.kan4j.equations;

import java.util.Arrays;

/**
 * JᵀJ of rows with few neighbouring entries, and its Cholesky factor: of each row of the lower triangle what stands from its first entry
 * to the diagonal, which the factor fills and does not leave (George and Liu, Computer Solution of Large Sparse Positive Definite Systems,
 * 1981, chapter 4).
 */
final class NormalMatrix {
    private static final int TOGETHER = 4;

    final int n;
    private final int[] first;
    private final int[] start;
    private final double[] matrix;
    private final double[] factor;
    private final double[][] waiting = new double[TOGETHER][];
    private int held;
    private int heldFirst;
    private int heldCount;

    /**
     * Room.
     *
     * @param first [n] column of the first entry of each row, at most its own number
     */
    NormalMatrix(int[] first) {
        this.n = first.length;
        this.first = first;
        this.start = new int[n + 1];
        for (int i = 0; i < n; i++) {
            start[i + 1] = Math.addExact(start[i], i - first[i] + 1);
        }
        this.matrix = new double[start[n]];
        this.factor = new double[start[n]];
    }

    void clear() {
        Arrays.fill(matrix, 0);
        held = 0;
    }

    double diagonal(int i) {
        return matrix[start[i + 1] - 1];
    }

    /** Adds the outer product of a row with itself, times a weight. The columns increase. */
    void add(Tensor.Row row, double weight) {
        if (row.contiguous()) {
            hold(row, weight);
            return;
        }
        for (int a = 0; a < row.count; a++) {
            int i = row.columns[a];
            double v = weight * row.values[a];
            if (v != 0) {
                int at = start[i] - first[i];
                for (int b = 0; b <= a; b++) {
                    matrix[at + row.columns[b]] += v * row.values[b];
                }
            }
        }
    }

    private void hold(Tensor.Row row, double weight) {
        if (held > 0 && (heldFirst != row.columns[0] || heldCount != row.count)) {
            flush();
        }
        heldFirst = row.columns[0];
        heldCount = row.count;
        double root = Math.sqrt(weight);
        if (waiting[held] == null || waiting[held].length < row.count) {
            waiting[held] = new double[row.count];
        }
        for (int a = 0; a < row.count; a++) {
            waiting[held][a] = root * row.values[a];
        }
        held++;
        if (held == TOGETHER) {
            flush();
        }
    }

    /** Adds rows that wait to be added together. */
    void flush() {
        for (int h = held; h < TOGETHER && held > 0; h++) {
            if (waiting[h] == null || waiting[h].length < heldCount) {
                waiting[h] = new double[heldCount];
            }
            Arrays.fill(waiting[h], 0, heldCount, 0);
        }
        if (held > 0) {
            double[] w0 = waiting[0];
            double[] w1 = waiting[1];
            double[] w2 = waiting[2];
            double[] w3 = waiting[3];
            for (int a = 0; a < heldCount; a++) {
                int i = heldFirst + a;
                addFour(start[i] - first[i] + heldFirst, a + 1, w0, w1, w2, w3, a);
            }
        }
        held = 0;
    }

    private void addFour(int at, int count, double[] w0, double[] w1, double[] w2, double[] w3, int a) {
        double v0 = w0[a];
        double v1 = w1[a];
        double v2 = w2[a];
        double v3 = w3[a];
        for (int b = 0; b < count; b++) {
            matrix[at + b] += v0 * w0[b] + v1 * w1[b] + v2 * w2[b] + v3 * w3[b];
        }
    }

    /**
     * Factorises the matrix with its diagonal enlarged.
     *
     * @param share of each entry of the diagonal that is added
     * @param ridge added to each entry of the diagonal
     * @return whether that is positive definite
     */
    boolean factor(double share, double ridge) {
        flush();
        System.arraycopy(matrix, 0, factor, 0, matrix.length);
        for (int i = 0; i < n; i++) {
            factor[start[i + 1] - 1] += share * factor[start[i + 1] - 1] + ridge;
        }
        int i = 0;
        while (i < n) {
            if (i + 1 < n && first[i] == first[i + 1]) {
                if (!two(i)) {
                    return false;
                }
                i += 2;
            } else {
                if (!one(i)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private boolean one(int i) {
        int si = start[i] - first[i];
        for (int j = first[i]; j < i; j++) {
            int k0 = Math.max(first[i], first[j]);
            int sj = start[j] - first[j];
            factor[si + j] = (factor[si + j] - dot(factor, si + k0, sj + k0, j - k0)) / factor[sj + j];
        }
        return pivot(si, i);
    }

    private boolean pivot(int si, int i) {
        double d = factor[si + i] - dot(factor, si + first[i], si + first[i], i - first[i]);
        if (!(d > 0) || Double.isInfinite(d)) {
            return false;
        }
        factor[si + i] = Math.sqrt(d);
        return true;
    }

    /** Two rows that begin at the same column, which share the loads of the rows above them. */
    private boolean two(int i) {
        int f = first[i];
        int si = start[i] - f;
        int ti = start[i + 1] - f;
        int j = f;
        for (; j + 1 < i; j += 2) {
            pair(f, si, ti, j);
        }
        for (; j < i; j++) {
            int k0 = Math.max(f, first[j]);
            int sj = start[j] - first[j];
            double d = factor[sj + j];
            factor[si + j] = (factor[si + j] - dot(factor, si + k0, sj + k0, j - k0)) / d;
            factor[ti + j] = (factor[ti + j] - dot(factor, ti + k0, sj + k0, j - k0)) / d;
        }
        if (!pivot(si, i)) {
            return false;
        }
        factor[ti + i] = (factor[ti + i] - dot(factor, ti + f, si + f, i - f)) / factor[si + i];
        return pivot(ti, i + 1);
    }

    /** Columns j and j + 1 of two rows. */
    private void pair(int f, int si, int ti, int j) {
        int sj = start[j] - first[j];
        int tj = start[j + 1] - first[j + 1];
        int ja = Math.max(f, first[j]);
        int jb = Math.max(f, first[j + 1]);
        int k0 = Math.max(ja, jb);
        double a = k0 > ja ? dot(factor, si + ja, sj + ja, k0 - ja) : 0;
        double b = k0 > ja ? dot(factor, ti + ja, sj + ja, k0 - ja) : 0;
        double c = k0 > jb ? dot(factor, si + jb, tj + jb, k0 - jb) : 0;
        double d = k0 > jb ? dot(factor, ti + jb, tj + jb, k0 - jb) : 0;
        for (int k = k0; k < j; k++) {
            double x = factor[si + k];
            double y = factor[ti + k];
            double u = factor[sj + k];
            double v = factor[tj + k];
            a += x * u;
            b += y * u;
            c += x * v;
            d += y * v;
        }
        double pivot = factor[sj + j];
        double next = factor[tj + j + 1];
        double under = jb <= j ? factor[tj + j] : 0;
        double xi = (factor[si + j] - a) / pivot;
        double yi = (factor[ti + j] - b) / pivot;
        factor[si + j] = xi;
        factor[ti + j] = yi;
        factor[si + j + 1] = (factor[si + j + 1] - c - xi * under) / next;
        factor[ti + j + 1] = (factor[ti + j + 1] - d - yi * under) / next;
    }

    private static double dot(double[] v, int a, int b, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k + 3 < count; k += 4) {
            s0 += v[a + k] * v[b + k];
            s1 += v[a + k + 1] * v[b + k + 1];
            s2 += v[a + k + 2] * v[b + k + 2];
            s3 += v[a + k + 3] * v[b + k + 3];
        }
        for (; k < count; k++) {
            s0 += v[a + k] * v[b + k];
        }
        return s0 + s1 + (s2 + s3);
    }

    /** Solves A·x = b with the matrix that was factorised; b becomes x. */
    void solve(double[] b) {
        for (int i = 0; i < n; i++) {
            int si = start[i] - first[i];
            double sum = b[i];
            for (int k = first[i]; k < i; k++) {
                sum -= factor[si + k] * b[k];
            }
            b[i] = sum / factor[si + i];
        }
        for (int i = n - 1; i >= 0; i--) {
            int si = start[i] - first[i];
            double x = b[i] / factor[si + i];
            b[i] = x;
            for (int k = first[i]; k < i; k++) {
                b[k] -= factor[si + k] * x;
            }
        }
    }
}
