package org.kan4j.theory;

import java.util.Arrays;

/** Straight lines through points. */
final class Line {
    private Line() {}

    /** Slope and its standard error, [2], of points with known errors. */
    static double[] weighted(double[] x, double[] y, double[] error) {
        double w = 0;
        double wx = 0;
        double wy = 0;
        for (int i = 0; i < x.length; i++) {
            double weight = 1 / (error[i] * error[i]);
            w += weight;
            wx += weight * x[i];
            wy += weight * y[i];
        }
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            double weight = 1 / (error[i] * error[i]);
            xx += weight * (x[i] - wx / w) * (x[i] - wx / w);
            xy += weight * (x[i] - wx / w) * (y[i] - wy / w);
        }
        return new double[] {xy / xx, 1 / Math.sqrt(xx)};
    }

    /** The slope of points that count alike. */
    static double slope(double[] x, double[] y) {
        double[] ones = new double[x.length];
        Arrays.fill(ones, 1);
        return weighted(x, y, ones)[0];
    }
}
