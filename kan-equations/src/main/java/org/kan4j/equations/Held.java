package org.kan4j.equations;

import java.util.Arrays;

/**
 * Coefficients that others say: c_e = constant + Σ shares·c_f, where no f is such a coefficient itself. Least squares under linear
 * conditions are least squares in the others.
 */
final class Held {
    private static final int[] NO_COLUMNS = {};

    private static final double[] NO_SHARES = {};

    /** Which of the said coefficients each one is; −1 where it is none. */
    private final int[] number;

    private int count;
    private int[] said = new int[8];
    private int[][] columns = new int[8][];
    private double[][] shares = new double[8][];
    private double[] constants = new double[8];

    /**
     * None yet.
     *
     * @param size number of coefficients
     */
    Held(int size) {
        this.number = new int[size];
        Arrays.fill(number, -1);
    }

    /**
     * Adds a coefficient.
     *
     * @param coefficient that others say
     * @param constant what it is where these are zero
     * @param by the others, of which {@code count} count
     * @param of their shares
     * @param length how many they are
     */
    void add(int coefficient, double constant, int[] by, double[] of, int length) {
        if (count == said.length) {
            said = Arrays.copyOf(said, 2 * count);
            columns = Arrays.copyOf(columns, 2 * count);
            shares = Arrays.copyOf(shares, 2 * count);
            constants = Arrays.copyOf(constants, 2 * count);
        }
        number[coefficient] = count;
        said[count] = coefficient;
        columns[count] = length == 0 ? NO_COLUMNS : Arrays.copyOf(by, length);
        shares[count] = length == 0 ? NO_SHARES : Arrays.copyOf(of, length);
        constants[count++] = constant;
    }

    /** Makes coefficients what the others say. */
    void complete(double[] c) {
        for (int e = 0; e < count; e++) {
            double sum = constants[e];
            for (int m = 0; m < columns[e].length; m++) {
                sum += shares[e][m] * c[columns[e][m]];
            }
            c[said[e]] = sum;
        }
    }

    /** A row of derivatives by all coefficients becomes one by those that are free; for the others stand zeros. */
    void reduce(Tensor.Row row) {
        int length = row.count;
        boolean contiguous = row.contiguous();
        int first = row.columns[0];
        for (int a = 0; a < length; a++) {
            int e = row.columns[a] < number.length ? number[row.columns[a]] : -1;
            if (e < 0) {
                continue;
            }
            double v = row.values[a];
            row.values[a] = 0;
            for (int m = 0; m < columns[e].length && v != 0; m++) {
                int at =
                        contiguous ? columns[e][m] - first : Arrays.binarySearch(row.columns, 0, length, columns[e][m]);
                if (at >= 0 && at < length) {
                    row.values[at] += v * shares[e][m];
                } else {
                    row.reserve(columns[e][m], 1)[row.count - 1] = v * shares[e][m];
                }
            }
        }
        if (row.count > length) {
            row.tidy();
        }
    }

    /** A gradient by all coefficients becomes one by those that are free; for the others stand zeros. */
    void reduce(double[] gradient) {
        for (int e = 0; e < count; e++) {
            double v = gradient[said[e]];
            gradient[said[e]] = 0;
            for (int m = 0; m < columns[e].length; m++) {
                gradient[columns[e][m]] += v * shares[e][m];
            }
        }
    }

    /** Adds ones to the diagonal of a matrix of reduced rows, where nothing else stands. */
    void fill(NormalMatrix normal) {
        Tensor.Row row = new Tensor.Row();
        for (int e = 0; e < count; e++) {
            row.clear();
            row.reserve(said[e], 1)[0] = 1;
            normal.add(row, 1);
        }
    }
}
