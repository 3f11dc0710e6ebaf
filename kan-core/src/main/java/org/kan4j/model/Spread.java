package org.kan4j.model;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Means and standard deviations of columns whose rows may be on many machines: the largest values first, then two sums over chunks of rows
 * ({@link org.kan4j.kernel.TreeSum}).
 *
 * @param units [columns] what values are divided by, so that squares neither overflow nor vanish
 * @param means [columns] in these units; empty for the first sum, of the values, from which they follow
 */
public record Spread(double[] units, double[] means) implements Serializable {
    /** Sums over all chunks. */
    @FunctionalInterface
    public interface Chunks {
        /**
         * {@return the sum over all chunks of rows}
         *
         * @param spread gives that of one
         * @param columns its length
         */
        double[] sum(Spread spread, int columns);
    }

    /**
     * Raises the largest values to those of some rows.
     *
     * @param values [rows, columns], finite, not modified
     * @param rows number of rows
     * @param largest [columns] absolute values, raised
     */
    public static void largest(double[] values, int rows, double[] largest) {
        for (int i = 0; i < rows * largest.length; i++) {
            int c = i % largest.length;
            largest[c] = Math.max(largest[c], Math.abs(values[i]));
        }
    }

    /**
     * {@return for each column the sum of the values, or that of the squared distances from the means, over a chunk of rows}
     *
     * @param values [rows, columns], finite, not modified
     * @param from the first row
     * @param to behind the last
     */
    public double[] of(double[] values, int from, int to) {
        int columns = units.length;
        double[] sums = new double[columns];
        for (int c = 0; c < columns; c++) {
            double sum = 0;
            for (int r = from; r < to; r++) {
                double value = values[r * columns + c] / units[c];
                if (means.length > 0) {
                    value = (value - means[c]) * (value - means[c]);
                }
                sum += value;
            }
            sums[c] = sum;
        }
        return sums;
    }

    /**
     * {@return the map that shifts by the mean and scales by the standard deviation; a column without spread keeps scale 1}
     *
     * @param largest [columns] the largest absolute values
     * @param rows number of rows ≥ 1
     * @param chunks all rows
     */
    public static Normalization standardizing(double[] largest, long rows, Chunks chunks) {
        int columns = largest.length;
        double[] units = Arrays.stream(largest).map(v -> v > 0 ? v : 1).toArray();
        double[] means = chunks.sum(new Spread(units, new double[0]), columns);
        for (int c = 0; c < columns; c++) {
            means[c] /= rows;
        }
        double[] squares = chunks.sum(new Spread(units, means), columns);
        double[] shift = new double[columns];
        double[] scale = new double[columns];
        for (int c = 0; c < columns; c++) {
            double deviation = Math.sqrt(squares[c] / rows) * units[c];
            shift[c] = means[c] * units[c];
            scale[c] = deviation > 1e-13 * units[c] && deviation >= Double.MIN_NORMAL ? deviation : 1;
        }
        return new Normalization(shift, scale);
    }
}
