package org.kan4j.train;

import org.kan4j.data.Dataset;
import org.kan4j.model.KanModel;

/**
 * Rows of inputs and targets in a network's units.
 *
 * @param x [rows, in], not modified
 * @param y [rows, out], not modified
 * @param rows number of rows
 */
public record Batch(double[] x, double[] y, int rows) {
    /** Validates. */
    public Batch {
        if (!(rows >= 0) || (rows == 0 ? x.length + y.length > 0 : x.length % rows != 0 || y.length % rows != 0)) {
            throw new IllegalArgumentException("batch: [rows, in] inputs and [rows, out] targets required, got "
                    + x.length + " and " + y.length + " numbers for " + rows + " rows");
        }
    }

    /** The rows of a dataset, in its units. */
    public static Batch of(Dataset data) {
        return new Batch(data.x(), data.y(), data.rows());
    }

    /** Inputs per row. */
    public int in() {
        return rows == 0 ? 0 : x.length / rows;
    }

    /** Targets per row. */
    public int out() {
        return rows == 0 ? 0 : y.length / rows;
    }

    /** Whether every number of an input is positive. */
    public boolean positive(int input) {
        for (int r = 0; r < rows; r++) {
            if (!(x[r * in() + input] > 0)) {
                return false;
            }
        }
        return true;
    }

    /** These rows, which are in the data's units, in those of a model's network. */
    public Batch normalized(KanModel model) {
        return new Batch(model.inputs().apply(x, rows), model.outputs().apply(y, rows), rows);
    }

    /** At most so many of the rows, evenly spread over the batch. */
    public Batch thinned(int most) {
        if (rows <= most) {
            return this;
        }
        int in = in();
        int out = out();
        double[] someX = new double[most * in];
        double[] someY = new double[most * out];
        for (int r = 0; r < most; r++) {
            int from = (int) ((long) r * rows / most);
            System.arraycopy(x, from * in, someX, r * in, in);
            System.arraycopy(y, from * out, someY, r * out, out);
        }
        return new Batch(someX, someY, most);
    }
}
