package org.kan4j.data;

import java.util.Arrays;
import org.kan4j.model.KanModel;

/**
 * Rows of inputs and targets in a network's units.
 *
 * @param x [rows, in], not modified
 * @param y [rows, targets], not modified: a target for each output, or the number of a row's class, see {@code train.Loss}
 * @param weights [rows] finite and not negative, not modified; empty where every row counts once
 * @param rows number of rows
 */
public record Batch(double[] x, double[] y, double[] weights, int rows) {
    private static final double[] EQUAL = {};

    /**
     * Validates.
     *
     * @param x [rows, in], not modified
     * @param y [rows, targets], not modified: a target for each output, or the number of a row's class, see {@code train.Loss}
     * @param weights [rows] finite and not negative, not modified; empty where every row counts once
     * @param rows number of rows
     */
    public Batch {
        if (!(rows >= 0) || (rows == 0 ? x.length + y.length > 0 : x.length % rows != 0 || y.length % rows != 0)) {
            throw new IllegalArgumentException("batch: [rows, in] inputs and [rows, targets] targets required, got "
                    + x.length + " and " + y.length + " numbers for " + rows + " rows");
        }
        if (weights.length != 0 && weights.length != rows) {
            throw new IllegalArgumentException(
                    "batch: no weights or one for each of " + rows + " rows required, got " + weights.length);
        }
        for (double weight : weights) {
            if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("batch: finite weights of 0 or more required, got " + weight);
            }
        }
    }

    /**
     * Rows that count once each.
     *
     * @param x [rows, in], not copied
     * @param y [rows, out], not copied
     * @param rows number of rows
     */
    public Batch(double[] x, double[] y, int rows) {
        this(x, y, EQUAL, rows);
    }

    /** {@return no rows} */
    public static Batch empty() {
        return new Batch(EQUAL, EQUAL, 0);
    }

    /**
     * {@return the rows of a dataset, in its units}
     *
     * @param data the rows
     */
    public static Batch of(Dataset data) {
        return new Batch(data.x(), data.y(), data.weights(), data.rows());
    }

    /**
     * {@return what a row counts}
     *
     * @param row number of the row
     */
    public double weight(int row) {
        return weights.length == 0 ? 1 : weights[row];
    }

    /** {@return what all rows count together} */
    public double totalWeight() {
        return weights.length == 0 ? rows : Arrays.stream(weights).sum();
    }

    /** {@return inputs per row} */
    public int in() {
        return rows == 0 ? 0 : x.length / rows;
    }

    /** {@return targets per row} */
    public int targets() {
        return rows == 0 ? 0 : y.length / rows;
    }

    /**
     * {@return whether every number of an input is positive}
     *
     * @param input number of the input
     */
    public boolean positive(int input) {
        for (int r = 0; r < rows; r++) {
            if (!(x[r * in() + input] > 0)) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@return these rows, which are in the data's units, in those of a model's network}
     *
     * @param model with as many inputs and outputs
     */
    public Batch normalized(KanModel model) {
        double[] targets = model.classes().isEmpty() ? model.targets(y, rows) : y;
        return new Batch(model.normalized(x, rows), targets, weights, rows);
    }

    /**
     * {@return at most so many of the rows, evenly spread over the batch}
     *
     * @param most ≥ 1
     */
    public Batch thinned(int most) {
        if (rows <= most) {
            return this;
        }
        int[] chosen = new int[most];
        Arrays.setAll(chosen, r -> (int) ((long) r * rows / most));
        return subset(chosen);
    }

    /**
     * {@return some of the rows, in the given order}
     *
     * @param chosen numbers of rows
     */
    public Batch subset(int[] chosen) {
        int in = in();
        int targets = targets();
        double[] someX = new double[chosen.length * in];
        double[] someY = new double[chosen.length * targets];
        double[] someWeights = new double[weights.length == 0 ? 0 : chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(x, chosen[i] * in, someX, i * in, in);
            System.arraycopy(y, chosen[i] * targets, someY, i * targets, targets);
            if (someWeights.length > 0) {
                someWeights[i] = weights[chosen[i]];
            }
        }
        return new Batch(someX, someY, someWeights, chosen.length);
    }
}
