package org.kan4j.bench.recovery;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/** How measuring changes a target. */
enum NoiseKind {
    /** The same deviation everywhere: a twentieth of that of the target. */
    ADDITIVE {
        @Override
        double[] measured(double[] y, SplittableRandom random) {
            double deviation = SHARE * Spread.deviation(y);
            return Arrays.stream(y)
                    .map(v -> v + deviation * random.nextGaussian())
                    .toArray();
        }
    },
    /** A deviation of a twentieth of each number. */
    RELATIVE {
        @Override
        double[] measured(double[] y, SplittableRandom random) {
            return Arrays.stream(y)
                    .map(v -> v * (1 + SHARE * random.nextGaussian()))
                    .toArray();
        }
    },
    /** Events are counted, 200 for the mean target; for targets that are not negative. */
    COUNTING {
        @Override
        double[] measured(double[] y, SplittableRandom random) {
            double events = COUNTED / Spread.mean(y);
            return Arrays.stream(y).map(v -> count(v * events, random) / events).toArray();
        }
    };

    private static final double SHARE = 0.05;
    private static final double COUNTED = 200;

    /**
     * A target with noise.
     *
     * @param y [rows], not modified
     */
    abstract double[] measured(double[] y, SplittableRandom random);

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A number of Poisson's distribution: how many exponential waits go into the mean. */
    static int count(double mean, SplittableRandom random) {
        int count = 0;
        for (double waited = random.nextExponential(); waited < mean; waited += random.nextExponential()) {
            count++;
        }
        return count;
    }
}
