package org.kan4j.kernel;

import static org.kan4j.kernel.Rounding.toDouble;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.kan4j.basis.BSpline;
import org.kan4j.layer.BaseActivation;

/**
 * Basis values of one input, for samples sorted into buckets: those of one bucket are on the same piece of a spline and so
 * touch the same rows of coefficients. A basis without local support has one bucket.
 */
final class BasisTable {
    private static final int L = Tiles.L;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

    private final InputPlan plan;
    private final int support;

    /** Rows of weights that belong to a bucket: its functions, the base, and zeros up to a multiple of five. */
    final int weights;

    /** Number of buckets. */
    final int buckets;

    /**
     * [buckets, weights] where the coefficients of a bucket's row of weights begin, from the start of the input's; for a row that
     * fills up, those of the first of its five.
     */
    final int[] offsets;

    private final boolean local;

    /** Whether only some columns see this input: values at a NaN are then those at {@link #lo}. */
    private final boolean partial;

    private final double lo;
    private final double[] breakpoints;
    private final double[] origin;
    private final double[] scale;
    private final double[] coefficients;

    BasisTable(InputPlan plan, int columns) {
        this.plan = plan;
        this.support = plan.support;
        int rows = support + (plan.hasBase ? 1 : 0);
        this.weights = (rows + 4) / 5 * 5;
        this.local = plan.family instanceof BSpline;
        this.partial = plan.numeric.length < plan.columns;
        this.lo = toDouble(plan.family.grid().lo());
        int[] first;
        if (plan.family instanceof BSpline spline) {
            Pieces pieces = new Pieces(spline);
            buckets = pieces.pieces();
            first = pieces.first;
            breakpoints = toDouble(pieces.breakpoints);
            origin = toDouble(pieces.origin);
            scale = toDouble(pieces.scale);
            coefficients = toDouble(pieces.values);
        } else {
            buckets = 1;
            first = new int[1];
            double[] none = {};
            breakpoints = none;
            origin = none;
            scale = none;
            coefficients = none;
        }
        offsets = new int[buckets * weights];
        for (int b = 0; b < buckets; b++) {
            for (int w = 0; w < weights; w++) {
                int j = w < rows ? w : w / 5 * 5;
                offsets[b * weights + w] = (j < support ? first[b] + j : plan.family.size()) * columns;
            }
        }
    }

    /** What the samples of one input on a block of rows need. */
    static final class Samples {
        /** [rows] number of the row in its block, bucket by bucket. */
        final int[] row;

        /** [buckets + 1] where each bucket begins among the samples. */
        final int[] bucket;

        /** [weights][rows] values, and derivatives, by row of weights and sample; the rows that fill up are zero. */
        final double[][] values;

        final double[][] slopes;

        /** [rows] the samples. */
        final double[] x;

        private final double[] unsorted;
        private final long[] piece;
        private final long[] counts = new long[L];
        private final PointValues point;

        /**
         * Room.
         *
         * @param rows the most rows
         * @param buckets the most buckets
         * @param weights the most rows of weights
         * @param support the most functions at a point
         */
        Samples(int rows, int buckets, int weights, int support) {
            int stride = rows + L;
            row = new int[rows];
            bucket = new int[buckets + 2];
            values = new double[weights][stride];
            slopes = new double[weights][stride];
            x = new double[stride];
            unsorted = new double[stride];
            piece = new long[stride];
            point = new PointValues(support);
        }
    }

    /**
     * Sorts the samples of a block into buckets. A NaN is on any piece.
     *
     * @param x [rows, in] from {@code x0} on: this input's value in the first row; the next row's is {@code in} further
     * @param rows number of rows
     * @param s receives the order
     */
    void sort(double[] x, int x0, int in, int rows, Samples s) {
        double[] unsorted = s.unsorted;
        for (int r = 0, at = x0; r < rows; r++, at += in) {
            unsorted[r] = x[at];
        }
        if (!local) {
            s.bucket[0] = 0;
            s.bucket[1] = rows;
            for (int r = 0; r < rows; r++) {
                s.row[r] = r;
                s.x[r] = unsorted[r];
            }
            return;
        }
        // The piece of x is the number of breakpoints ≤ x: all, less one for every negative x − t. How many lie below
        // each breakpoint says where its bucket begins.
        int[] bucket = s.bucket;
        Arrays.fill(unsorted, rows, roundUp(rows), Double.POSITIVE_INFINITY);
        bucket[0] = 0;
        bucket[1] = 0;
        for (int b = 0; b < breakpoints.length; b++) {
            bucket[b + 2] = below(breakpoints[b], rows, unsorted, s.counts);
        }
        for (int r = 0; r < rows; r += L) {
            DoubleVector v = DoubleVector.fromArray(Tiles.S, unsorted, r);
            LongVector sum = LongVector.broadcast(LONGS, breakpoints.length);
            for (int b = 0; b < breakpoints.length; b++) {
                sum = sum.add(
                        v.sub(breakpoints[b]).reinterpretAsLongs().lanewise(VectorOperators.ASHR, Double.SIZE - 1));
            }
            sum.intoArray(s.piece, r);
        }
        bucket[buckets + 1] = rows;
        // bucket[b + 1] is where bucket b begins; after the samples are placed, where bucket b + 1 begins.
        long[] piece = s.piece;
        for (int r = 0; r < rows; r++) {
            int place = bucket[(int) piece[r] + 1]++;
            s.row[place] = r;
            s.x[place] = unsorted[r];
        }
    }

    /**
     * Evaluates the basis at sorted samples.
     *
     * @param derivatives whether slopes are wanted; without them a NaN does not show where only some columns see the input
     * @param s has the order, receives values and slopes
     */
    void evaluate(int rows, boolean derivatives, Samples s) {
        for (int r = 0; r < rows && partial && !derivatives; r++) {
            s.x[r] = Double.isNaN(s.x[r]) ? lo : s.x[r];
        }
        if (local) {
            for (int b = 0; b < buckets; b++) {
                if (s.bucket[b] < s.bucket[b + 1]) {
                    polynomials(b, s.bucket[b], s.bucket[b + 1], derivatives, s);
                }
            }
        } else {
            everywhere(rows, derivatives, s);
        }
        if (plan.hasBase) {
            activation(plan.activation, s.x, rows, s.values[support], s.slopes[support], 0, derivatives);
        }
        for (int w = support + (plan.hasBase ? 1 : 0); w < weights; w++) {
            Arrays.fill(s.values[w], 0, rows, 0);
            Arrays.fill(s.slopes[w], 0, rows, 0);
        }
    }

    /** How many of the samples lie below a breakpoint. */
    private static int below(double breakpoint, int rows, double[] samples, long[] counts) {
        LongVector below = LongVector.zero(LONGS);
        DoubleVector t = DoubleVector.broadcast(Tiles.S, breakpoint);
        for (int r = 0; r < rows; r += L) {
            below = below.sub(DoubleVector.fromArray(Tiles.S, samples, r)
                    .sub(t)
                    .reinterpretAsLongs()
                    .lanewise(VectorOperators.ASHR, Double.SIZE - 1));
        }
        below.intoArray(counts, 0);
        long count = 0;
        for (int l = 0; l < L; l++) {
            count += counts[l];
        }
        return (int) count;
    }

    private static int roundUp(int rows) {
        return (rows + L - 1) / L * L;
    }

    /**
     * Polynomials of one piece by Horner's rule; writes up to L − 1 samples too many, which the next bucket overwrites. Numbers
     * are handed down, not vectors: those would be allocated wherever the JVM does not inline the call.
     */
    private void polynomials(int piece, int from, int to, boolean derivatives, Samples s) {
        for (int j = 0; j < support; j++) {
            int c = (piece * support + j) * support;
            if (support != 4) {
                polynomial(c, origin[piece], scale[piece], from, to, derivatives, s.x, s.values[j], s.slopes[j]);
            } else if (derivatives) {
                cubicWithSlope(c, origin[piece], scale[piece], from, to, s.x, s.values[j], s.slopes[j]);
            } else {
                cubic(c, origin[piece], scale[piece], from, to, s.x, s.values[j]);
            }
        }
    }

    private void cubic(int c, double shift, double factor, int from, int to, double[] x, double[] values) {
        DoubleVector c0 = DoubleVector.broadcast(Tiles.S, coefficients[c]);
        DoubleVector c1 = DoubleVector.broadcast(Tiles.S, coefficients[c + 1]);
        DoubleVector c2 = DoubleVector.broadcast(Tiles.S, coefficients[c + 2]);
        DoubleVector c3 = DoubleVector.broadcast(Tiles.S, coefficients[c + 3]);
        for (int r = from; r < to; r += L) {
            DoubleVector u = DoubleVector.fromArray(Tiles.S, x, r).sub(shift).mul(factor);
            c3.fma(u, c2).fma(u, c1).fma(u, c0).intoArray(values, r);
        }
    }

    private void cubicWithSlope(
            int c,
            double shift,
            double factor,
            int from,
            int to,
            double[] x,
            double[] values,
            double[] slopes) {
        DoubleVector c0 = DoubleVector.broadcast(Tiles.S, coefficients[c]);
        DoubleVector c1 = DoubleVector.broadcast(Tiles.S, coefficients[c + 1]);
        DoubleVector c2 = DoubleVector.broadcast(Tiles.S, coefficients[c + 2]);
        DoubleVector c3 = DoubleVector.broadcast(Tiles.S, coefficients[c + 3]);
        DoubleVector d1 = c2.add(c2);
        DoubleVector d2 = c3.mul(3);
        for (int r = from; r < to; r += L) {
            DoubleVector u = DoubleVector.fromArray(Tiles.S, x, r).sub(shift).mul(factor);
            c3.fma(u, c2).fma(u, c1).fma(u, c0).intoArray(values, r);
            d2.fma(u, d1).fma(u, c1).mul(factor).intoArray(slopes, r);
        }
    }

    private void polynomial(
            int c,
            double shift,
            double factor,
            int from,
            int to,
            boolean derivatives,
            double[] x,
            double[] values,
            double[] slopes) {
        for (int r = from; r < to; r += L) {
            DoubleVector u = DoubleVector.fromArray(Tiles.S, x, r).sub(shift).mul(factor);
            DoubleVector value = DoubleVector.broadcast(Tiles.S, coefficients[c + support - 1]);
            DoubleVector slope = DoubleVector.zero(Tiles.S);
            for (int d = support - 2; d >= 0; d--) {
                slope = slope.fma(u, value);
                value = value.fma(u, DoubleVector.broadcast(Tiles.S, coefficients[c + d]));
            }
            value.intoArray(values, r);
            if (derivatives) {
                slope.mul(factor).intoArray(slopes, r);
            }
        }
    }

    /** All functions at every sample. */
    private void everywhere(int rows, boolean derivatives, Samples s) {
        for (int r = 0; r < rows; r++) {
            s.point.evaluate(plan.family, s.x[r], derivatives ? 1 : 0);
            for (int j = 0; j < support; j++) {
                s.values[j][r] = toDouble(s.point.basis[j]);
                s.slopes[j][r] = derivatives ? toDouble(s.point.basis[support + j]) : 0;
            }
        }
    }

    /**
     * The base activation.
     *
     * @param x [rows] and up to L − 1 more, not modified
     * @param values receives b(x) from {@code at} on, for up to L − 1 rows too many
     * @param slopes receives b′(x) likewise, where wanted
     */
    static void activation(
            BaseActivation activation,
            double[] x,
            int rows,
            double[] values,
            double[] slopes,
            int at,
            boolean derivatives) {
        if (activation == BaseActivation.IDENTITY) {
            System.arraycopy(x, 0, values, at, rows);
            if (derivatives) {
                Arrays.fill(slopes, at, at + rows, 1);
            }
            return;
        }
        for (int r = 0; r < rows; r += L) {
            DoubleVector.fromArray(Tiles.S, x, r).neg().intoArray(values, at + r);
        }
        VectorMath.exp(values, at, at + rows);
        DoubleVector one = DoubleVector.broadcast(Tiles.S, 1);
        for (int r = 0; r < rows; r += L) {
            DoubleVector v = DoubleVector.fromArray(Tiles.S, x, r);
            DoubleVector sigmoid = one.div(DoubleVector.fromArray(Tiles.S, values, at + r).add(1));
            DoubleVector value = v.mul(sigmoid);
            value.intoArray(values, at + r);
            if (derivatives) {
                value.fma(one.sub(sigmoid), sigmoid).intoArray(slopes, at + r);
            }
        }
    }
}
