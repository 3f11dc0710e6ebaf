package org.kan4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of rows of coefficients with a bucket of samples, on a tile of four or two vectors of columns ({@link WeightedRows}). Whatever is
 * reused over the samples (coefficients, or sums for their gradient) stays in registers. Common arguments: {@code a0} where the tile of c_0
 * begins in {@code p}; {@code a1 …} where those of the other rows begin; r_j is row j less c_0, or the row as it is where it is the last;
 * {@code rows[s]} the row of sample s; {@code t} where the tile's first row begins in z or dz, whose rows follow each other there;
 * {@code wj[s]} the weight of row j at sample s; samples {@code from ≤ s < to}.
 *
 * <p>A sum takes no multiplication of c_0, and the additions have units of their own on some processors.
 *
 * <p>Time these loops when vectors of another length come to be used beside these: when that was tried, they took ten times as long.
 * The reason was not established; it may be that the compiler knows the class of vectors that a loop carries only while one is loaded.
 */
final class Tiles {
    static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    static final int L = S.length();

    /** The upper half of the lanes, of every half of them, and so on, and the exchange of the halves. */
    private static final VectorMask<Double> HIGH1 = high(L / 2);

    private static final VectorMask<Double> HIGH2 = high(L / 4);
    private static final VectorMask<Double> HIGH3 = high(L / 8);
    private static final VectorMask<Double> HIGH4 = high(L / 16);
    private static final VectorShuffle<Double> SWAP1 = VectorShuffle.fromOp(S, lane -> lane ^ L / 2);
    private static final VectorShuffle<Double> SWAP2 = VectorShuffle.fromOp(S, lane -> lane ^ L / 4);
    private static final VectorShuffle<Double> SWAP3 = VectorShuffle.fromOp(S, lane -> lane ^ L / 8);
    private static final VectorShuffle<Double> SWAP4 = VectorShuffle.fromOp(S, lane -> lane ^ L / 16);

    /** Vectors that {@link #fold} takes together, which stay in the first-level cache. */
    private static final int FOLDED = 8 * L;

    /** Bytes of an array that is likely to lie alone in regions of the G1 collector. */
    private static final int ALONE = 1 << 21;

    /** Where tiles begin in an array of {@link #room}: at the first line of the cache behind the header, if it has a region of its own. */
    static final int FIRST = 48 * Byte.SIZE / Double.SIZE;

    private Tiles() {}

    /**
     * An array for tiles from {@link #FIRST} on. A vector that is stored across two lines of the cache takes twice as long, and where an array lies
     * is known of those alone that are large enough for regions of their own; so the larger of the small ones are made that large.
     */
    static double[] room(int size) {
        int least = ALONE * Byte.SIZE / Double.SIZE;
        return new double[size < least / 8 ? size + FIRST : Math.max(size + FIRST, least)];
    }

    /** The lanes whose number has the bit {@code half}. */
    private static VectorMask<Double> high(int half) {
        long bits = 0;
        for (int lane = 0; lane < L; lane++) {
            bits |= (lane & half) == 0 ? 0 : 1L << lane;
        }
        return VectorMask.fromLong(S, bits);
    }

    /** to[t + c] = from[f + c], a tile's row. */
    static void copy(double[] from, int f, int width, double[] to, int t) {
        DoubleVector.fromArray(S, from, f).intoArray(to, t);
        DoubleVector.fromArray(S, from, f + L).intoArray(to, t + L);
        if (width == 4 * L) {
            DoubleVector.fromArray(S, from, f + 2 * L).intoArray(to, t + 2 * L);
            DoubleVector.fromArray(S, from, f + 3 * L).intoArray(to, t + 3 * L);
        }
    }

    /** to[t + c] += from[f + c], a tile's row. */
    static void add(double[] from, int f, int width, double[] to, int t) {
        for (int c = 0; c < width; c += 2 * L) {
            DoubleVector s0 = DoubleVector.fromArray(S, from, f + c).add(DoubleVector.fromArray(S, to, t + c));
            DoubleVector s1 = DoubleVector.fromArray(S, from, f + c + L).add(DoubleVector.fromArray(S, to, t + c + L));
            s0.intoArray(to, t + c);
            s1.intoArray(to, t + c + L);
        }
    }

    /** z[t + 4·L·rows[s] + c] += p[a_0 + c] + Σ_j w[j, s]·r_j[c], 4 vectors of columns. */
    static void forward4(
            double[] p, int a0, int a1, int a2, int a3, int a4, int[] rows, double[] w1, double[] w2, double[] w3, double[] w4, int from, int to, double[] z, int t) {
        DoubleVector p00 = DoubleVector.fromArray(S, p, a0);
        DoubleVector p01 = DoubleVector.fromArray(S, p, a0 + L);
        DoubleVector p02 = DoubleVector.fromArray(S, p, a0 + 2 * L);
        DoubleVector p03 = DoubleVector.fromArray(S, p, a0 + 3 * L);
        DoubleVector p10 = DoubleVector.fromArray(S, p, a1).sub(p00);
        DoubleVector p11 = DoubleVector.fromArray(S, p, a1 + L).sub(p01);
        DoubleVector p12 = DoubleVector.fromArray(S, p, a1 + 2 * L).sub(p02);
        DoubleVector p13 = DoubleVector.fromArray(S, p, a1 + 3 * L).sub(p03);
        DoubleVector p20 = DoubleVector.fromArray(S, p, a2).sub(p00);
        DoubleVector p21 = DoubleVector.fromArray(S, p, a2 + L).sub(p01);
        DoubleVector p22 = DoubleVector.fromArray(S, p, a2 + 2 * L).sub(p02);
        DoubleVector p23 = DoubleVector.fromArray(S, p, a2 + 3 * L).sub(p03);
        DoubleVector p30 = DoubleVector.fromArray(S, p, a3).sub(p00);
        DoubleVector p31 = DoubleVector.fromArray(S, p, a3 + L).sub(p01);
        DoubleVector p32 = DoubleVector.fromArray(S, p, a3 + 2 * L).sub(p02);
        DoubleVector p33 = DoubleVector.fromArray(S, p, a3 + 3 * L).sub(p03);
        DoubleVector p40 = DoubleVector.fromArray(S, p, a4);
        DoubleVector p41 = DoubleVector.fromArray(S, p, a4 + L);
        DoubleVector p42 = DoubleVector.fromArray(S, p, a4 + 2 * L);
        DoubleVector p43 = DoubleVector.fromArray(S, p, a4 + 3 * L);
        for (int s = from; s < to; s++) {
            int z0 = t + rows[s] * (4 * L);
            DoubleVector s0 = p00.add(DoubleVector.fromArray(S, z, z0));
            DoubleVector s1 = p01.add(DoubleVector.fromArray(S, z, z0 + L));
            DoubleVector s2 = p02.add(DoubleVector.fromArray(S, z, z0 + 2 * L));
            DoubleVector s3 = p03.add(DoubleVector.fromArray(S, z, z0 + 3 * L));
            DoubleVector b = DoubleVector.broadcast(S, w1[s]);
            s0 = b.fma(p10, s0);
            s1 = b.fma(p11, s1);
            s2 = b.fma(p12, s2);
            s3 = b.fma(p13, s3);
            b = DoubleVector.broadcast(S, w2[s]);
            s0 = b.fma(p20, s0);
            s1 = b.fma(p21, s1);
            s2 = b.fma(p22, s2);
            s3 = b.fma(p23, s3);
            b = DoubleVector.broadcast(S, w3[s]);
            s0 = b.fma(p30, s0);
            s1 = b.fma(p31, s1);
            s2 = b.fma(p32, s2);
            s3 = b.fma(p33, s3);
            b = DoubleVector.broadcast(S, w4[s]);
            s0 = b.fma(p40, s0);
            s1 = b.fma(p41, s1);
            s2 = b.fma(p42, s2);
            s3 = b.fma(p43, s3);
            s0.intoArray(z, z0);
            s1.intoArray(z, z0 + L);
            s2.intoArray(z, z0 + 2 * L);
            s3.intoArray(z, z0 + 3 * L);
        }
    }

    /**
     * The gradient of {@link #forward4} by the rows: dp[a_j + c] += Σ_s w[j, s]·dz[t + 4·L·rows[s] + c], and dp[a_0 + c] += Σ_s dz[…] less the first
     * three of these. Sums begin at zero, so that they do not wait for those of the bucket before, most of whose rows are the same.
     */
    static void weights4(
            double[] dp, int a0, int a1, int a2, int a3, int a4, int[] rows, double[] w1, double[] w2, double[] w3, double[] w4, int from, int to, double[] dz, int t) {
        DoubleVector p00 = DoubleVector.zero(S);
        DoubleVector p01 = DoubleVector.zero(S);
        DoubleVector p02 = DoubleVector.zero(S);
        DoubleVector p03 = DoubleVector.zero(S);
        DoubleVector p10 = DoubleVector.zero(S);
        DoubleVector p11 = DoubleVector.zero(S);
        DoubleVector p12 = DoubleVector.zero(S);
        DoubleVector p13 = DoubleVector.zero(S);
        DoubleVector p20 = DoubleVector.zero(S);
        DoubleVector p21 = DoubleVector.zero(S);
        DoubleVector p22 = DoubleVector.zero(S);
        DoubleVector p23 = DoubleVector.zero(S);
        DoubleVector p30 = DoubleVector.zero(S);
        DoubleVector p31 = DoubleVector.zero(S);
        DoubleVector p32 = DoubleVector.zero(S);
        DoubleVector p33 = DoubleVector.zero(S);
        DoubleVector p40 = DoubleVector.zero(S);
        DoubleVector p41 = DoubleVector.zero(S);
        DoubleVector p42 = DoubleVector.zero(S);
        DoubleVector p43 = DoubleVector.zero(S);
        for (int s = from; s < to; s++) {
            int z0 = t + rows[s] * (4 * L);
            DoubleVector s0 = DoubleVector.fromArray(S, dz, z0);
            DoubleVector s1 = DoubleVector.fromArray(S, dz, z0 + L);
            DoubleVector s2 = DoubleVector.fromArray(S, dz, z0 + 2 * L);
            DoubleVector s3 = DoubleVector.fromArray(S, dz, z0 + 3 * L);
            p00 = p00.add(s0);
            p01 = p01.add(s1);
            p02 = p02.add(s2);
            p03 = p03.add(s3);
            DoubleVector b = DoubleVector.broadcast(S, w1[s]);
            p10 = b.fma(s0, p10);
            p11 = b.fma(s1, p11);
            p12 = b.fma(s2, p12);
            p13 = b.fma(s3, p13);
            b = DoubleVector.broadcast(S, w2[s]);
            p20 = b.fma(s0, p20);
            p21 = b.fma(s1, p21);
            p22 = b.fma(s2, p22);
            p23 = b.fma(s3, p23);
            b = DoubleVector.broadcast(S, w3[s]);
            p30 = b.fma(s0, p30);
            p31 = b.fma(s1, p31);
            p32 = b.fma(s2, p32);
            p33 = b.fma(s3, p33);
            b = DoubleVector.broadcast(S, w4[s]);
            p40 = b.fma(s0, p40);
            p41 = b.fma(s1, p41);
            p42 = b.fma(s2, p42);
            p43 = b.fma(s3, p43);
        }
        p40.add(DoubleVector.fromArray(S, dp, a4)).intoArray(dp, a4);
        p41.add(DoubleVector.fromArray(S, dp, a4 + L)).intoArray(dp, a4 + L);
        p42.add(DoubleVector.fromArray(S, dp, a4 + 2 * L)).intoArray(dp, a4 + 2 * L);
        p43.add(DoubleVector.fromArray(S, dp, a4 + 3 * L)).intoArray(dp, a4 + 3 * L);
        p30.add(DoubleVector.fromArray(S, dp, a3)).intoArray(dp, a3);
        p31.add(DoubleVector.fromArray(S, dp, a3 + L)).intoArray(dp, a3 + L);
        p32.add(DoubleVector.fromArray(S, dp, a3 + 2 * L)).intoArray(dp, a3 + 2 * L);
        p33.add(DoubleVector.fromArray(S, dp, a3 + 3 * L)).intoArray(dp, a3 + 3 * L);
        p20.add(DoubleVector.fromArray(S, dp, a2)).intoArray(dp, a2);
        p21.add(DoubleVector.fromArray(S, dp, a2 + L)).intoArray(dp, a2 + L);
        p22.add(DoubleVector.fromArray(S, dp, a2 + 2 * L)).intoArray(dp, a2 + 2 * L);
        p23.add(DoubleVector.fromArray(S, dp, a2 + 3 * L)).intoArray(dp, a2 + 3 * L);
        p10.add(DoubleVector.fromArray(S, dp, a1)).intoArray(dp, a1);
        p11.add(DoubleVector.fromArray(S, dp, a1 + L)).intoArray(dp, a1 + L);
        p12.add(DoubleVector.fromArray(S, dp, a1 + 2 * L)).intoArray(dp, a1 + 2 * L);
        p13.add(DoubleVector.fromArray(S, dp, a1 + 3 * L)).intoArray(dp, a1 + 3 * L);
        p00 = p00.sub(p10.add(p20).add(p30));
        p01 = p01.sub(p11.add(p21).add(p31));
        p02 = p02.sub(p12.add(p22).add(p32));
        p03 = p03.sub(p13.add(p23).add(p33));
        p00.add(DoubleVector.fromArray(S, dp, a0)).intoArray(dp, a0);
        p01.add(DoubleVector.fromArray(S, dp, a0 + L)).intoArray(dp, a0 + L);
        p02.add(DoubleVector.fromArray(S, dp, a0 + 2 * L)).intoArray(dp, a0 + 2 * L);
        p03.add(DoubleVector.fromArray(S, dp, a0 + 3 * L)).intoArray(dp, a0 + 3 * L);
    }

    /** lanes[s·L …] {=, +=} parts of Σ_c dz[t + 4·L·rows[s] + c]·(p[a_0 + c] + Σ_j w[j, s]·r_j[c]), 4 vectors of columns. */
    static void inputs4(
            double[] p, int a0, int a1, int a2, int a3, int[] rows, double[] w1, double[] w2, double[] w3, int from, int to, double[] dz, int t, double[] lanes, boolean add) {
        DoubleVector p00 = DoubleVector.fromArray(S, p, a0);
        DoubleVector p01 = DoubleVector.fromArray(S, p, a0 + L);
        DoubleVector p02 = DoubleVector.fromArray(S, p, a0 + 2 * L);
        DoubleVector p03 = DoubleVector.fromArray(S, p, a0 + 3 * L);
        DoubleVector p10 = DoubleVector.fromArray(S, p, a1).sub(p00);
        DoubleVector p11 = DoubleVector.fromArray(S, p, a1 + L).sub(p01);
        DoubleVector p12 = DoubleVector.fromArray(S, p, a1 + 2 * L).sub(p02);
        DoubleVector p13 = DoubleVector.fromArray(S, p, a1 + 3 * L).sub(p03);
        DoubleVector p20 = DoubleVector.fromArray(S, p, a2).sub(p00);
        DoubleVector p21 = DoubleVector.fromArray(S, p, a2 + L).sub(p01);
        DoubleVector p22 = DoubleVector.fromArray(S, p, a2 + 2 * L).sub(p02);
        DoubleVector p23 = DoubleVector.fromArray(S, p, a2 + 3 * L).sub(p03);
        DoubleVector p30 = DoubleVector.fromArray(S, p, a3);
        DoubleVector p31 = DoubleVector.fromArray(S, p, a3 + L);
        DoubleVector p32 = DoubleVector.fromArray(S, p, a3 + 2 * L);
        DoubleVector p33 = DoubleVector.fromArray(S, p, a3 + 3 * L);
        for (int s = from; s < to; s++) {
            int z0 = t + rows[s] * (4 * L);
            DoubleVector b = DoubleVector.broadcast(S, w1[s]);
            DoubleVector s0 = b.fma(p10, p00);
            DoubleVector s1 = b.fma(p11, p01);
            DoubleVector s2 = b.fma(p12, p02);
            DoubleVector s3 = b.fma(p13, p03);
            b = DoubleVector.broadcast(S, w2[s]);
            s0 = b.fma(p20, s0);
            s1 = b.fma(p21, s1);
            s2 = b.fma(p22, s2);
            s3 = b.fma(p23, s3);
            b = DoubleVector.broadcast(S, w3[s]);
            s0 = b.fma(p30, s0);
            s1 = b.fma(p31, s1);
            s2 = b.fma(p32, s2);
            s3 = b.fma(p33, s3);
            s0 = s0.mul(DoubleVector.fromArray(S, dz, z0));
            s1 = s1.mul(DoubleVector.fromArray(S, dz, z0 + L));
            s0 = s2.fma(DoubleVector.fromArray(S, dz, z0 + 2 * L), s0);
            s1 = s3.fma(DoubleVector.fromArray(S, dz, z0 + 3 * L), s1);
            DoubleVector sum = s0.add(s1);
            if (add) {
                sum = sum.add(DoubleVector.fromArray(S, lanes, s * L));
            }
            sum.intoArray(lanes, s * L);
        }
    }

    /** z[t + 2·L·rows[s] + c] += p[a_0 + c] + Σ_j w[j, s]·r_j[c], 2 vectors of columns. */
    static void forward2(
            double[] p, int a0, int a1, int a2, int a3, int a4, int[] rows, double[] w1, double[] w2, double[] w3, double[] w4, int from, int to, double[] z, int t) {
        DoubleVector p00 = DoubleVector.fromArray(S, p, a0);
        DoubleVector p01 = DoubleVector.fromArray(S, p, a0 + L);
        DoubleVector p10 = DoubleVector.fromArray(S, p, a1).sub(p00);
        DoubleVector p11 = DoubleVector.fromArray(S, p, a1 + L).sub(p01);
        DoubleVector p20 = DoubleVector.fromArray(S, p, a2).sub(p00);
        DoubleVector p21 = DoubleVector.fromArray(S, p, a2 + L).sub(p01);
        DoubleVector p30 = DoubleVector.fromArray(S, p, a3).sub(p00);
        DoubleVector p31 = DoubleVector.fromArray(S, p, a3 + L).sub(p01);
        DoubleVector p40 = DoubleVector.fromArray(S, p, a4);
        DoubleVector p41 = DoubleVector.fromArray(S, p, a4 + L);
        for (int s = from; s < to; s++) {
            int z0 = t + rows[s] * (2 * L);
            DoubleVector s0 = p00.add(DoubleVector.fromArray(S, z, z0));
            DoubleVector s1 = p01.add(DoubleVector.fromArray(S, z, z0 + L));
            DoubleVector b = DoubleVector.broadcast(S, w1[s]);
            s0 = b.fma(p10, s0);
            s1 = b.fma(p11, s1);
            b = DoubleVector.broadcast(S, w2[s]);
            s0 = b.fma(p20, s0);
            s1 = b.fma(p21, s1);
            b = DoubleVector.broadcast(S, w3[s]);
            s0 = b.fma(p30, s0);
            s1 = b.fma(p31, s1);
            b = DoubleVector.broadcast(S, w4[s]);
            s0 = b.fma(p40, s0);
            s1 = b.fma(p41, s1);
            s0.intoArray(z, z0);
            s1.intoArray(z, z0 + L);
        }
    }

    /**
     * The gradient of {@link #forward2} by the rows: dp[a_j + c] += Σ_s w[j, s]·dz[t + 2·L·rows[s] + c], and dp[a_0 + c] += Σ_s dz[…] less the first
     * three of these. Sums begin at zero, so that they do not wait for those of the bucket before, most of whose rows are the same.
     */
    static void weights2(
            double[] dp, int a0, int a1, int a2, int a3, int a4, int[] rows, double[] w1, double[] w2, double[] w3, double[] w4, int from, int to, double[] dz, int t) {
        DoubleVector p00 = DoubleVector.zero(S);
        DoubleVector p01 = DoubleVector.zero(S);
        DoubleVector p10 = DoubleVector.zero(S);
        DoubleVector p11 = DoubleVector.zero(S);
        DoubleVector p20 = DoubleVector.zero(S);
        DoubleVector p21 = DoubleVector.zero(S);
        DoubleVector p30 = DoubleVector.zero(S);
        DoubleVector p31 = DoubleVector.zero(S);
        DoubleVector p40 = DoubleVector.zero(S);
        DoubleVector p41 = DoubleVector.zero(S);
        for (int s = from; s < to; s++) {
            int z0 = t + rows[s] * (2 * L);
            DoubleVector s0 = DoubleVector.fromArray(S, dz, z0);
            DoubleVector s1 = DoubleVector.fromArray(S, dz, z0 + L);
            p00 = p00.add(s0);
            p01 = p01.add(s1);
            DoubleVector b = DoubleVector.broadcast(S, w1[s]);
            p10 = b.fma(s0, p10);
            p11 = b.fma(s1, p11);
            b = DoubleVector.broadcast(S, w2[s]);
            p20 = b.fma(s0, p20);
            p21 = b.fma(s1, p21);
            b = DoubleVector.broadcast(S, w3[s]);
            p30 = b.fma(s0, p30);
            p31 = b.fma(s1, p31);
            b = DoubleVector.broadcast(S, w4[s]);
            p40 = b.fma(s0, p40);
            p41 = b.fma(s1, p41);
        }
        p40.add(DoubleVector.fromArray(S, dp, a4)).intoArray(dp, a4);
        p41.add(DoubleVector.fromArray(S, dp, a4 + L)).intoArray(dp, a4 + L);
        p30.add(DoubleVector.fromArray(S, dp, a3)).intoArray(dp, a3);
        p31.add(DoubleVector.fromArray(S, dp, a3 + L)).intoArray(dp, a3 + L);
        p20.add(DoubleVector.fromArray(S, dp, a2)).intoArray(dp, a2);
        p21.add(DoubleVector.fromArray(S, dp, a2 + L)).intoArray(dp, a2 + L);
        p10.add(DoubleVector.fromArray(S, dp, a1)).intoArray(dp, a1);
        p11.add(DoubleVector.fromArray(S, dp, a1 + L)).intoArray(dp, a1 + L);
        p00 = p00.sub(p10.add(p20).add(p30));
        p01 = p01.sub(p11.add(p21).add(p31));
        p00.add(DoubleVector.fromArray(S, dp, a0)).intoArray(dp, a0);
        p01.add(DoubleVector.fromArray(S, dp, a0 + L)).intoArray(dp, a0 + L);
    }

    /** lanes[s·L …] {=, +=} parts of Σ_c dz[t + 2·L·rows[s] + c]·(p[a_0 + c] + Σ_j w[j, s]·r_j[c]), 2 vectors of columns. */
    static void inputs2(
            double[] p, int a0, int a1, int a2, int a3, int[] rows, double[] w1, double[] w2, double[] w3, int from, int to, double[] dz, int t, double[] lanes, boolean add) {
        DoubleVector p00 = DoubleVector.fromArray(S, p, a0);
        DoubleVector p01 = DoubleVector.fromArray(S, p, a0 + L);
        DoubleVector p10 = DoubleVector.fromArray(S, p, a1).sub(p00);
        DoubleVector p11 = DoubleVector.fromArray(S, p, a1 + L).sub(p01);
        DoubleVector p20 = DoubleVector.fromArray(S, p, a2).sub(p00);
        DoubleVector p21 = DoubleVector.fromArray(S, p, a2 + L).sub(p01);
        DoubleVector p30 = DoubleVector.fromArray(S, p, a3);
        DoubleVector p31 = DoubleVector.fromArray(S, p, a3 + L);
        for (int s = from; s < to; s++) {
            int z0 = t + rows[s] * (2 * L);
            DoubleVector b = DoubleVector.broadcast(S, w1[s]);
            DoubleVector s0 = b.fma(p10, p00);
            DoubleVector s1 = b.fma(p11, p01);
            b = DoubleVector.broadcast(S, w2[s]);
            s0 = b.fma(p20, s0);
            s1 = b.fma(p21, s1);
            b = DoubleVector.broadcast(S, w3[s]);
            s0 = b.fma(p30, s0);
            s1 = b.fma(p31, s1);
            s0 = s0.mul(DoubleVector.fromArray(S, dz, z0));
            s1 = s1.mul(DoubleVector.fromArray(S, dz, z0 + L));
            DoubleVector sum = s0.add(s1);
            if (add) {
                sum = sum.add(DoubleVector.fromArray(S, lanes, s * L));
            }
            sum.intoArray(lanes, s * L);
        }
    }

    /**
     * sums[rows[r]] = Σ_l lanes[r·L + l], where halves are added until one number is left: a fixed order, where that of
     * {@code reduceLanes} may change with the compiler. Two vectors become one at each step, which has half of the lanes of either; two
     * steps are taken at once, in registers.
     *
     * @param lanes [count, filled up to a multiple of L, L], overwritten
     * @param rows [count]
     */
    static void fold(double[] lanes, int count, int[] rows, double[] sums) {
        for (int begin = 0; begin < count; begin += FOLDED) {
            int end = Math.min(count, begin + FOLDED);
            int groups = (end - begin + L - 1) / L;
            if (L > 2) {
                quarter(lanes, begin * L, groups * L / 4, L / 2, HIGH1, SWAP1, HIGH2, SWAP2);
            }
            if (L == 16) {
                quarter(lanes, begin * L, groups, L / 8, HIGH3, SWAP3, HIGH4, SWAP4);
            } else if (L == 8) {
                halve(lanes, begin * L, groups, HIGH3, SWAP3);
            } else if (L == 2) {
                halve(lanes, begin * L, groups, HIGH1, SWAP1);
            }
            for (int r = begin, at = begin * L; r < end; r++, at++) {
                sums[rows[r]] = lanes[at];
            }
        }
    }

    /** Of every 2·half vectors the first half is joined with the second, and the halves of what that gives likewise. */
    private static void quarter(
            double[] lanes,
            int from,
            int vectors,
            int half,
            VectorMask<Double> high,
            VectorShuffle<Double> swap,
            VectorMask<Double> nextHigh,
            VectorShuffle<Double> nextSwap) {
        int next = half / 2;
        for (int v = 0; v < vectors; v++) {
            int u = v + (v & -next);
            int at = from + (u + (u & -half)) * L;
            DoubleVector a = DoubleVector.fromArray(S, lanes, at);
            DoubleVector b = DoubleVector.fromArray(S, lanes, at + half * L);
            DoubleVector c = DoubleVector.fromArray(S, lanes, at + next * L);
            DoubleVector d = DoubleVector.fromArray(S, lanes, at + (half + next) * L);
            a = a.blend(b, high).add(b.blend(a, high).rearrange(swap));
            c = c.blend(d, high).add(d.blend(c, high).rearrange(swap));
            a = a.blend(c, nextHigh).add(c.blend(a, nextHigh).rearrange(nextSwap));
            a.intoArray(lanes, from + v * L);
        }
    }

    /** Every vector is joined with its neighbour. */
    private static void halve(double[] lanes, int from, int vectors, VectorMask<Double> high, VectorShuffle<Double> swap) {
        for (int v = 0; v < vectors; v++) {
            DoubleVector a = DoubleVector.fromArray(S, lanes, from + 2 * v * L);
            DoubleVector b = DoubleVector.fromArray(S, lanes, from + (2 * v + 1) * L);
            a.blend(b, high).add(b.blend(a, high).rearrange(swap)).intoArray(lanes, from + v * L);
        }
    }
}
