package org.kan4j.train;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.kan4j.data.Batch;
import org.kan4j.model.Normalization;

/** Rows of known laws for tests. */
public final class Tables {
    private Tables() {}

    /** Rows with inputs uniform in [lo, hi], in the data's units. */
    public static Batch uniform(int rows, int in, double lo, double hi, long seed, ToDoubleFunction<double[]> law) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = random.doubles((long) rows * in, lo, hi).toArray();
        double[] y = new double[rows];
        for (int r = 0; r < rows; r++) {
            y[r] = law.applyAsDouble(Arrays.copyOfRange(x, r * in, (r + 1) * in));
        }
        return new Batch(x, y, rows);
    }

    /** The same in standardised units. */
    public static Batch standardized(Batch raw) {
        return new Batch(
                Normalization.standardizing(raw.x(), raw.rows(), raw.in()).apply(raw.x(), raw.rows()),
                Normalization.standardizing(raw.y(), raw.rows(), 1).apply(raw.y(), raw.rows()),
                raw.rows());
    }

    /** exp(sin πx + y²) on [−1, 1]². */
    public static double helloWorld(double[] x) {
        return Math.exp(Math.sin(Math.PI * x[0]) + x[1] * x[1]);
    }
}
