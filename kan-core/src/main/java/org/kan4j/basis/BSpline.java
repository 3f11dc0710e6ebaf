package org.kan4j.basis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    /** Five cubic intervals that go on linearly. */
    public static final BSpline STANDARD = new BSpline(Grid.uniform(-2, 2, 5), 3, Extrapolation.LINEAR);

    /** The name of the setting {@link #order}. */
    public static final String ORDER = "order";

    /** The highest order. */
    public static final int MAX_ORDER = 5;

    /** Coefficients that the third derivative of a cubic spline depends on. */
    private static final int NEIGHBOURS = 4;

    /**
     * Validates.
     *
     * @param grid breakpoints
     * @param order polynomial degree, 1 … 5
     * @param extrapolation what happens outside the grid
     */
    public BSpline {
        Objects.requireNonNull(grid, "grid");
        Objects.requireNonNull(extrapolation, "extrapolation");
        if (!(order >= 1 && order <= MAX_ORDER)) {
            throw new IllegalArgumentException("B-spline: order 1 to " + MAX_ORDER + " required, got " + order);
        }
    }

    @Override
    public String family() {
        return "b-spline";
    }

    @Override
    public BasisSettings settings() {
        return BasisSettings.NONE.and(ORDER, order).and(extrapolation);
    }

    @Override
    public BSpline with(Grid newGrid, BasisSettings settings) {
        return new BSpline(newGrid, settings.integer(ORDER), settings.extrapolation());
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
    public boolean local() {
        return true;
    }

    /** The knots that functions begin and end at; where they go on outside the grid, those of the grid. */
    @Override
    public double[] joints(double from, double to) {
        if (extrapolation != Extrapolation.ZERO) {
            return grid.breakpoints();
        }
        double[] knots = new double[grid.intervals() + 2 * order + 1];
        Arrays.setAll(knots, i -> grid.knot(i - order));
        return knots;
    }

    /** Knots are inserted, which keeps the function. */
    @Override
    public double[] refine(Basis finer, double[] coefficients, int columns) {
        return Refit.insertKnots(this, finer.grid(), coefficients, columns);
    }

    /**
     * Third derivatives, with four neighbouring coefficients each: the shares of coefficients m … m + 3, by H³ and the root of
     * (5/G)³·h/H, where h is the width of the interval it belongs to and H = range/G: on equal intervals these are −1, 3, −3, 1. A
     * derivative of a spline has the coefficients k·(c_{m+1} − c_m)/(t_{m+1} − t_{m+1−k}).
     */
    @Override
    public List<Bend> bends() {
        List<Bend> bends = new ArrayList<>();
        for (int m = 0; m + NEIGHBOURS <= size(); m++) {
            bends.add(Bend.of(m, thirdDerivative(m)));
        }
        return bends;
    }

    private double[] thirdDerivative(int m) {
        double mean = (grid.hi() - grid.lo()) / grid.intervals();
        double[][] c = new double[NEIGHBOURS][NEIGHBOURS];
        for (int j = 0; j < NEIGHBOURS; j++) {
            c[j][j] = 1;
        }
        for (int derivative = 1; derivative < NEIGHBOURS; derivative++) {
            int k = Math.max(1, order + 1 - derivative);
            for (int j = 0; j + derivative < NEIGHBOURS; j++) {
                double span = (grid.knot(m + j + 1) - grid.knot(m + j + 1 - k)) / (k * mean);
                for (int i = 0; i < NEIGHBOURS; i++) {
                    c[j][i] = (c[j + 1][i] - c[j][i]) / span;
                }
            }
        }
        double width = (grid.knot(m + 1) - grid.knot(m)) / mean;
        double scale = Math.sqrt(Math.pow(5.0 / grid.intervals(), 3) * width);
        return Arrays.stream(c[0]).map(share -> scale * share).toArray();
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
            for (int d = 1; d <= derivatives; d++) {
                out[offset + d * s + j] = d == 1 ? slope : 0;
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
        // B'_{m,k} = k·(B_{m,k-1}/(t_{m+k}−t_m) − B_{m+1,k-1}/(t_{m+k+1}−t_{m+1})), applied d times.
        double[] from = new double[s];
        double[] to = new double[s];
        for (int d = 1; d <= derivatives; d++) {
            int at = offset + d * s;
            if (d > order) {
                Arrays.fill(out, at, at + s, 0);
                continue;
            }
            values(x, interval, order - d, from, 0);
            for (int k = order - d + 1; k < order; k++) {
                differences(interval, k, from, to, 0);
                double[] swap = from;
                from = to;
                to = swap;
            }
            differences(interval, order, from, out, at);
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
