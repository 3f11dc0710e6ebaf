package org.kan4j.kernel;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * JᵀJ, and what its factorisation subtracts, in tiles of four rows and four vectors of columns that stay in registers. The residuals are
 * one more column of J. A network's Jacobian is about half zeros; looking for them costs more than the multiplications.
 */
final class VectorNormalEquations extends NormalEquations {
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final int BLOCK = 64;
    /** Rows of JᵀJ that one thread forms at a time. */
    private static final int STRIP = 32;

    private final Workers workers;

    /** [threads][BLOCK, stride] */
    private final double[][] blocks;

    VectorNormalEquations(int n, Workers workers) {
        // Unknowns and residual, filled up to whole tiles.
        super(n, (n + 1 + 4 * L - 1) / (4 * L) * 4 * L);
        this.workers = workers;
        this.blocks = new double[workers.threads()][BLOCK * stride];
    }

    @Override
    public void form(double[] jacobian, double[] r, int rows, double[] jtj, double[] jtr) {
        Arrays.fill(entries, 0);
        int strips = n / STRIP + 1;
        // Those with the most columns first.
        workers.run(strips, (task, worker) -> strip(strips - 1 - task, blocks[worker], jacobian, r, rows));
        for (int i = 0; i < n; i++) {
            System.arraycopy(entries, i * stride, jtj, i * n, i + 1);
            jtr[i] = entries[n * stride + i];
        }
    }

    /** Rows of JᵀJ, of which the last is that of the residuals. */
    private void strip(int strip, double[] block, double[] jacobian, double[] r, int rows) {
        int begin = strip * STRIP;
        int end = Math.min(n + 1, begin + STRIP);
        int columns = Math.min(n, end);
        for (int from = 0; from < rows; from += BLOCK) {
            int count = Math.min(BLOCK, rows - from);
            for (int i = 0; i < count; i++) {
                System.arraycopy(jacobian, (from + i) * n, block, i * stride, columns);
                block[i * stride + n] = r[from + i];
            }
            for (int i = begin; i < end; i += 4) {
                for (int j = 0; j < i + 4; j += 4 * L) {
                    tile(1, block, 0, count, i, j);
                }
            }
        }
    }

    @Override
    public boolean factor(double[] a) {
        for (int i = 0; i < n; i++) {
            System.arraycopy(a, i * n, entries, i * stride, i + 1);
        }
        for (int begin = (n - 1) / 4 * 4; begin >= 0; begin -= 4) {
            int end = Math.min(n, begin + 4);
            for (int j = 0; j < end; j += 4 * L) {
                tile(-1, entries, end, n - end, begin, j);
            }
            for (int i = end - 1; i >= begin; i--) {
                if (!(entries[i * stride + i] > 0)) {
                    return false;
                }
                scale(i, 1 / Math.sqrt(entries[i * stride + i]));
                for (int r = begin; r < i; r++) {
                    subtract(r, entries[i * stride + r], i);
                }
            }
        }
        return true;
    }

    /** Multiplies row i by a factor. What lies behind the diagonal is of no use, here and below. */
    private void scale(int i, double factor) {
        DoubleVector f = DoubleVector.broadcast(S, factor);
        for (int j = 0; j <= i; j += L) {
            int at = i * stride + j;
            f.mul(DoubleVector.fromArray(S, entries, at)).intoArray(entries, at);
        }
    }

    /** Subtracts a share of row i from a row before it. */
    private void subtract(int row, double share, int i) {
        DoubleVector f = DoubleVector.broadcast(S, -share);
        for (int j = 0; j <= row; j += L) {
            int at = row * stride + j;
            f.fma(DoubleVector.fromArray(S, entries, i * stride + j), DoubleVector.fromArray(S, entries, at))
                    .intoArray(entries, at);
        }
    }

    /** entries[i + q, j + c] += sign · Σ_r rows[r, i + q]·rows[r, j + c], over {@code count} rows from {@code first} on. */
    private void tile(double sign, double[] rows, int first, int count, int i, int j) {
        int at = i * stride + j;
        DoubleVector s00 = DoubleVector.fromArray(S, entries, at);
        DoubleVector s01 = DoubleVector.fromArray(S, entries, at + L);
        DoubleVector s02 = DoubleVector.fromArray(S, entries, at + 2 * L);
        DoubleVector s03 = DoubleVector.fromArray(S, entries, at + 3 * L);
        DoubleVector s10 = DoubleVector.fromArray(S, entries, at + stride);
        DoubleVector s11 = DoubleVector.fromArray(S, entries, at + stride + L);
        DoubleVector s12 = DoubleVector.fromArray(S, entries, at + stride + 2 * L);
        DoubleVector s13 = DoubleVector.fromArray(S, entries, at + stride + 3 * L);
        DoubleVector s20 = DoubleVector.fromArray(S, entries, at + 2 * stride);
        DoubleVector s21 = DoubleVector.fromArray(S, entries, at + 2 * stride + L);
        DoubleVector s22 = DoubleVector.fromArray(S, entries, at + 2 * stride + 2 * L);
        DoubleVector s23 = DoubleVector.fromArray(S, entries, at + 2 * stride + 3 * L);
        DoubleVector s30 = DoubleVector.fromArray(S, entries, at + 3 * stride);
        DoubleVector s31 = DoubleVector.fromArray(S, entries, at + 3 * stride + L);
        DoubleVector s32 = DoubleVector.fromArray(S, entries, at + 3 * stride + 2 * L);
        DoubleVector s33 = DoubleVector.fromArray(S, entries, at + 3 * stride + 3 * L);
        for (int r = first; r < first + count; r++) {
            int row = r * stride;
            DoubleVector c0 = DoubleVector.fromArray(S, rows, row + j);
            DoubleVector c1 = DoubleVector.fromArray(S, rows, row + j + L);
            DoubleVector c2 = DoubleVector.fromArray(S, rows, row + j + 2 * L);
            DoubleVector c3 = DoubleVector.fromArray(S, rows, row + j + 3 * L);
            DoubleVector b = DoubleVector.broadcast(S, sign * rows[row + i]);
            s00 = b.fma(c0, s00);
            s01 = b.fma(c1, s01);
            s02 = b.fma(c2, s02);
            s03 = b.fma(c3, s03);
            b = DoubleVector.broadcast(S, sign * rows[row + i + 1]);
            s10 = b.fma(c0, s10);
            s11 = b.fma(c1, s11);
            s12 = b.fma(c2, s12);
            s13 = b.fma(c3, s13);
            b = DoubleVector.broadcast(S, sign * rows[row + i + 2]);
            s20 = b.fma(c0, s20);
            s21 = b.fma(c1, s21);
            s22 = b.fma(c2, s22);
            s23 = b.fma(c3, s23);
            b = DoubleVector.broadcast(S, sign * rows[row + i + 3]);
            s30 = b.fma(c0, s30);
            s31 = b.fma(c1, s31);
            s32 = b.fma(c2, s32);
            s33 = b.fma(c3, s33);
        }
        s00.intoArray(entries, at);
        s01.intoArray(entries, at + L);
        s02.intoArray(entries, at + 2 * L);
        s03.intoArray(entries, at + 3 * L);
        s10.intoArray(entries, at + stride);
        s11.intoArray(entries, at + stride + L);
        s12.intoArray(entries, at + stride + 2 * L);
        s13.intoArray(entries, at + stride + 3 * L);
        s20.intoArray(entries, at + 2 * stride);
        s21.intoArray(entries, at + 2 * stride + L);
        s22.intoArray(entries, at + 2 * stride + 2 * L);
        s23.intoArray(entries, at + 2 * stride + 3 * L);
        s30.intoArray(entries, at + 3 * stride);
        s31.intoArray(entries, at + 3 * stride + L);
        s32.intoArray(entries, at + 3 * stride + 2 * L);
        s33.intoArray(entries, at + 3 * stride + 3 * L);
    }
}
