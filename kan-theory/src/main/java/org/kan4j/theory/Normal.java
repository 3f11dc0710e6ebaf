package org.kan4j.theory;

import java.util.SplittableRandom;

/** Standard normal numbers by Marsaglia's polar method, the same on every Java. One object for each network, so that threads change nothing. */
final class Normal {
    private final SplittableRandom random;
    private double spare = Double.NaN;

    Normal(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Numbers of one of many networks: streams of neighbours share nothing. */
    static Normal of(long seed, long network) {
        return new Normal(new SplittableRandom(seed).nextLong() ^ mixed(network));
    }

    private static long mixed(long number) {
        return new SplittableRandom(0x9E3779B97F4A7C15L * (number + 1)).nextLong();
    }

    /** A number between 0 and 1. */
    double uniform() {
        return random.nextDouble();
    }

    double next() {
        if (!Double.isNaN(spare)) {
            double result = spare;
            spare = Double.NaN;
            return result;
        }
        while (true) {
            double u = 2 * random.nextDouble() - 1;
            double v = 2 * random.nextDouble() - 1;
            double s = u * u + v * v;
            if (s > 0 && s < 1) {
                double scale = Math.sqrt(-2 * Math.log(s) / s);
                spare = v * scale;
                return u * scale;
            }
        }
    }
}
