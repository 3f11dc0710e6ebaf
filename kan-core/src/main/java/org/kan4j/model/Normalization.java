package org.kan4j.model;

import java.util.Arrays;
import org.kan4j.kernel.TreeSum;

/** An affine map of each column, z = (v − shift) / scale, between the data's units and the network's. Immutable. */
public final class Normalization {
    private final double[] shift;
    private final double[] scale;

    /**
     * A map.
     *
     * @param shift [columns], finite; copied
     * @param scale [columns], finite and positive; copied
     * @throws IllegalArgumentException if they differ in length or a number is out of its range
     */
    public Normalization(double[] shift, double[] scale) {
        if (shift.length != scale.length) {
            throw new IllegalArgumentException(
                    "normalization: as many shifts as scales required, got " + shift.length + " and " + scale.length);
        }
        for (int i = 0; i < shift.length; i++) {
            if (!Double.isFinite(shift[i]) || !(scale[i] > 0) || !Double.isFinite(scale[i])) {
                throw new IllegalArgumentException(
                        "normalization: finite shift and positive finite scale required, got " + shift[i] + " and "
                                + scale[i] + " for column " + i);
            }
        }
        this.shift = shift.clone();
        this.scale = scale.clone();
    }

    /**
     * {@return the map that changes nothing}
     *
     * @param columns how many
     */
    public static Normalization identity(int columns) {
        double[] one = new double[columns];
        Arrays.fill(one, 1);
        return new Normalization(new double[columns], one);
    }

    /**
     * {@return the map that shifts by the mean and scales by the standard deviation; a column without spread keeps scale 1}
     *
     * @param values [rows, columns], finite, not modified
     * @param rows number of rows ≥ 1
     * @param columns number of columns
     */
    public static Normalization standardizing(double[] values, int rows, int columns) {
        Spread.Chunks one = (spread, length) -> {
            TreeSum sum = new TreeSum();
            for (int from = 0, c = 0; from < rows; from += TreeSum.ROWS, c++) {
                int to = Math.min(rows, from + TreeSum.ROWS);
                sum.add(new TreeSum.Node(0, c, spread.of(values, from, to)));
            }
            return sum.total(length);
        };
        double[] largest = new double[columns];
        Spread.largest(values, rows, largest);
        return Spread.standardizing(largest, rows, one);
    }

    /** {@return the number of columns} */
    public int columns() {
        return shift.length;
    }

    /**
     * {@return the shift of a column, in the data's units}
     *
     * @param column its number
     */
    public double shift(int column) {
        return shift[column];
    }

    /**
     * {@return the scale of a column, in the data's units}
     *
     * @param column its number
     */
    public double scale(int column) {
        return scale[column];
    }

    /**
     * From the data's units to the network's.
     *
     * @param values [rows, columns], not modified
     * @param rows number of rows
     * @return [rows, columns]
     */
    public double[] apply(double[] values, int rows) {
        double[] z = new double[rows * shift.length];
        for (int i = 0; i < z.length; i++) {
            int c = i % shift.length;
            z[i] = (values[i] - shift[c]) / scale[c];
        }
        return z;
    }

    /**
     * From the network's units to the data's.
     *
     * @param z [rows, columns], not modified
     * @param rows number of rows
     * @return [rows, columns]
     */
    public double[] invert(double[] z, int rows) {
        double[] values = new double[rows * shift.length];
        for (int i = 0; i < values.length; i++) {
            int c = i % shift.length;
            values[i] = z[i] * scale[c] + shift[c];
        }
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Normalization that
                && Arrays.equals(shift, that.shift)
                && Arrays.equals(scale, that.scale);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shift) + Arrays.hashCode(scale);
    }
}
