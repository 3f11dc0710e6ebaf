package org.kan4j.report.html;

import java.util.stream.IntStream;

/**
 * How far predictions of one target are from what was observed, over the rows with a finite prediction.
 *
 * @param rmse root mean squared error, in the target's units
 * @param mae mean absolute error, in the target's units
 * @param r2 coefficient of determination; NaN where the target is the same in all rows
 * @param undefined number of rows without a finite prediction
 */
record Errors(double rmse, double mae, double r2, long undefined) {
    static Errors of(double[] observed, double[] predicted) {
        int[] defined = IntStream.range(0, observed.length)
                .filter(r -> Double.isFinite(predicted[r]))
                .toArray();
        double mean =
                IntStream.of(defined).mapToDouble(r -> observed[r]).average().orElse(Double.NaN);
        double squares = 0;
        double absolute = 0;
        double variance = 0;
        for (int r : defined) {
            double error = predicted[r] - observed[r];
            squares += error * error / defined.length;
            absolute += Math.abs(error) / defined.length;
            variance += (observed[r] - mean) * (observed[r] - mean) / defined.length;
        }
        boolean none = defined.length == 0;
        return new Errors(
                none ? Double.NaN : Math.sqrt(squares),
                none ? Double.NaN : absolute,
                variance > 0 ? 1 - squares / variance : Double.NaN,
                observed.length - defined.length);
    }
}
