package org.kan4j.spark;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * A row of a group.
 *
 * @param place in the table
 * @param numbers inputs and the target; NaN for what is missing
 */
record GroupRow(long place, double[] numbers) implements Serializable {
    /**
     * Reads.
     *
     * @param row keys, then inputs and target
     * @param keys how many of them
     * @param place of the row in the table
     */
    static GroupRow of(Row row, int keys, long place) {
        double[] numbers = new double[row.length() - keys];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = row.isNullAt(keys + i) ? Double.NaN : row.getDouble(keys + i);
        }
        return new GroupRow(place, numbers);
    }

    /** Whether all numbers are there and finite. */
    boolean complete() {
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                return false;
            }
        }
        return true;
    }
}
