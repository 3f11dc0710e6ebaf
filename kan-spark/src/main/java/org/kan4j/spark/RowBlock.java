package org.kan4j.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Neighbouring rows as arrays.
 *
 * @param rows how many
 * @param features of each; −1 where there is no row
 * @param leftOut rows that lacked a label, a weight or a feature, or had one that is no finite number
 * @param x [rows, features]
 * @param y [rows] labels
 * @param weights [rows] what each counts
 * @param judges [rows] whether a row judges; of length 0 where none are marked
 */
record RowBlock(int rows, int features, int leftOut, double[] x, double[] y, double[] weights, boolean[] judges)
        implements Serializable {
    /** Numbers of a block at the most. */
    private static final int NUMBERS = 1 << 20;

    /**
     * Packs the rows of a partition.
     *
     * @param rows features, label, weight, and whether a row judges, which is null where none are marked
     */
    static Iterator<RowBlock> pack(Iterator<Row> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public RowBlock next() {
                return packed(rows);
            }
        };
    }

    private static RowBlock packed(Iterator<Row> rows) {
        Builder block = new Builder();
        while (rows.hasNext() && !block.full()) {
            block.add(rows.next());
        }
        return block.build();
    }

    /** Grows a block. */
    private static final class Builder {
        private double[] x = new double[1024];
        private double[] y = new double[64];
        private double[] weights = new double[64];
        private boolean[] judges = new boolean[64];
        private boolean marked;
        private int features = -1;
        private int rows;
        private int leftOut;

        boolean full() {
            return features > 0 && (long) (rows + 1) * features > NUMBERS;
        }

        void add(Row row) {
            @Nullable Vector vector = row.getAs(0);
            if (!KanColumns.complete(vector) || !finite(row, 1) || !finite(row, 2)) {
                leftOut++;
                return;
            }
            double[] values = vector.toArray();
            if (features >= 0 && values.length != features) {
                throw new IllegalArgumentException("features: vectors of one length required, got " + features + " and "
                        + values.length + " numbers");
            }
            features = values.length;
            if (rows == y.length) {
                y = Arrays.copyOf(y, 2 * rows);
                weights = Arrays.copyOf(weights, 2 * rows);
                judges = Arrays.copyOf(judges, 2 * rows);
            }
            if ((rows + 1) * features > x.length) {
                x = Arrays.copyOf(x, Math.max(2 * x.length, (rows + 1) * features));
            }
            System.arraycopy(values, 0, x, rows * features, features);
            y[rows] = row.getDouble(1);
            weights[rows] = row.getDouble(2);
            if (!row.isNullAt(3)) {
                marked = true;
                judges[rows] = row.getBoolean(3);
            }
            rows++;
        }

        private static boolean finite(Row row, int column) {
            return !row.isNullAt(column) && Double.isFinite(row.getDouble(column));
        }

        RowBlock build() {
            return new RowBlock(
                    rows,
                    features,
                    leftOut,
                    Arrays.copyOf(x, rows * Math.max(0, features)),
                    Arrays.copyOf(y, rows),
                    Arrays.copyOf(weights, rows),
                    Arrays.copyOf(judges, marked ? rows : 0));
        }
    }
}
