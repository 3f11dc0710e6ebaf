package org.kan4j.kernel;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * JᵀJ in tiles of four rows and four vectors of columns that stay in registers over a block of rows of J. The residuals are one
 * more column of J. A network's Jacobian is about half zeros; looking for them costs more than the multiplications.
 */
final class VectorGram implements Gram {
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final int BLOCK = 64;

    private final int n;

    /** Unknowns and residual, filled up to whole tiles. */
    private final int padded;

    /** [BLOCK, padded] */
    private final double[] block;

    /** [padded, padded] */
    private final double[] sums;

    VectorGram(int n) {
        this.n = n;
        this.padded = (n + 1 + 4 * L - 1) / (4 * L) * 4 * L;
        this.block = new double[BLOCK * padded];
        this.sums = new double[padded * padded];
    }

    @Override
    public void form(double[] jacobian, double[] r, int rows, double[] jtj, double[] jtr) {
        Arrays.fill(sums, 0);
        for (int from = 0; from < rows; from += BLOCK) {
            int count = Math.min(BLOCK, rows - from);
            for (int i = 0; i < count; i++) {
                System.arraycopy(jacobian, (from + i) * n, block, i * padded, n);
                block[i * padded + n] = r[from + i];
            }
            for (int i = 0; i <= n; i += 4) {
                for (int j = 0; j < i + 4; j += 4 * L) {
                    tile(count, i, j);
                }
            }
        }
        for (int i = 0; i < n; i++) {
            System.arraycopy(sums, i * padded, jtj, i * n, i + 1);
            jtr[i] = sums[n * padded + i];
        }
    }

    /** sums[i + q, j + c] += Σ_r block[r, i + q]·block[r, j + c]. */
    private void tile(int count, int i, int j) {
        int at = i * padded + j;
        DoubleVector s00 = DoubleVector.fromArray(S, sums, at);
        DoubleVector s01 = DoubleVector.fromArray(S, sums, at + L);
        DoubleVector s02 = DoubleVector.fromArray(S, sums, at + 2 * L);
        DoubleVector s03 = DoubleVector.fromArray(S, sums, at + 3 * L);
        DoubleVector s10 = DoubleVector.fromArray(S, sums, at + padded);
        DoubleVector s11 = DoubleVector.fromArray(S, sums, at + padded + L);
        DoubleVector s12 = DoubleVector.fromArray(S, sums, at + padded + 2 * L);
        DoubleVector s13 = DoubleVector.fromArray(S, sums, at + padded + 3 * L);
        DoubleVector s20 = DoubleVector.fromArray(S, sums, at + 2 * padded);
        DoubleVector s21 = DoubleVector.fromArray(S, sums, at + 2 * padded + L);
        DoubleVector s22 = DoubleVector.fromArray(S, sums, at + 2 * padded + 2 * L);
        DoubleVector s23 = DoubleVector.fromArray(S, sums, at + 2 * padded + 3 * L);
        DoubleVector s30 = DoubleVector.fromArray(S, sums, at + 3 * padded);
        DoubleVector s31 = DoubleVector.fromArray(S, sums, at + 3 * padded + L);
        DoubleVector s32 = DoubleVector.fromArray(S, sums, at + 3 * padded + 2 * L);
        DoubleVector s33 = DoubleVector.fromArray(S, sums, at + 3 * padded + 3 * L);
        for (int r = 0; r < count; r++) {
            int row = r * padded;
            DoubleVector c0 = DoubleVector.fromArray(S, block, row + j);
            DoubleVector c1 = DoubleVector.fromArray(S, block, row + j + L);
            DoubleVector c2 = DoubleVector.fromArray(S, block, row + j + 2 * L);
            DoubleVector c3 = DoubleVector.fromArray(S, block, row + j + 3 * L);
            DoubleVector b = DoubleVector.broadcast(S, block[row + i]);
            s00 = b.fma(c0, s00);
            s01 = b.fma(c1, s01);
            s02 = b.fma(c2, s02);
            s03 = b.fma(c3, s03);
            b = DoubleVector.broadcast(S, block[row + i + 1]);
            s10 = b.fma(c0, s10);
            s11 = b.fma(c1, s11);
            s12 = b.fma(c2, s12);
            s13 = b.fma(c3, s13);
            b = DoubleVector.broadcast(S, block[row + i + 2]);
            s20 = b.fma(c0, s20);
            s21 = b.fma(c1, s21);
            s22 = b.fma(c2, s22);
            s23 = b.fma(c3, s23);
            b = DoubleVector.broadcast(S, block[row + i + 3]);
            s30 = b.fma(c0, s30);
            s31 = b.fma(c1, s31);
            s32 = b.fma(c2, s32);
            s33 = b.fma(c3, s33);
        }
        s00.intoArray(sums, at);
        s01.intoArray(sums, at + L);
        s02.intoArray(sums, at + 2 * L);
        s03.intoArray(sums, at + 3 * L);
        s10.intoArray(sums, at + padded);
        s11.intoArray(sums, at + padded + L);
        s12.intoArray(sums, at + padded + 2 * L);
        s13.intoArray(sums, at + padded + 3 * L);
        s20.intoArray(sums, at + 2 * padded);
        s21.intoArray(sums, at + 2 * padded + L);
        s22.intoArray(sums, at + 2 * padded + 2 * L);
        s23.intoArray(sums, at + 2 * padded + 3 * L);
        s30.intoArray(sums, at + 3 * padded);
        s31.intoArray(sums, at + 3 * padded + L);
        s32.intoArray(sums, at + 3 * padded + 2 * L);
        s33.intoArray(sums, at + 3 * padded + 3 * L);
    }
}
