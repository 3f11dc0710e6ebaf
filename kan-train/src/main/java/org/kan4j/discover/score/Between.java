package org.kan4j.discover.score;

import java.util.SplittableRandom;
import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;

/** Points between the rows of a table, where a formula may do what no row shows: have a pole, or swing. */
public final class Between {
    private static final int POINTS = 1000;

    /** How far beyond the target's range a formula may go there, in units of that range. */
    private static final double FAR = 5;

    private final Batch points;
    private final double least;
    private final double largest;

    /** Points on the lines between rows taken at random. */
    public Between(Batch rows) {
        int in = rows.in();
        SplittableRandom random = new SplittableRandom(rows.rows());
        double[] x = new double[POINTS * in];
        for (int p = 0; p < POINTS; p++) {
            int one = random.nextInt(rows.rows());
            int other = random.nextInt(rows.rows());
            double share = random.nextDouble();
            for (int i = 0; i < in; i++) {
                x[p * in + i] = (1 - share) * rows.x()[one * in + i] + share * rows.x()[other * in + i];
            }
        }
        points = new Batch(x, new double[POINTS], POINTS);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double y : rows.y()) {
            low = Math.min(low, y);
            high = Math.max(high, y);
        }
        double range = high - low;
        least = low - FAR * range;
        largest = high + FAR * range;
    }

    /** Whether a formula is not a number at some point, or far from all values of the target. */
    public boolean astray(Expression expression) {
        for (double value : Fit.values(expression, points)) {
            if (!(value >= least && value <= largest)) {
                return true;
            }
        }
        return false;
    }
}
