package org.kan4j.theory;

/** Quantiles of the normal distribution. */
final class Quantile {
    private Quantile() {}

    /** The z below which a share of N(0, 1) lies, 0 &lt; share &lt; 1: by bisection of the integral of the density. */
    static double normal(double share) {
        double low = -9;
        double high = 9;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (distribution(middle) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Φ(z) = 1/2 + φ(z)·(z + z³/3 + z⁵/15 + …), Abramowitz and Stegun 26.2.11; all terms have one sign. */
    private static double distribution(double z) {
        double term = z;
        double sum = z;
        for (int n = 1; n < 300; n++) {
            term *= z * z / (2 * n + 1);
            sum += term;
        }
        return 0.5 + Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * sum;
    }
}
