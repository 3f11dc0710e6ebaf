package org.kan4j.report.html;

import java.util.ArrayList;
import java.util.List;

/**
 * What an axis spans.
 *
 * @param lo its lower end
 * @param hi its upper end, above the lower one
 */
record Range(double lo, double hi) {
    private static final double PADDING = 0.04;
    private static final int MOST_TICKS = 6;

    Range {
        if (!(lo < hi)) {
            throw new IllegalArgumentException("range: lo < hi required, got [" + lo + ", " + hi + "]");
        }
    }

    /** The range of all finite numbers and a little more on both sides. */
    static Range around(double[]... numbers) {
        double lo = Double.POSITIVE_INFINITY;
        double hi = Double.NEGATIVE_INFINITY;
        for (double[] some : numbers) {
            for (double v : some) {
                lo = Double.isFinite(v) ? Math.min(lo, v) : lo;
                hi = Double.isFinite(v) ? Math.max(hi, v) : hi;
            }
        }
        if (!(lo <= hi)) {
            return new Range(0, 1);
        }
        double padding = PADDING * (hi - lo);
        return widened(lo - padding, hi + padding);
    }

    /** A range that has a width, where the ends are the same too. */
    static Range widened(double lo, double hi) {
        double least = Math.max(1e-9 * Math.max(Math.abs(lo), Math.abs(hi)), Double.MIN_NORMAL);
        return hi - lo > least ? new Range(lo, hi) : new Range(lo - Math.max(0.5, least), hi + Math.max(0.5, least));
    }

    /** Where a number is between the ends: 0 at the lower one, 1 at the upper one. */
    double share(double value) {
        return (value - lo) / (hi - lo);
    }

    /** A number by its share. */
    double at(double share) {
        return lo + share * (hi - lo);
    }

    /** Round numbers between the ends. */
    List<Double> ticks() {
        double rough = (hi - lo) / (MOST_TICKS - 1);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step =
                rough <= power ? power : rough <= 2 * power ? 2 * power : rough <= 5 * power ? 5 * power : 10 * power;
        List<Double> ticks = new ArrayList<>();
        double first = Math.ceil(lo / step);
        for (int k = 0; (first + k) * step <= hi && ticks.size() < 2 * MOST_TICKS; k++) {
            ticks.add((first + k) * step);
        }
        return ticks;
    }

    /** Shares of numbers in bins of equal width; those outside are in none. */
    double[] density(double[] values, int bins) {
        double[] density = new double[bins];
        for (double v : values) {
            double share = share(v);
            if (share >= 0 && share <= 1) {
                density[Math.min(bins - 1, (int) (share * bins))] += 1.0 / values.length;
            }
        }
        return density;
    }
}
