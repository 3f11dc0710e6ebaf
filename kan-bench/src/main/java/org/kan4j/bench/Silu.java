package org.kan4j.bench;

/**
 * SiLU, z·σ(z), in loops of additions, multiplications and one division that the JIT compiler vectorises. eᵗ − 1 is a Taylor
 * polynomial of t = −z/2ⁿ, doubled n times by e²ᵗ − 1 = (eᵗ − 1)·(eᵗ − 1 + 2), which keeps it accurate near 0.
 */
final class Silu {
    /** Beyond it, σ is 0 or 1 to rounding error. */
    private static final double LIMIT = Double.BYTES == 8 ? 40 : 20;

    private static final double SCALE = Numbers.toDouble(Double.BYTES == 8 ? -1 / 1024.0 : -1 / 64.0);
    private static final double C2 = Numbers.toDouble(1 / 2.0);
    private static final double C3 = Numbers.toDouble(1 / 6.0);
    private static final double C4 = Numbers.toDouble(1 / 24.0);
    private static final double C5 = Numbers.toDouble(1 / 120.0);
    private static final double C6 = Numbers.toDouble(1 / 720.0);

    private Silu() {}

    /**
     * Values and derivatives.
     *
     * @param z arguments, overwritten by SiLU
     * @param d derivatives of SiLU, overwritten
     * @param n how many, from the first
     */
    static void apply(double[] z, double[] d, int n) {
        for (int i = 0; i < n; i++) {
            double x = z[i];
            double t = Math.max(-LIMIT, Math.min(LIMIT, x)) * SCALE;
            double e = t * (1 + t * (C2 + t * (C3 + t * (C4 + t * (C5 + t * C6)))));
            e *= e + 2;
            e *= e + 2;
            e *= e + 2;
            e *= e + 2;
            e *= e + 2;
            e *= e + 2;
            if (Double.BYTES == 8) {
                e *= e + 2;
                e *= e + 2;
                e *= e + 2;
                e *= e + 2;
            }
            double sigma = 1 / (e + 2);
            double y = x * sigma;
            z[i] = y;
            d[i] = sigma + y * (1 - sigma);
        }
    }
}
