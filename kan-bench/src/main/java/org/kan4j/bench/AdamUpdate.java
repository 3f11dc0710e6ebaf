package org.kan4j.bench;

/** AdamUpdate (arXiv:1412.6980, algorithm 1, in the order of its section 2) with its usual constants: rate 0.001, β 0.9 and 0.999. */
final class AdamUpdate {
    private static final double BETA1 = Numbers.toDouble(0.9);
    private static final double BETA2 = Numbers.toDouble(0.999);
    private static final double REST1 = Numbers.toDouble(0.1);
    private static final double REST2 = Numbers.toDouble(0.001);

    private final double[] m;
    private final double[] v;
    private int steps;

    /** For so many parameters. */
    AdamUpdate(int parameters) {
        m = new double[parameters];
        v = new double[parameters];
    }

    /**
     * One step.
     *
     * @param p parameters, modified
     * @param g their gradient, not modified
     */
    void step(double[] p, double[] g) {
        steps++;
        double root = Numbers.toDouble(Math.sqrt(1 - Math.pow(0.999, steps)));
        double rate = Numbers.toDouble(0.001 * root / (1 - Math.pow(0.9, steps)));
        double epsilon = Numbers.toDouble(1e-8 * root);
        double[] mean = m;
        double[] square = v;
        for (int i = 0; i < mean.length; i++) {
            mean[i] = BETA1 * mean[i] + REST1 * g[i];
            square[i] = BETA2 * square[i] + REST2 * g[i] * g[i];
            p[i] -= rate * mean[i] / (Numbers.toDouble(Math.sqrt(square[i])) + epsilon);
        }
    }
}
