package org.kan4j.basis;

import java.util.Objects;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/**
 * B-splines of polynomial degree {@code order} (pykan's convention: cubic is 3) on G intervals: G + order functions, of
 * which order + 1 are nonzero at a point; inside the grid they sum to one. The choice for most work: smooth, local, and
 * a grid can be refined without changing the function.
 *
 * <p>Function m has the knots m − order … m + 1 of its grid ({@link Grid#knot}). Values by the recursion of Cox and de
 * Boor, derivatives by differences of lower-order values (Piegl and Tiller, The NURBS Book, algorithms A2.2 and A2.3).
 *
 * @param grid breakpoints
 * @param order polynomial degree, 1 … 5
 * @param extrapolation what happens outside the grid
 */
public record BSpline(Grid grid, int order, Extrapolation extrapolation) implements Basis {
    /** The highest order. */
    public static final int MAX_ORDER = 5;

    /** Validates. */
    public BSpline {
        Objects.requireNonNull(grid, "grid");
        Objects.requireNonNull(extrapolation, "extrapolation");
        if (!(order >= 1 && order <= MAX_ORDER)) {
            throw new IllegalArgumentException("B-spline: order 1 to " + MAX_ORDER + " required, got " + order);
        }
    }

    @Override
    public int size() {
        return grid.intervals() + order;
    }

    @Override
    public int support() {
        return order + 1;
    }

    @Override
    public BSpline withGrid(Grid newGrid) {
        return new BSpline(newGrid, order, extrapolation);
    }

    @Override
    public BSpline refined(int parts) {
        return withGrid(grid.split(parts));
    }

    @Override
    public int evaluate(double x, int derivatives, double[] out, int offset) {
        double lo = grid.lo();
        double hi = grid.hi();
        if (x >= lo && x <= hi) {
            int interval = grid.find(x);
            inside(x, interval, derivatives, out, offset);
            return interval;
        }
        if (extrapolation == Extrapolation.ZERO && !Double.isNaN(x)) {
            return beyond(x, derivatives, out, offset);
        }
        double end = x < lo ? lo : hi;
        int interval = x < lo ? 0 : grid.intervals() - 1;
        boolean linear = extrapolation == Extrapolation.LINEAR;
        double distance = x - end;
        int s = order + 1;
        double[] slopes = new double[2 * s];
        inside(end, interval, 1, slopes, 0);
        for (int j = 0; j < s; j++) {
            double slope = linear ? slopes[s + j] : 0;
            out[offset + j] = linear ? slopes[j] + distance * slope : slopes[j];
            if (derivatives > 0) {
                out[offset + s + j] = slope;
            }
            if (derivatives > 1) {
                out[offset + 2 * s + j] = 0;
            }
            if (Double.isNaN(x)) {
                for (int d = 0; d <= derivatives; d++) {
                    out[offset + d * s + j] = Double.NaN;
                }
            }
        }
        return interval;
    }

    /** The functions whose support reaches beyond the grid; zero where none does. */
    private int beyond(double x, int derivatives, double[] out, int offset) {
        int s = order + 1;
        int g = grid.intervals();
        int interval = x < grid.lo() ? -1 : g;
        while (interval < 0 && interval > -s && x < grid.knot(interval)) {
            interval--;
        }
        while (interval >= g && interval < g + order && x >= grid.knot(interval + 1)) {
            interval++;
        }
        int first = Math.max(0, Math.min(interval, g - 1));
        for (int i = 0; i < (derivatives + 1) * s; i++) {
            out[offset + i] = 0;
        }
        if (interval <= -s || interval >= g + order) {
            return first;
        }
        double[] all = new double[(derivatives + 1) * s];
        inside(x, interval, derivatives, all, 0);
        for (int j = 0; j < s; j++) {
            int m = interval + j - first;
            if (m >= 0 && m < s) {
                for (int d = 0; d <= derivatives; d++) {
                    out[offset + d * s + m] = all[d * s + j];
                }
            }
        }
        return first;
    }

    /** Functions interval … interval + order at x, which lies in that interval of the extended knots. */
    private void inside(double x, int interval, int derivatives, double[] out, int offset) {
        int s = order + 1;
        values(x, interval, order, out, offset);
        if (derivatives == 0) {
            return;
        }
        // B'_{m,k} = k·(B_{m,k-1}/(t_{m+k}−t_m) − B_{m+1,k-1}/(t_{m+k+1}−t_{m+1})), applied once, and twice.
        double[] lower = new double[s];
        values(x, interval, order - 1, lower, 0);
        differences(interval, order, lower, out, offset + s);
        if (derivatives > 1) {
            if (order == 1) {
                for (int j = 0; j < s; j++) {
                    out[offset + 2 * s + j] = 0;
                }
                return;
            }
            double[] slope = new double[s];
            values(x, interval, order - 2, lower, 0);
            differences(interval, order - 1, lower, slope, 0);
            differences(interval, order, slope, out, offset + 2 * s);
        }
    }

    /**
     * Differences that turn order k − 1 functions (or their derivatives) into derivatives of the order k ones.
     *
     * @param lower [k], of functions interval − k + 1 … interval counted by their first knot
     * @param out receives [k + 1]
     */
    private void differences(int interval, int k, double[] lower, double[] out, int offset) {
        double before = 0;
        for (int j = 0; j <= k; j++) {
            double next = j < k ? k * lower[j] / (grid.knot(interval + j + 1) - grid.knot(interval + j + 1 - k)) : 0;
            out[offset + j] = before - next;
            before = next;
        }
    }

    /** The k + 1 functions of order k that are nonzero in the interval, by the triangular scheme of Cox and de Boor. */
    private void values(double x, int interval, int k, double[] out, int offset) {
        out[offset] = 1;
        for (int d = 1; d <= k; d++) {
            double saved = 0;
            for (int r = 0; r < d; r++) {
                double right = grid.knot(interval + r + 1);
                double left = grid.knot(interval + r + 1 - d);
                double share = out[offset + r] / (right - left);
                out[offset + r] = saved + (right - x) * share;
                saved = (x - left) * share;
            }
            out[offset + d] = saved;
        }
    }
}
