package org.kan4j.kernel;

import static org.kan4j.kernel.Rounding.toDouble;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/**
 * All basis functions of one input, those that are zero too, and its base activation, at a block of rows: nothing depends on
 * where a row lies, so vectors run over the rows. Splines by the recursion of Cox and de Boor, others by {@link GlobalBasis}.
 */
final class DenseBasis {
    /** Rows in a block, a multiple of four vectors; the distance of functions in the result. */
    static final int BLOCK = 128;

    private static final VectorSpecies<Double> S = Tiles.S;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final int L = Tiles.L;

    private final InputPlan plan;
    private final int size;

    /** Whether the recursion here serves: a spline that continues its outermost values or tangents. */
    private final boolean fast;

    /** Whether it is a basis without local support, which {@link GlobalBasis} evaluates. */
    private final boolean global;

    /** Whether values and slopes at the nearest point of the grid say what is outside. */
    private final boolean extrapolates;

    private final GlobalBasis globalBasis;

    private final boolean linear;
    private final int order;
    private final int intervals;
    private final double lo;
    private final double hi;

    /** Knots 1 − order … intervals − 1. */
    private final double[] knots;

    /** [order + 1, functions]: 1/(t_{s+q} − t_s) at q and s + order. */
    private final double[] reciprocals;

    /**
     * For cubic splines, [5, intervals + 3]: step s of the sweep has the ends of interval s, which reach to infinity outside, knot
     * s, and 1/(t_{j+q} − t_j) for j = s + 1 − q, q = 1, 2, 3; zero where there is no such function.
     */
    private final double[] steps;

    /** Knots −1 and −2. */
    private final double before;

    private final double beforeThat;

    /** Room for one thread's evaluations. */
    static final class Room {
        final double[] xs = new double[BLOCK];
        final double[] beyond = new double[BLOCK];
        final double[] distances;
        final PointValues point;

        Room(DenseBasis[] bases) {
            int most = 0;
            int support = 1;
            for (DenseBasis basis : bases) {
                most = Math.max(most, basis.knots.length);
                support = Math.max(support, basis.plan.support);
            }
            distances = new double[most * BLOCK];
            point = new PointValues(support);
        }
    }

    DenseBasis(InputPlan plan) {
        this.plan = plan;
        Basis basis = plan.family;
        this.size = basis.size();
        fast = basis instanceof BSpline spline && spline.extrapolation() != Extrapolation.ZERO;
        global = !(basis instanceof BSpline);
        extrapolates = fast || basis instanceof Chebyshev;
        globalBasis = new GlobalBasis(basis);
        Grid grid = basis.grid();
        order = basis instanceof BSpline spline ? spline.order() : 0;
        linear = basis instanceof BSpline spline && spline.extrapolation() == Extrapolation.LINEAR
                || basis instanceof Chebyshev chebyshev && chebyshev.extrapolation() == Extrapolation.LINEAR;
        intervals = grid.intervals();
        lo = toDouble(grid.lo());
        hi = toDouble(grid.hi());
        knots = new double[fast ? intervals + order - 1 : 0];
        for (int j = 0; j < knots.length; j++) {
            knots[j] = toDouble(grid.knot(j + 1 - order));
        }
        int functions = intervals + order;
        reciprocals = new double[fast ? (order + 1) * functions : 0];
        for (int q = 1; q <= order && fast; q++) {
            for (int s = 1 - q; s < intervals; s++) {
                reciprocals[q * functions + s + order] = toDouble(1 / (grid.knot(s + q) - grid.knot(s)));
            }
        }
        before = toDouble(grid.knot(-1));
        beforeThat = toDouble(grid.knot(-2));
        int count = intervals + 3;
        steps = new double[fast && order == 3 ? 5 * count : 0];
        for (int s = 0; s < count && steps.length > 0; s++) {
            steps[s] = s < intervals - 1 ? toDouble(grid.knot(s + 1)) : Double.POSITIVE_INFINITY;
            steps[count + s] = toDouble(grid.knot(s));
            for (int q = 1; q <= 3; q++) {
                int j = s + 1 - q;
                steps[(1 + q) * count + s] =
                        j < intervals ? toDouble(1 / (grid.knot(j + q) - grid.knot(j))) : 0;
            }
        }
    }

    /** Rows are filled up to whole steps of four vectors. */
    static int roundUp(int n) {
        return Math.min(BLOCK, (n + 4 * L - 1) / (4 * L) * (4 * L));
    }

    /**
     * Evaluates.
     *
     * @param x this input's value in the first row at {@code at}; the next row's is {@code step} further
     * @param n number of rows, at most {@link #BLOCK}
     * @param end n filled up to whole vectors
     * @param derivatives whether slopes are wanted. Without them a NaN does not show where only some columns see the input,
     *     since zero times NaN must not reach the others.
     * @param values [functions and base, BLOCK] from {@code v0} on, overwritten
     * @param slopes likewise
     */
    void evaluate(
            double[] x,
            int at,
            int step,
            int n,
            int end,
            boolean derivatives,
            double[] values,
            double[] slopes,
            int v0,
            Room room) {
        double[] xs = room.xs;
        for (int r = 0, from = at; r < n; r++, from += step) {
            xs[r] = x[from];
        }
        // What fills up the last vectors lies inside the grid.
        Arrays.fill(xs, n, end, lo);
        for (int r = 0; r < n && !derivatives && plan.numeric.length < plan.columns; r++) {
            xs[r] = Double.isNaN(xs[r]) ? lo : xs[r];
        }
        if (plan.hasBase) {
            BasisTable.activation(plan.activation, xs, end, values, slopes, v0 + size * BLOCK, derivatives);
        }
        if (!global && !fast) {
            everywhere(n, derivatives, values, slopes, v0, room);
            return;
        }
        boolean outside = false;
        for (int r = 0; r < n && extrapolates; r++) {
            outside |= xs[r] < lo || xs[r] > hi;
        }
        if (!outside) {
            inside(end, derivatives, values, slopes, v0, room);
            return;
        }
        // Evaluated is the nearest point of the grid; values and slopes there say what is further out.
        double[] beyond = room.beyond;
        for (int r = 0; r < n; r++) {
            double inside = Math.min(Math.max(xs[r], lo), hi);
            beyond[r] = xs[r] - inside;
            xs[r] = inside;
        }
        inside(end, true, values, slopes, v0, room);
        for (int r = 0; r < n; r++) {
            double distance = beyond[r];
            for (int m = 0; distance != 0 && m < size; m++) {
                int place = v0 + m * BLOCK + r;
                if (!linear) {
                    // Zero, or NaN where x is.
                    slopes[place] *= 0;
                }
                values[place] += distance * slopes[place];
            }
        }
    }

    /** Splines that end with their functions' support. */
    private void everywhere(int n, boolean derivatives, double[] values, double[] slopes, int v0, Room room) {
        Arrays.fill(values, v0, v0 + size * BLOCK, 0);
        Arrays.fill(slopes, v0, v0 + size * BLOCK, 0);
        PointValues point = room.point;
        for (int r = 0; r < n; r++) {
            int first = point.evaluate(plan.family, room.xs[r], derivatives ? 1 : 0);
            for (int j = 0; j < plan.support; j++) {
                int at = v0 + (first + j) * BLOCK + r;
                values[at] = toDouble(point.basis[j]);
                if (derivatives) {
                    slopes[at] = toDouble(point.basis[plan.support + j]);
                }
            }
        }
    }

    private void inside(int end, boolean derivatives, double[] values, double[] slopes, int v0, Room room) {
        if (global) {
            globalBasis.evaluate(room.xs, end, derivatives, values, slopes, v0);
        } else {
            recursion(end, derivatives, values, slopes, v0, room);
        }
    }

    /** The recursion of Cox and de Boor for all functions at once. */
    private void recursion(int end, boolean derivatives, double[] values, double[] slopes, int v0, Room room) {
        if (order == 3) {
            for (int r = 0; r < end; r += L) {
                if (derivatives) {
                    cubicWithSlope(room.xs, r, values, slopes, v0 + r);
                } else {
                    cubic(room.xs, r, values, v0 + r);
                }
            }
            return;
        }
        int k = order;
        int g = intervals;
        int functions = g + k;
        double[] xs = room.xs;
        double[] distances = room.distances;
        for (int j = 0; j < knots.length; j++) {
            DoubleVector t = DoubleVector.broadcast(S, knots[j]);
            for (int r = 0; r < end; r += L) {
                DoubleVector.fromArray(S, xs, r).sub(t).intoArray(distances, j * BLOCK + r);
            }
        }
        indicators(end, values, v0, distances);
        for (int q = 1; q <= k; q++) {
            if (q == k && derivatives) {
                differences(end, xs, values, slopes, v0);
            }
            // N_s = w_s·N_s + (1 − w_{s+1})·N_{s+1}, w_s = (x − t_s)/(t_{s+q} − t_s); N of the outermost are zero.
            for (int s = -q; s < g; s++) {
                int at = v0 + (s + k) * BLOCK;
                boolean hasLeft = s > -q;
                boolean hasRight = s < g - 1;
                double left = hasLeft ? reciprocals[q * functions + s + k] : 0;
                double right = hasRight ? reciprocals[q * functions + s + 1 + k] : 0;
                int d = (s + k - 1) * BLOCK;
                if (hasLeft && hasRight) {
                    for (int r = 0; r < end; r += L) {
                        DoubleVector n = DoubleVector.fromArray(S, values, at + r);
                        DoubleVector next = DoubleVector.fromArray(S, values, at + BLOCK + r);
                        DoubleVector wn = DoubleVector.fromArray(S, distances, d + r).mul(left);
                        DoubleVector wNext = DoubleVector.fromArray(S, distances, d + BLOCK + r).mul(-right);
                        wn.fma(n, wNext.fma(next, next)).intoArray(values, at + r);
                    }
                } else if (hasLeft) {
                    for (int r = 0; r < end; r += L) {
                        DoubleVector n = DoubleVector.fromArray(S, values, at + r);
                        DoubleVector wn = DoubleVector.fromArray(S, distances, d + r).mul(left);
                        wn.mul(n).intoArray(values, at + r);
                    }
                } else if (hasRight) {
                    for (int r = 0; r < end; r += L) {
                        DoubleVector next = DoubleVector.fromArray(S, values, at + BLOCK + r);
                        DoubleVector wNext = DoubleVector.fromArray(S, distances, d + BLOCK + r).mul(-right);
                        wNext.fma(next, next).intoArray(values, at + r);
                    }
                }
            }
        }
    }

    /** Functions of degree 0: one on their interval, the first on all that lies below and the last on all above too. */
    private void indicators(int end, double[] values, int v0, double[] distances) {
        int k = order;
        int g = intervals;
        long one = Double.doubleToRawLongBits(1);
        for (int s = 0; s < g; s++) {
            int at = v0 + (s + k) * BLOCK;
            // Distance rows begin with knot 1 − k.
            int d = (s + k - 1) * BLOCK;
            for (int r = 0; r < end; r += L) {
                LongVector bits = LongVector.broadcast(LONGS, one);
                if (s > 0) {
                    bits = bits.lanewise(VectorOperators.AND_NOT, negative(distances, d + r));
                }
                if (s < g - 1) {
                    bits = bits.and(negative(distances, d + BLOCK + r));
                }
                bits.reinterpretAsDoubles().intoArray(values, at + r);
            }
        }
    }

    /** All bits set where a distance is negative. */
    private static LongVector negative(double[] distances, int at) {
        return DoubleVector.fromArray(S, distances, at)
                .reinterpretAsLongs()
                .lanewise(VectorOperators.ASHR, Double.SIZE - 1);
    }

    /** Slopes: order·(N_s/(t_{s+k} − t_s) − N_{s+1}/(t_{s+k+1} − t_{s+1})) of the functions of degree order − 1. */
    private void differences(int end, double[] xs, double[] values, double[] slopes, int v0) {
        int k = order;
        int g = intervals;
        int functions = g + k;
        for (int s = -k; s < g; s++) {
            int at = v0 + (s + k) * BLOCK;
            double left = s > -k ? k * reciprocals[k * functions + s + k] : 0;
            double right = s < g - 1 ? k * reciprocals[k * functions + s + 1 + k] : 0;
            for (int r = 0; r < end; r += L) {
                // Zero, or NaN where x is.
                DoubleVector slope = DoubleVector.fromArray(S, xs, r).mul(0);
                if (s > -k) {
                    slope = DoubleVector.fromArray(S, values, at + r)
                            .lanewise(VectorOperators.FMA, DoubleVector.broadcast(S, left), slope);
                }
                if (s < g - 1) {
                    slope = slope.sub(DoubleVector.fromArray(S, values, at + BLOCK + r).mul(right));
                }
                slope.intoArray(slopes, at + r);
            }
        }
    }

    /**
     * The recursion for cubic splines, in one sweep over the intervals: as interval s comes in, N_{s−1} of degree 1, N_{s−2} of
     * degree 2 and N_{s−3} of degree 3 are complete. With A = w·N, N_j = A_j + (N_{j+1} − A_{j+1}) of the degree before.
     */
    private void cubic(double[] xs, int r, double[] values, int at) {
        int count = intervals + 3;
        DoubleVector x = DoubleVector.fromArray(S, xs, r);
        LongVector one = LongVector.broadcast(LONGS, Double.doubleToRawLongBits(1));
        LongVector below = LongVector.zero(LONGS);
        DoubleVector d1 = x.sub(before);
        DoubleVector d2 = x.sub(beforeThat);
        DoubleVector a0 = DoubleVector.zero(S);
        DoubleVector a1 = DoubleVector.zero(S);
        DoubleVector a2 = DoubleVector.zero(S);
        for (int s = 0; s < count; s++) {
            LongVector next = x.sub(steps[s]).reinterpretAsLongs().lanewise(VectorOperators.ASHR, Double.SIZE - 1);
            DoubleVector n0 = next.sub(below).and(one).reinterpretAsDoubles();
            below = next;
            DoubleVector d0 = x.sub(steps[count + s]);
            DoubleVector b0 = d0.mul(steps[2 * count + s]).mul(n0);
            DoubleVector n1 = a0.add(n0.sub(b0));
            DoubleVector b1 = d1.mul(steps[3 * count + s]).mul(n1);
            DoubleVector n2 = a1.add(n1.sub(b1));
            // In the order of the variant with slopes, so that a row has the same bits whichever its block needs.
            DoubleVector b2 = d2.mul(n2.mul(steps[4 * count + s]));
            a2.add(n2.sub(b2)).intoArray(values, at);
            a0 = b0;
            a1 = b1;
            a2 = b2;
            d2 = d1;
            d1 = d0;
            at += BLOCK;
        }
    }

    private void cubicWithSlope(double[] xs, int r, double[] values, double[] slopes, int at) {
        int count = intervals + 3;
        DoubleVector x = DoubleVector.fromArray(S, xs, r);
        LongVector one = LongVector.broadcast(LONGS, Double.doubleToRawLongBits(1));
        LongVector below = LongVector.zero(LONGS);
        DoubleVector d1 = x.sub(before);
        DoubleVector d2 = x.sub(beforeThat);
        DoubleVector a0 = DoubleVector.zero(S);
        DoubleVector a1 = DoubleVector.zero(S);
        DoubleVector a2 = DoubleVector.zero(S);
        DoubleVector slope = DoubleVector.zero(S);
        for (int s = 0; s < count; s++) {
            LongVector next = x.sub(steps[s]).reinterpretAsLongs().lanewise(VectorOperators.ASHR, Double.SIZE - 1);
            DoubleVector n0 = next.sub(below).and(one).reinterpretAsDoubles();
            below = next;
            DoubleVector d0 = x.sub(steps[count + s]);
            DoubleVector b0 = d0.mul(steps[2 * count + s]).mul(n0);
            DoubleVector n1 = a0.add(n0.sub(b0));
            DoubleVector b1 = d1.mul(steps[3 * count + s]).mul(n1);
            DoubleVector n2 = a1.add(n1.sub(b1));
            DoubleVector weight = DoubleVector.broadcast(S, steps[4 * count + s]);
            DoubleVector part = weight.mul(n2);
            slope.sub(part).mul(3).intoArray(slopes, at);
            slope = part;
            DoubleVector b2 = d2.mul(part);
            a2.add(n2.sub(b2)).intoArray(values, at);
            a0 = b0;
            a1 = b1;
            a2 = b2;
            d2 = d1;
            d1 = d0;
            at += BLOCK;
        }
    }
}
