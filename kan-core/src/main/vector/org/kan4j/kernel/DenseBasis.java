package org.kan4j.kernel;

import static org.kan4j.kernel.Rounding.toDouble;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/**
 * All basis functions of one input, those that are zero too, and its base activation, at a block of rows: nothing depends on
 * where a row lies, so vectors run over the rows. Splines by the recursion of Cox and de Boor, others by their
 * {@link VectorLoop} where they have one.
 */
final class DenseBasis {
    /** Rows in a block, a multiple of four vectors; the distance of functions in the result. */
    static final int BLOCK = 256;

    private static final VectorSpecies<Double> S = Tiles.S;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final int L = Tiles.L;

    private final InputPlan plan;
    private final int size;

    /** Whether the recursion here serves: a spline that continues its outermost values or tangents. */
    private final boolean fast;

    /** Whether values and slopes at the nearest point of the grid say what is outside. */
    private final boolean extrapolates;

    /** Of another family; null where it has none. */
    private final VectorLoop loop;

    private final boolean linear;
    private final int order;
    private final int intervals;
    private final double lo;
    private final double hi;

    /** Knots 1 − order … intervals − 1. */
    private final double[] knots;

    /** [order + 1, functions]: 1/(t_{s+q} − t_s) at q and s + order. */
    private final double[] reciprocals;

    /** For cubic splines, [4, intervals + 3]: step s of the sweep has knot s and 1/(t_{j+q} − t_j) for j = s + 1 − q, q = 1, 2, 3; zero where j ≥ intervals. */
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
        loop = basis instanceof BSpline ? null : VectorLoop.of(basis);
        extrapolates = fast || loop != null && loop.extrapolates();
        Grid grid = basis.grid();
        order = basis instanceof BSpline spline ? spline.order() : 0;
        linear = extrapolates && basis.settings().extrapolation() == Extrapolation.LINEAR;
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
        steps = new double[fast && order == 3 ? 4 * count : 0];
        for (int s = 0; s < count && steps.length > 0; s++) {
            steps[s] = toDouble(grid.knot(s));
            for (int q = 1; q <= 3; q++) {
                int j = s + 1 - q;
                steps[q * count + s] = j < intervals ? toDouble(1 / (grid.knot(j + q) - grid.knot(j))) : 0;
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
     * @param end n filled up to whole vectors; what follows up to an even number of them is overwritten too
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
        if (loop == null && !fast) {
            everywhere(n, derivatives, values, slopes, v0, room);
            return;
        }
        if (order == 3) {
            for (int r = 0; r < end; r += 2 * L) {
                cubic(xs, r, derivatives, values, slopes, v0 + r);
            }
            return;
        }
        if (!(extrapolates && outside(xs, end))) {
            inside(end, derivatives, values, slopes, v0, room);
            return;
        }
        // Evaluated is the nearest point of the grid; values and slopes there say what is further out.
        double[] beyond = room.beyond;
        for (int r = 0; r < end; r += L) {
            DoubleVector point = DoubleVector.fromArray(S, xs, r);
            DoubleVector nearest = point.max(lo).min(hi);
            point.sub(nearest).intoArray(beyond, r);
            nearest.intoArray(xs, r);
        }
        inside(end, true, values, slopes, v0, room);
        for (int r = 0; r < end; r += L) {
            DoubleVector distance = DoubleVector.fromArray(S, beyond, r);
            DoubleVector factor = DoubleVector.broadcast(S, 1);
            if (!linear) {
                // Zero, or NaN where x is.
                factor = factor.blend(0, distance.compare(VectorOperators.NE, 0));
            }
            for (int m = 0, place = v0 + r; m < size; m++, place += BLOCK) {
                DoubleVector slope = DoubleVector.fromArray(S, slopes, place).mul(factor);
                slope.intoArray(slopes, place);
                distance.fma(slope, DoubleVector.fromArray(S, values, place)).intoArray(values, place);
            }
        }
    }

    /** Whether a sample may lie outside the grid, or is NaN. */
    private boolean outside(double[] xs, int end) {
        DoubleVector last = DoubleVector.broadcast(S, hi);
        DoubleVector least = DoubleVector.zero(S);
        for (int r = 0; r < end; r += L) {
            DoubleVector point = DoubleVector.fromArray(S, xs, r);
            least = least.min(last.sub(point).mul(point.sub(lo)));
        }
        return !(least.reduceLanes(VectorOperators.MIN) >= 0);
    }

    /** Row by row: splines that end with their functions' support, and families without a loop. */
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
        if (loop != null) {
            loop.evaluate(room.xs, end, derivatives, values, slopes, v0);
        } else {
            recursion(end, derivatives, values, slopes, v0, room);
        }
    }

    /** The recursion of Cox and de Boor for all functions at once. */
    private void recursion(int end, boolean derivatives, double[] values, double[] slopes, int v0, Room room) {
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
     * The recursion for cubic splines at two vectors of rows, in one sweep over the intervals, on sums S_j = Σ_{i≥j} N_i of each degree: with
     * w = (x − t_j)/(t_{j+q} − t_j), S_j of degree q is S_{j+1} + w·(S_j − S_{j+1}) of the degree before, and that of degree 1 is w between
     * 0 and 1. Where functions are zero the sums are exactly 0 or 1. As knot s comes in, S_s, S_{s−1} and S_{s−2} of degrees 1 to 3 are
     * complete.
     */
    private void cubic(double[] xs, int r, boolean derivatives, double[] values, double[] slopes, int at) {
        int count = intervals + 3;
        long one = Double.doubleToRawLongBits(1);
        DoubleVector pointA = DoubleVector.fromArray(S, xs, r);
        DoubleVector pointB = DoubleVector.fromArray(S, xs, r + L);
        DoubleVector xA = pointA.max(lo).min(hi);
        DoubleVector xB = pointB.max(lo).min(hi);
        DoubleVector beyondA = pointA.sub(xA);
        DoubleVector beyondB = pointB.sub(xB);
        DoubleVector threeA = DoubleVector.broadcast(S, 3);
        DoubleVector threeB = DoubleVector.broadcast(S, 3);
        if (!linear) {
            threeA = threeA.blend(0, beyondA.compare(VectorOperators.NE, 0));
            threeB = threeB.blend(0, beyondB.compare(VectorOperators.NE, 0));
        }
        DoubleVector d1A = xA.sub(before);
        DoubleVector d1B = xB.sub(before);
        DoubleVector d2A = xA.sub(beforeThat);
        DoubleVector d2B = xB.sub(beforeThat);
        DoubleVector s1A = DoubleVector.broadcast(S, 1);
        DoubleVector s1B = DoubleVector.broadcast(S, 1);
        DoubleVector s2A = DoubleVector.broadcast(S, 1);
        DoubleVector s2B = DoubleVector.broadcast(S, 1);
        DoubleVector s3A = DoubleVector.broadcast(S, 1);
        DoubleVector s3B = DoubleVector.broadcast(S, 1);
        DoubleVector partA = DoubleVector.zero(S);
        DoubleVector partB = DoubleVector.zero(S);
        for (int s = 0; s < count; s++) {
            DoubleVector d0A = xA.sub(steps[s]);
            DoubleVector d0B = xB.sub(steps[s]);
            // Integers compare as the numbers do, with negative ones in one place. A NaN gets lost, but the next degree has it again.
            DoubleVector next1A = d0A.mul(steps[count + s]).reinterpretAsLongs().max(0).min(one).reinterpretAsDoubles();
            DoubleVector next1B = d0B.mul(steps[count + s]).reinterpretAsLongs().max(0).min(one).reinterpretAsDoubles();
            DoubleVector next2A = d1A.fma(s1A.sub(next1A).mul(steps[2 * count + s]), next1A);
            DoubleVector next2B = d1B.fma(s1B.sub(next1B).mul(steps[2 * count + s]), next1B);
            DoubleVector nextA = s2A.sub(next2A).mul(steps[3 * count + s]);
            DoubleVector nextB = s2B.sub(next2B).mul(steps[3 * count + s]);
            DoubleVector next3A = d2A.fma(nextA, next2A);
            DoubleVector next3B = d2B.fma(nextB, next2B);
            DoubleVector slopeA = partA.sub(nextA).mul(threeA);
            DoubleVector slopeB = partB.sub(nextB).mul(threeB);
            beyondA.fma(slopeA, s3A.sub(next3A)).intoArray(values, at);
            beyondB.fma(slopeB, s3B.sub(next3B)).intoArray(values, at + L);
            if (derivatives) {
                slopeA.intoArray(slopes, at);
                slopeB.intoArray(slopes, at + L);
            }
            s1A = next1A;
            s1B = next1B;
            s2A = next2A;
            s2B = next2B;
            s3A = next3A;
            s3B = next3B;
            partA = nextA;
            partB = nextB;
            d2A = d1A;
            d2B = d1B;
            d1A = d0A;
            d1B = d0B;
            at += BLOCK;
        }
    }
}
