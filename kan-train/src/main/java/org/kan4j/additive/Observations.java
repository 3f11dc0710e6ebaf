package org.kan4j.additive;

import org.kan4j.train.Loss;

/**
 * What the outputs are to meet.
 *
 * @param y [rows, targets]
 * @param weights [rows] what each row counts; empty where all count once
 * @param loss of a row
 * @param outputs number of outputs
 */
record Observations(double[] y, double[] weights, Loss loss, int outputs) {
    double weight(int row) {
        return weights.length == 0 ? 1 : weights[row];
    }

    /** The loss of some rows, and its first and second derivatives by their outputs. */
    double derivatives(int[] rows, double[] eta, double[] slopes, double[] curvatures) {
        int targets = loss.targets(outputs);
        double sum = 0;
        for (int r = 0; r < rows.length; r++) {
            double weight = weight(rows[r]);
            sum += loss.row(eta, r * outputs, outputs, y, rows[r] * targets, weight, slopes);
            loss.curvatures(eta, r * outputs, outputs, y, rows[r] * targets, weight, curvatures);
        }
        return sum;
    }

    double loss(int[] rows, double[] eta) {
        int targets = loss.targets(outputs);
        double[] slopes = new double[eta.length];
        double sum = 0;
        for (int r = 0; r < rows.length; r++) {
            sum += loss.row(eta, r * outputs, outputs, y, rows[r] * targets, weight(rows[r]), slopes);
        }
        return sum;
    }
}
