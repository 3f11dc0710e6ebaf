package org.kan4j.report.html;

import java.util.Arrays;
import java.util.Optional;
import org.kan4j.data.Dataset;
import org.kan4j.model.Normalization;
import org.kan4j.numeric.LeastSquares;

/** What simple models predict for the rows that they are fitted to. */
final class Baselines {
    /** Of more inputs a linear function takes longer than a reader waits. */
    private static final int MOST_INPUTS = 300;

    private Baselines() {}

    /** The mean of a target, for each row. */
    static double[] mean(double[] target) {
        double[] mean = new double[target.length];
        Arrays.fill(mean, Arrays.stream(target).average().orElse(Double.NaN));
        return mean;
    }

    /** The linear function of all inputs with the smallest squared error; none where rows are too few, or inputs too many, or no numbers. */
    static Optional<double[]> linear(Dataset data, double[] target) {
        int in = data.inputNames().size();
        int rows = data.rows();
        if (in > MOST_INPUTS || rows < in + 2 || data.mixed()) {
            return Optional.empty();
        }
        double[] z = Normalization.standardizing(data.x(), rows, in).apply(data.x(), rows);
        double[] a = new double[rows * (in + 1)];
        for (int r = 0; r < rows; r++) {
            a[r * (in + 1)] = 1;
            System.arraycopy(z, r * in, a, r * (in + 1) + 1, in);
        }
        double[] w = LeastSquares.solve(a.clone(), target.clone(), rows, in + 1);
        double[] predicted = new double[rows];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i <= in; i++) {
                predicted[r] += w[i] * a[r * (in + 1) + i];
            }
        }
        return Optional.of(predicted);
    }
}
