package org.kan4j.grid;

import java.util.Arrays;

/**
 * The breakpoints of a piecewise polynomial on one input: {@code G + 1} strictly increasing numbers that bound {@code G}
 * intervals. Immutable. Knots beyond the two ends repeat the width of the outermost interval. Breakpoints beyond ±1e300 and
 * intervals narrower than 1e-300 are refused, since the arithmetic of splines overflows there.
 */
public final class Grid {
    /** Share of the uniform grid in the blend with the data's quantiles (pykan's {@code grid_eps} is 0.02 the other way). */
    public static final double BLEND = 0.5;

    /**
     * How far a grid of local functions reaches beyond the values, as a share of their range, so that the functions do not end
     * where the next rows or the next steps of a training lead.
     */
    public static final double MARGIN = 0.05;

    private static final double LARGEST = 1e300;
    private static final double NARROWEST = 1e-300;

    private final double[] breakpoints;

    private Grid(double[] breakpoints) {
        this.breakpoints = breakpoints;
    }

    /**
     * {@return a grid with the given breakpoints}
     *
     * @param breakpoints [G + 1], strictly increasing, G ≥ 1; copied
     * @throws IllegalArgumentException if they are fewer than two, not within ±1e300, or not strictly increasing
     */
    public static Grid of(double... breakpoints) {
        if (breakpoints.length < 2) {
            throw new IllegalArgumentException("grid: at least 2 breakpoints required, got " + breakpoints.length);
        }
        for (int i = 0; i < breakpoints.length; i++) {
            if (!(Math.abs(breakpoints[i]) <= LARGEST)) {
                throw new IllegalArgumentException(
                        "grid: finite breakpoints up to " + LARGEST + " required, got " + breakpoints[i] + " at " + i);
            }
            if (i > 0 && !(breakpoints[i] - breakpoints[i - 1] >= NARROWEST)) {
                throw new IllegalArgumentException("grid: strictly increasing breakpoints required, got "
                        + breakpoints[i - 1] + ", " + breakpoints[i] + " at " + (i - 1));
            }
        }
        return new Grid(breakpoints.clone());
    }

    /**
     * {@return a grid of equally wide intervals}
     *
     * @param lo lower end
     * @param hi upper end, lo &lt; hi
     * @param intervals G ≥ 1
     * @throws IllegalArgumentException if the ends are not finite and increasing, or there is no interval
     */
    public static Grid uniform(double lo, double hi, int intervals) {
        if (!(lo < hi) || !Double.isFinite(hi - lo)) {
            throw new IllegalArgumentException("grid: lo < hi required, got [" + lo + ", " + hi + "]");
        }
        if (!(intervals >= 1)) {
            throw new IllegalArgumentException("grid: at least 1 interval required, got " + intervals);
        }
        double[] t = new double[intervals + 1];
        for (int i = 0; i <= intervals; i++) {
            t[i] = lo + (hi - lo) * i / intervals;
        }
        t[intervals] = hi;
        return of(t);
    }

    /**
     * {@return a grid that follows data: every breakpoint is {@code blend} times its uniform place plus {@code 1 - blend} times the
     * data's quantile} Where ties leave an interval with no width, the uniform grid is blended in further, until it has one.
     * Data without spread (below 1e-12, relative to their size where that is above 1) get a grid from value − 1 to value + 1, in
     * units of their size where that is above 1.
     *
     * @param data [n], n ≥ 1, finite; not modified
     * @param intervals G ≥ 1
     * @param blend share of the uniform grid, in [0, 1]
     * @throws IllegalArgumentException if the data are empty or not finite, or an argument is out of its range
     */
    public static Grid fromData(double[] data, int intervals, double blend) {
        if (data.length == 0) {
            throw new IllegalArgumentException("grid: at least 1 data point required, got 0");
        }
        if (!(blend >= 0 && blend <= 1)) {
            throw new IllegalArgumentException("grid: blend in [0, 1] required, got " + blend);
        }
        double[] sorted = data.clone();
        Arrays.sort(sorted);
        double lo = sorted[0];
        double hi = sorted[sorted.length - 1];
        if (!Double.isFinite(lo) || !Double.isFinite(hi)) {
            throw new IllegalArgumentException("grid: finite data required, got [" + lo + ", " + hi + "]");
        }
        double scale = Math.max(1, Math.max(Math.abs(lo), Math.abs(hi)));
        if (!(hi - lo > 1e-12 * scale)) {
            double middle = lo + (hi - lo) / 2;
            return uniform(middle - scale, middle + scale, intervals);
        }
        double floor = 1e-3 * (hi - lo) / intervals;
        double share = blend;
        while (true) {
            double[] t = new double[intervals + 1];
            boolean wide = true;
            for (int i = 0; i <= intervals; i++) {
                double place = (double) i / intervals * (sorted.length - 1);
                int below = Math.min((int) place, sorted.length - 1);
                int above = Math.min(below + 1, sorted.length - 1);
                double quantile = sorted[below] + (place - below) * (sorted[above] - sorted[below]);
                t[i] = share * (lo + (hi - lo) * i / intervals) + (1 - share) * quantile;
                wide &= i == 0 || t[i] - t[i - 1] > floor;
            }
            t[0] = lo;
            t[intervals] = hi;
            if (wide || share == 1) {
                return of(t);
            }
            share = share > 0.9 ? 1 : Math.max(2 * share, 0.05);
        }
    }

    /** {@return the number of intervals, G} */
    public int intervals() {
        return breakpoints.length - 1;
    }

    /** {@return the lower end} */
    public double lo() {
        return breakpoints[0];
    }

    /** {@return the upper end} */
    public double hi() {
        return breakpoints[breakpoints.length - 1];
    }

    /** {@return a copy of the breakpoints, [G + 1]} */
    public double[] breakpoints() {
        return breakpoints.clone();
    }

    /**
     * {@return the knot number {@code i}: a breakpoint for 0 ≤ i ≤ G, and beyond the ends a continuation with the width of the outermost
     * interval}
     *
     * @param i any integer
     */
    public double knot(int i) {
        int g = intervals();
        if (i < 0) {
            return breakpoints[0] + i * (breakpoints[1] - breakpoints[0]);
        }
        if (i > g) {
            return breakpoints[g] + (i - g) * (breakpoints[g] - breakpoints[g - 1]);
        }
        return breakpoints[i];
    }

    /**
     * {@return the interval that holds x: the largest i with knot(i) ≤ x, kept within 0 … G − 1; for NaN it is 0}
     *
     * @param x a point, inside the grid or not
     */
    public int find(double x) {
        int low = 0;
        int high = intervals();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (x >= breakpoints[middle]) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * {@return this grid with its two outermost intervals reaching further out}
     *
     * @param share how far at each end, as a share of the whole range, ≥ 0
     * @throws IllegalArgumentException if the share is negative or not a number, or an end would lie beyond ±1e300
     */
    public Grid widened(double share) {
        if (!(share >= 0)) {
            throw new IllegalArgumentException("grid: a share of 0 or more to widen by required, got " + share);
        }
        double[] t = breakpoints.clone();
        t[0] -= share * (hi() - lo());
        t[t.length - 1] += share * (hi() - lo());
        return of(t);
    }

    /**
     * {@return this grid with every interval split into equal parts}
     *
     * @param parts ≥ 1
     * @throws IllegalArgumentException if there are no parts, or an interval is too narrow to be split
     */
    public Grid split(int parts) {
        if (!(parts >= 1)) {
            throw new IllegalArgumentException("grid: at least 1 part per interval required, got " + parts);
        }
        double[] t = new double[intervals() * parts + 1];
        for (int i = 0; i < intervals(); i++) {
            double width = breakpoints[i + 1] - breakpoints[i];
            for (int j = 0; j < parts; j++) {
                t[i * parts + j] = breakpoints[i] + width * j / parts;
            }
        }
        t[t.length - 1] = hi();
        return of(t);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grid that && Arrays.equals(breakpoints, that.breakpoints);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(breakpoints);
    }

    @Override
    public String toString() {
        return "Grid[" + lo() + ", " + hi() + "; " + intervals() + " intervals]";
    }
}
