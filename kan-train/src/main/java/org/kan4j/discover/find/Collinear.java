package org.kan4j.discover.find;

import java.util.Arrays;

/**
 * Finds columns that are multiples of one another modulo the span of a few given columns, each in constant time: what a
 * column has besides the span, with length 1, is looked up in a table. Meant for exact data.
 */
final class Collinear {
    /** Numbers left of a column besides the span, so that two ratios are the key. */
    static final int LEFT = 3;

    /** No column. */
    static final int NONE = -1;

    /** A column that lies in the span of the given ones. */
    static final int WITHIN = -2;

    /** A column with a smaller share of it outside the span lies in it: of less, rounding leaves too few digits for a key. */
    private static final double SMALLEST = 1e-8;

    /** Keys of columns in the span, and of those that are not finite: no two ratios are both this NaN. */
    private static final long INSIDE = -1;

    private static final long UNKNOWN = -2;

    /** The most bits that keys are coarser by. */
    private static final int MOST_BITS = 20;

    /** How much of a column's error may be left besides the span, where little else is; and the bits of a key's ratio. */
    private static final double AMPLIFIED = 64;

    private static final double PRECISION = 0x1p-24;

    private final double[][] outside;
    private final double smallest;
    private final int dropped;
    private long[] keys;
    private int[] numbers;
    private int size;

    /**
     * An empty table.
     *
     * @param given columns, of {@link #LEFT} numbers more than there are columns, not modified
     * @param error of the columns, as a share of them; 0 for exact ones. Keys are coarser then, and more columns are taken for
     *     multiples that are none.
     */
    Collinear(double[][] given, double error) {
        outside = complement(given);
        smallest = Math.max(SMALLEST, AMPLIFIED * error);
        double coarser = Math.ceil(Math.log(AMPLIFIED * error / PRECISION) / Math.log(2));
        dropped = (int) Math.max(0, Math.min(MOST_BITS, coarser));
        keys = new long[64];
        numbers = new int[64];
        Arrays.fill(numbers, NONE);
    }

    /** An orthonormal basis of what is orthogonal to all columns, by Householder reflections. */
    private static double[][] complement(double[][] given) {
        int n = given.length + LEFT;
        double[][] v = new double[given.length][];
        for (int k = 0; k < given.length; k++) {
            double[] column = Arrays.copyOf(given[k], n);
            for (int j = 0; j < k; j++) {
                reflect(v[j], column);
            }
            Arrays.fill(column, 0, k, 0);
            double norm = Math.sqrt(dot(column, column));
            column[k] += column[k] > 0 ? norm : -norm;
            double length = Math.sqrt(dot(column, column));
            for (int r = 0; r < n && length > 0; r++) {
                column[r] /= length;
            }
            v[k] = column;
        }
        double[][] basis = new double[LEFT][n];
        for (int i = 0; i < LEFT; i++) {
            basis[i][given.length + i] = 1;
            for (int k = given.length - 1; k >= 0; k--) {
                reflect(v[k], basis[i]);
            }
        }
        return basis;
    }

    private static void reflect(double[] v, double[] column) {
        double twice = 2 * dot(v, column);
        for (int r = 0; r < column.length; r++) {
            column[r] -= twice * v[r];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int r = 0; r < a.length; r++) {
            sum += a[r] * b[r];
        }
        return sum;
    }

    /**
     * The number of the column that this one is a multiple of modulo the span; where there is none, this one is put into the
     * table.
     *
     * @param column as long as the given ones, or longer; not modified
     * @param number of the column, ≥ 0
     * @return {@link #WITHIN} in the span, {@link #NONE} without an earlier multiple
     */
    int add(double[] column, int number) {
        long key = key(column);
        int at = slot(key);
        if (key == INSIDE || key == UNKNOWN || numbers[at] != NONE) {
            return found(key, at);
        }
        keys[at] = key;
        numbers[at] = number;
        size++;
        if (2 * size > numbers.length) {
            grow();
        }
        return NONE;
    }

    /** The number of a column that a column is related to, as {@link #add} finds it, without putting it into the table. */
    int find(double[] column) {
        long key = key(column);
        return found(key, slot(key));
    }

    /** Whether columns are multiples of one another modulo the span. */
    boolean alike(double[] column, double[] other) {
        return key(column) == key(other);
    }

    private int found(long key, int at) {
        return key == INSIDE ? WITHIN : key == UNKNOWN ? NONE : numbers[at];
    }

    /** What multiples modulo the span have in common. */
    private long key(double[] column) {
        int n = outside[0].length;
        double a = 0;
        double b = 0;
        double c = 0;
        double whole = 0;
        for (int r = 0; r < n; r++) {
            double u = column[r];
            a += outside[0][r] * u;
            b += outside[1][r] * u;
            c += outside[2][r] * u;
            whole += u * u;
        }
        double left = a * a + b * b + c * c;
        if (!(whole < Double.POSITIVE_INFINITY)) {
            return UNKNOWN;
        }
        return left > smallest * smallest * whole ? bits(b / a) << 32 | bits(c / a) : INSIDE;
    }

    private long bits(double ratio) {
        int half = 1 << dropped >> 1;
        return (Float.floatToIntBits((float) ratio) + half >> dropped) & 0xffff_ffffL;
    }

    /** Where a key is, or would be put. */
    private int slot(long key) {
        long mixed = key * 0x9e3779b97f4a7c15L;
        int at = (int) (mixed >>> 32) & numbers.length - 1;
        while (numbers[at] != NONE && keys[at] != key) {
            at = at + 1 & numbers.length - 1;
        }
        return at;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldNumbers = numbers;
        keys = new long[2 * oldKeys.length];
        numbers = new int[keys.length];
        Arrays.fill(numbers, NONE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldNumbers[i] != NONE) {
                int at = slot(oldKeys[i]);
                keys[at] = oldKeys[i];
                numbers[at] = oldNumbers[i];
            }
        }
    }
}
