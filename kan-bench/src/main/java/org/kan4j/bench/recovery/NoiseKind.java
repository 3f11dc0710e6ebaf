package org.kan4j.bench.recovery;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/** How measuring changes a target. */
enum NoiseKind {
    /** The same deviation everywhere: a share of that of the target. */
    ADDITIVE(0.05) {
        @Override
        double[] measured(double[] y, double size, SplittableRandom random) {
            double deviation = size * Spread.deviation(y);
            return Arrays.stream(y)
                    .map(v -> v + deviation * random.nextGaussian())
                    .toArray();
        }
    },
    /** A deviation of a share of each number. */
    RELATIVE(0.05) {
        @Override
        double[] measured(double[] y, double size, SplittableRandom random) {
            return Arrays.stream(y)
                    .map(v -> v * (1 + size * random.nextGaussian()))
                    .toArray();
        }
    },
    /** Events are counted, so many for the mean target; for targets that are not negative. */
    COUNTING(200) {
        @Override
        double[] measured(double[] y, double size, SplittableRandom random) {
            double events = size / Spread.mean(y);
            return Arrays.stream(y).map(v -> count(v * events, random) / events).toArray();
        }
    };

    private final double usual;

    NoiseKind(double usual) {
        this.usual = usual;
    }

    /**
     * A target with noise of the usual size: a twentieth, or 200 events.
     *
     * @param y [rows], not modified
     */
    double[] measured(double[] y, SplittableRandom random) {
        return measured(y, usual, random);
    }

    /**
     * A target with noise.
     *
     * @param y [rows], not modified
     * @param size a share, or a number of events
     */
    abstract double[] measured(double[] y, double size, SplittableRandom random);

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
