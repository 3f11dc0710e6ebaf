package org.kan4j.theory;

import java.util.function.ToDoubleFunction;

/** Standard errors of functions of means, by leaving out one sample at a time (arXiv:2408.00082 has ensembles; Efron, 1982, the method). */
final class Jackknife {
    private Jackknife() {}

    /**
     * A function of means and its standard error.
     *
     * @param samples [N][k], N ≥ 2, not modified
     * @param function of the k means
     */
    static Statistic of(double[][] samples, ToDoubleFunction<double[]> function) {
        int n = samples.length;
        int k = samples[0].length;
        double[] sum = new double[k];
        for (double[] sample : samples) {
            for (int j = 0; j < k; j++) {
                sum[j] += sample[j];
            }
        }
        double[] means = new double[k];
        double[] left = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                means[j] = (sum[j] - samples[i][j]) / (n - 1);
            }
            left[i] = function.applyAsDouble(means);
        }
        for (int j = 0; j < k; j++) {
            means[j] = sum[j] / n;
        }
        // The spread of the n values is (n − 1) times smaller than that of as many independent ones.
        return new Statistic(
                function.applyAsDouble(means), (n - 1) * Statistic.of(left).error());
    }
}
