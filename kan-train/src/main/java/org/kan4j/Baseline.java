package org.kan4j;

import java.util.Arrays;
import java.util.List;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.TextLines;
import org.kan4j.train.Score;

/**
 * A simple model of the same rows, to see what a fit is worth.
 *
 * @param name {@code mean}, {@code linear} ({@code logistic} for classes) or {@code additive}
 * @param train score on the rows it was fitted to, those of the fit
 * @param test score on the rows held back
 */
public record Baseline(String name, Score train, Score test) {
    /** Share of a class that no row has. */
    private static final double LEAST = 1e-9;

    /** What predicts the same for all rows, as {@code KanModel.predict} gives it: means of targets, or log-odds of classes. */
    static double[] mean(Dataset rows) {
        Batch batch = Batch.of(rows);
        int classes = rows.classes().size();
        double[] sums = new double[classes == 0 ? batch.targets() : classes];
        for (int r = 0; r < batch.rows(); r++) {
            double weight = batch.weight(r) / batch.totalWeight();
            for (int t = 0; t < batch.targets(); t++) {
                double y = batch.y()[r * batch.targets() + t];
                sums[classes == 0 ? t : (int) y] += classes == 0 ? weight * y : weight;
            }
        }
        if (classes == 0) {
            return sums;
        }
        double[] logs =
                Arrays.stream(sums).map(p -> Math.log(Math.max(p, LEAST))).toArray();
        return classes == 2 ? new double[] {logs[1] - logs[0]} : logs;
    }

    /** The same outputs in every row. */
    static double[] repeated(double[] outputs, int rows) {
        double[] all = new double[rows * outputs.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = outputs[i % outputs.length];
        }
        return all;
    }

    static void addTo(TextLines text, List<Baseline> baselines) {
        if (baselines.isEmpty()) {
            return;
        }
        boolean classes = baselines.get(0).test.targets().isEmpty();
        StringBuilder line = new StringBuilder(classes ? "baselines  test log loss" : "baselines  test RMSE");
        for (Baseline baseline : baselines) {
            line.append(line.charAt(line.length() - 1) == 'E' || line.charAt(line.length() - 1) == 's' ? " " : ", ")
                    .append(baseline.name)
                    .append(' ')
                    .append(TextLines.shortNumber(classes ? baseline.test.logLoss() : baseline.test.rmse()));
        }
        text.line(line.toString());
    }

    static void addTo(JsonMembers json, List<Baseline> baselines) {
        json.objects("baselines", baselines, (each, baseline) -> {
            each.string("name", baseline.name);
            FitResult.write(each, "train_", baseline.train);
            FitResult.write(each, "test_", baseline.test);
        });
    }
}
