package org.kan4j.additive;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.basis.Basis;
import org.kan4j.model.Trend;

/**
 * A trend as limits of the coefficients of splines: a spline rises where they do, is convex where the polygon over their abscissae is, and
 * stays between the least and the largest of them (de Boor, A Practical Guide to Splines, chapter XI).
 */
final class TrendLimits {
    private final Trend trend;
    private final double[] at;
    private final double spread;

    /**
     * Limits of a function of an input.
     *
     * @param basis of splines
     * @param trend of the function
     * @param unit what one is in the units of the trend's spread
     */
    TrendLimits(Basis basis, Trend trend, double unit) {
        this.trend = trend;
        this.at = Quadratic.abscissae(basis);
        this.spread = trend.spread().orElse(Double.POSITIVE_INFINITY) / unit;
    }

    /** {@return the limits, none where the trend is free} */
    List<Limit> all() {
        List<Limit> limits = new ArrayList<>();
        int last = at.length - 1;
        double d = trend.direction();
        for (int k = 1; k <= last && d != 0; k++) {
            limits.add(new Limit(new int[] {k - 1, k}, new double[] {-d, d}, 0));
        }
        double sign = trend.curvature();
        for (int k = 1; k < last && sign != 0; k++) {
            double below = sign / (at[k] - at[k - 1]);
            double above = sign / (at[k + 1] - at[k]);
            limits.add(new Limit(new int[] {k - 1, k, k + 1}, new double[] {below, -below - above, above}, 0));
        }
        for (int i = 0; i <= last && spread < Double.POSITIVE_INFINITY; i++) {
            for (int j = 0; j <= last; j++) {
                boolean ends = i == (d > 0 ? last : 0) && j == (d > 0 ? 0 : last);
                if (i != j && (d == 0 || ends)) {
                    limits.add(new Limit(new int[] {i, j}, new double[] {-1, 1}, -spread));
                }
            }
        }
        return limits;
    }

    /** Takes rounding off coefficients that are all but within the limits, so that these hold. */
    void settle(double[] c, int first) {
        if (trend.direction() != 0 || trend.curvature() != 0) {
            double slope = 0;
            double before = c[first];
            for (int k = 1; k < at.length; k++) {
                double distance = at[k] - at[k - 1];
                double here = (c[first + k] - before) / distance;
                before = c[first + k];
                if (trend.curvature() != 0 && k > 1) {
                    here = trend.curvature() > 0 ? Math.max(here, slope) : Math.min(here, slope);
                }
                if (trend.direction() != 0) {
                    here = trend.direction() > 0 ? Math.max(here, 0) : Math.min(here, 0);
                }
                slope = here;
                c[first + k] = c[first + k - 1] + here * distance;
            }
        }
        if (spread < Double.POSITIVE_INFINITY) {
            double least = Double.POSITIVE_INFINITY;
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < at.length; k++) {
                least = Math.min(least, c[first + k]);
                largest = Math.max(largest, c[first + k]);
            }
            double share = Math.min(1, spread / (largest - least));
            for (int k = 0; k < at.length && share < 1; k++) {
                c[first + k] = least + share * (c[first + k] - least);
            }
        }
    }
}
