package org.kan4j.discover.score;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;

/** Points between the rows of a table, where a formula may do what no row shows: have a pole, or swing from row to row. */
public final class Between {
    private static final int POINTS = 1000;

    /** How far beyond the target's range a formula may go there, in units of that range. */
    private static final double FAR = 5;

    /** Places of one input from which on a formula's swings between them are looked at. */
    private static final int PLACES = 10;

    /**
     * A formula swings where it bends so many times more between neighbouring places than over them. A smooth one bends a sixteenth as
     * much, one of any waves at places that are uneven as much, and a wave that has a row in each turn, or nearly, far more.
     */
    private static final double SWING = 4;

    /** Bends of straight lines by rounding, as a share of the range. */
    private static final double ROUNDING = 1e-20;

    private final Batch points;

    /** Places and the points in the middle between them, in turns; none where there are few, or several inputs. */
    private final Batch places;

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
        places = places(rows);
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

    private static Batch places(Batch rows) {
        double[] at = Arrays.stream(rows.in() == 1 ? rows.x() : new double[0])
                .sorted()
                .distinct()
                .toArray();
        double[] x = new double[at.length < PLACES ? 0 : 2 * at.length - 1];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 2 == 0 ? at[i / 2] : (at[i / 2] + at[i / 2 + 1]) / 2;
        }
        return new Batch(x, new double[x.length], x.length);
    }

    /** Whether a formula is not a number at some point, or far from all values of the target. */
    public boolean astray(Expression expression) {
        for (double value : Fit.values(expression, points)) {
            if (!(value >= least && value <= largest)) {
                return true;
            }
        }
        return swings(expression);
    }

    private boolean swings(Expression expression) {
        if (places.rows() == 0) {
            return false;
        }
        double[] values = Fit.values(expression, places);
        double between = 0;
        double over = 0;
        for (int i = 1; i < values.length - 1; i++) {
            if (i % 2 == 1) {
                between += squaredBend(values, i, 1);
            } else {
                over += squaredBend(values, i, 2);
            }
        }
        return between > SWING * over && between > ROUNDING * places.rows() * square(largest - least);
    }

    /** The square of what a value is off the straight line through two neighbours. */
    private static double squaredBend(double[] values, int at, int step) {
        return square(values[at] - (values[at - step] + values[at + step]) / 2);
    }

    private static double square(double v) {
        return v * v;
    }
}
