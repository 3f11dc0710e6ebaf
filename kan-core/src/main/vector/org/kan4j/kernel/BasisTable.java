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
 * touch the same rows of coefficients. Of other families a bucket holds the samples with the same first function; a basis without local support
 * has one.
 */
final class BasisTable {
    private static final int L = Tiles.L;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

    private final InputPlan plan;

    /** Number of buckets. */
    final int buckets;

    final WeightedRows values;

    /**
     * The slope, by {@link #slopeRows}. That of a spline is a spline of an order less, whose coefficients are differences of neighbours.
     */
    final WeightedRows slopes;

    /** Whether it is a spline, whose pieces are polynomials. */
    private final boolean spline;

    /** Whether only some columns see this input: values at a NaN are then those at {@link #lo}. */
    private final boolean partial;

    private final double lo;
    private final double[] breakpoints;
    private final double[] origin;
    private final double[] scale;
    private final double[] differenceScale;

    BasisTable(InputPlan plan) {
        this.plan = plan;
        this.spline = plan.family instanceof BSpline;
        this.partial = plan.numeric.length < plan.columns;
        this.lo = toDouble(plan.family.grid().lo());
        int size = plan.family.size();
        int support = plan.support;
        int baseRow = plan.hasBase ? size : -1;
        if (plan.family instanceof BSpline family) {
            Pieces pieces = new Pieces(family);
            buckets = pieces.pieces();
            breakpoints = toDouble(pieces.breakpoints);
            origin = toDouble(pieces.origin);
            scale = toDouble(pieces.scale);
            differenceScale = toDouble(pieces.differenceScale);
            values = new WeightedRows(4, support, baseRow, pieces.first, pieces.whole, toDouble(pieces.values));
            int slopeBase = plan.hasBase ? size + 1 : -1;
            slopes = new WeightedRows(3, support - 1, slopeBase, pieces.slopeFirst, pieces.slopeWhole, toDouble(pieces.slopes));
        } else {
            double[] none = {};
            buckets = size - support + 1;
            int[] first = new int[buckets];
            Arrays.setAll(first, b -> b);
            breakpoints = none;
            origin = none;
            scale = none;
            differenceScale = none;
            values = new WeightedRows(4, support, baseRow, first, new boolean[buckets], new double[0]);
            slopes = new WeightedRows(3, support, baseRow, first, new boolean[buckets], new double[0]);
        }
    }

    /** Number of rows of {@link #slopeRows}. */
    int slopeRowCount() {
        return plan.rows() + (spline ? 1 : 0);
    }

    /**
     * The rows that the slope's weights belong to: scaled differences of a spline's coefficients, other functions' coefficients, base weights.
     *
     * @param c [rows, columns] a tile of the input's coefficients, from {@code c0} on, not modified
     * @param rows [slopeRowCount, columns], overwritten from {@code r0} on
     */
    void slopeRows(double[] c, int c0, int columns, double[] rows, int r0) {
        int size = plan.family.size();
        int base = (plan.rows() - size) * columns;
        if (!spline) {
            System.arraycopy(c, c0, rows, r0, size * columns + base);
            return;
        }
        int last = size * columns;
        for (int m = 0; m <= size; m++) {
            double by = differenceScale[m];
            for (int j = m * columns; j < (m + 1) * columns; j += L) {
                DoubleVector above = m < size ? DoubleVector.fromArray(Tiles.S, c, c0 + j) : DoubleVector.zero(Tiles.S);
                DoubleVector below = m > 0 ? DoubleVector.fromArray(Tiles.S, c, c0 + j - columns) : DoubleVector.zero(Tiles.S);
                above.sub(below).mul(by).intoArray(rows, r0 + j);
            }
        }
        System.arraycopy(c, c0 + last, rows, r0 + last + columns, base);
    }

    /** The samples of one input on a block of rows, bucket by bucket. */
    static final class Order {
        /** [rows] number of the row in its block. */
        final int[] row;

        /** [rows] the samples. */
        final double[] x;

        /** [buckets + 1] where each bucket begins among the samples. */
        final int[] bucket;

        /**
         * Room.
         *
         * @param rows the most rows
         * @param buckets the most buckets
         */
        Order(int rows, int buckets) {
            row = new int[rows];
            x = new double[rows + L];
            bucket = new int[buckets + 2];
        }
    }

    /** What a basis is evaluated with and to. */
    static final class Samples {
        /** [weights][rows] values by row of weights and sample; the rows that fill up are zero. */
        final double[][] values;

        /** [weights][rows] likewise of the slope. */
        final double[][] slopes;

        private final double[] known;
        private final long[] piece;
        private final PointValues point;

        /**
         * Room.
         *
         * @param rows the most rows
         * @param weights the most rows of weights
         * @param slopeWeights the most rows of weights of the slope
         * @param support the most functions at a point
         */
        Samples(int rows, int weights, int slopeWeights, int support) {
            int stride = rows + L;
            values = new double[weights][stride];
            slopes = new double[slopeWeights][stride];
            known = new double[stride];
            piece = new long[stride];
            point = new PointValues(support);
        }
    }

    /**
     * Sorts the samples of a block into buckets. A NaN is on any piece.
     *
     * @param rows number of rows
     * @param unsorted [rows] the samples, by row, and room for L more
     * @param s room
     * @param order receives them in order
     */
    void sort(int rows, double[] unsorted, Samples s, Order order) {
        if (!spline) {
            sortByFirst(rows, unsorted, s, order);
            return;
        }
        // The piece of x is the number of breakpoints ≤ x: all, less one for every negative x − t. How many lie below
        // each breakpoint says where its bucket begins.
        int[] bucket = order.bucket;
        Arrays.fill(unsorted, rows, roundUp(rows), Double.POSITIVE_INFINITY);
        bucket[0] = 0;
        bucket[1] = 0;
        for (int b = 0; b < breakpoints.length; b++) {
            bucket[b + 2] = below(breakpoints[b], rows, unsorted);
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
            order.row[place] = r;
            order.x[place] = unsorted[r];
        }
    }

    /** Counting sort by the number of the first function, of a NaN by that at {@link #lo}. */
    private void sortByFirst(int rows, double[] unsorted, Samples s, Order order) {
        int[] bucket = order.bucket;
        Arrays.fill(bucket, 0, buckets + 2, 0);
        for (int r = 0; r < rows; r++) {
            double x = Double.isNaN(unsorted[r]) ? lo : unsorted[r];
            int first = buckets == 1 ? 0 : s.point.evaluate(plan.family, x, 0);
            s.piece[r] = first;
            bucket[first + 2]++;
        }
        for (int b = 2; b < buckets + 2; b++) {
            bucket[b] += bucket[b - 1];
        }
        for (int r = 0; r < rows; r++) {
            int place = bucket[(int) s.piece[r] + 1]++;
            order.row[place] = r;
            order.x[place] = unsorted[r];
        }
    }

    /**
     * Evaluates the basis at sorted samples.
     *
     * @param derivatives whether slopes are wanted; without them a NaN does not show where only some columns see the input
     * @param s receives values and slopes
     */
    void evaluate(int rows, boolean derivatives, Order order, Samples s) {
        double[] x = order.x;
        if (partial && !derivatives) {
            for (int r = 0; r < rows; r++) {
                s.known[r] = Double.isNaN(x[r]) ? lo : x[r];
            }
            x = s.known;
        }
        if (spline) {
            for (int b = 0; b < buckets; b++) {
                if (order.bucket[b] < order.bucket[b + 1]) {
                    polynomials(b, order.bucket[b], order.bucket[b + 1], derivatives, x, s);
                }
            }
        } else {
            everywhere(rows, derivatives, x, s);
        }
        if (plan.hasBase) {
            activation(plan.activation, x, rows, s.values[values.base], s.slopes[slopes.base], 0, derivatives);
        }
        clear(values, rows, s.values);
        if (derivatives) {
            clear(slopes, rows, s.slopes);
        }
    }

    /** Zeros in the rows of weights that have neither a function nor the base. */
    private void clear(WeightedRows rows, int count, double[][] weights) {
        for (int w = rows.terms; w < rows.weights; w++) {
            if (w != rows.base || !plan.hasBase) {
                Arrays.fill(weights[w], 0, count, 0);
            }
        }
    }

    /** How many of the samples lie below a breakpoint. */
    private static int below(double breakpoint, int rows, double[] samples) {
        LongVector below = LongVector.zero(LONGS);
        DoubleVector t = DoubleVector.broadcast(Tiles.S, breakpoint);
        for (int r = 0; r < rows; r += L) {
            below = below.sub(DoubleVector.fromArray(Tiles.S, samples, r)
                    .sub(t)
                    .reinterpretAsLongs()
                    .lanewise(VectorOperators.ASHR, Double.SIZE - 1));
        }
        return (int) below.reduceLanes(VectorOperators.ADD);
    }

    private static int roundUp(int rows) {
        return (rows + L - 1) / L * L;
    }

    /**
     * Polynomials of one piece by Horner's rule; writes up to L − 1 samples too many, which the next bucket overwrites. Numbers
     * are handed down, not vectors: those would be allocated wherever the JVM does not inline the call.
     */
    private void polynomials(int piece, int from, int to, boolean derivatives, double[] x, Samples s) {
        polynomials(values, piece, from, to, x, s.values);
        if (derivatives) {
            polynomials(slopes, piece, from, to, x, s.slopes);
        }
    }

    private void polynomials(WeightedRows rows, int piece, int from, int to, double[] x, double[][] weights) {
        int powers = plan.support;
        int c = piece * rows.terms * powers;
        if (powers == 4 && rows.terms == 3) {
            cubics(rows.polynomials, c, origin[piece], scale[piece], from, to, x, weights[0], weights[1], weights[2]);
        } else if (powers == 4) {
            quadratics(rows.polynomials, c, origin[piece], scale[piece], from, to, x, weights[0], weights[1]);
        } else {
            for (int j = 0; j < rows.terms; j++) {
                polynomial(rows.polynomials, c + j * powers, piece, from, to, x, weights[j]);
            }
        }
    }

    private void polynomial(double[] coefficients, int c, int piece, int from, int to, double[] x, double[] values) {
        for (int r = from; r < to; r += L) {
            DoubleVector u = DoubleVector.fromArray(Tiles.S, x, r).sub(origin[piece]).mul(scale[piece]);
            DoubleVector value = DoubleVector.broadcast(Tiles.S, coefficients[c + plan.support - 1]);
            for (int d = plan.support - 2; d >= 0; d--) {
                value = value.fma(u, DoubleVector.broadcast(Tiles.S, coefficients[c + d]));
            }
            value.intoArray(values, r);
        }
    }

    /** Three of them, of degree three. */
    private static void cubics(
            double[] p, int c, double shift, double factor, int from, int to, double[] x, double[] v0, double[] v1, double[] v2) {
        DoubleVector p00 = DoubleVector.broadcast(Tiles.S, p[c]);
        DoubleVector p01 = DoubleVector.broadcast(Tiles.S, p[c + 1]);
        DoubleVector p02 = DoubleVector.broadcast(Tiles.S, p[c + 2]);
        DoubleVector p03 = DoubleVector.broadcast(Tiles.S, p[c + 3]);
        DoubleVector p10 = DoubleVector.broadcast(Tiles.S, p[c + 4]);
        DoubleVector p11 = DoubleVector.broadcast(Tiles.S, p[c + 5]);
        DoubleVector p12 = DoubleVector.broadcast(Tiles.S, p[c + 6]);
        DoubleVector p13 = DoubleVector.broadcast(Tiles.S, p[c + 7]);
        DoubleVector p20 = DoubleVector.broadcast(Tiles.S, p[c + 8]);
        DoubleVector p21 = DoubleVector.broadcast(Tiles.S, p[c + 9]);
        DoubleVector p22 = DoubleVector.broadcast(Tiles.S, p[c + 10]);
        DoubleVector p23 = DoubleVector.broadcast(Tiles.S, p[c + 11]);
        for (int r = from; r < to; r += L) {
            DoubleVector u = DoubleVector.fromArray(Tiles.S, x, r).sub(shift).mul(factor);
            p03.fma(u, p02).fma(u, p01).fma(u, p00).intoArray(v0, r);
            p13.fma(u, p12).fma(u, p11).fma(u, p10).intoArray(v1, r);
            p23.fma(u, p22).fma(u, p21).fma(u, p20).intoArray(v2, r);
        }
    }

    /** Two of them, of degree two, whose coefficients are four apart. */
    private static void quadratics(
            double[] p, int c, double shift, double factor, int from, int to, double[] x, double[] v0, double[] v1) {
        DoubleVector p00 = DoubleVector.broadcast(Tiles.S, p[c]);
        DoubleVector p01 = DoubleVector.broadcast(Tiles.S, p[c + 1]);
        DoubleVector p02 = DoubleVector.broadcast(Tiles.S, p[c + 2]);
        DoubleVector p10 = DoubleVector.broadcast(Tiles.S, p[c + 4]);
        DoubleVector p11 = DoubleVector.broadcast(Tiles.S, p[c + 5]);
        DoubleVector p12 = DoubleVector.broadcast(Tiles.S, p[c + 6]);
        for (int r = from; r < to; r += L) {
            DoubleVector u = DoubleVector.fromArray(Tiles.S, x, r).sub(shift).mul(factor);
            p02.fma(u, p01).fma(u, p00).intoArray(v0, r);
            p12.fma(u, p11).fma(u, p10).intoArray(v1, r);
        }
    }

    /** All functions at every sample. */
    private void everywhere(int rows, boolean derivatives, double[] x, Samples s) {
        for (int r = 0; r < rows; r++) {
            s.point.evaluate(plan.family, x[r], derivatives ? 1 : 0);
            for (int j = 0; j < plan.support; j++) {
                s.values[j][r] = toDouble(s.point.basis[j]);
                s.slopes[j][r] = derivatives ? toDouble(s.point.basis[plan.support + j]) : 0;
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
