package org.kan4j.additive;

import java.util.Arrays;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Categories;

/**
 * The functions of a basis at an input of all rows.
 *
 * @param input number of the input
 * @param basis whose functions
 * @param first [rows] the first function that may be other than zero
 * @param values [rows, support] of that function and the following ones
 * @param columns number of coefficients: that of functions, or fewer where the first ones come again at the end, as those of a cycle
 */
record FunctionTable(int input, Basis basis, int[] first, double[] values, int columns) {

    /**
     * Evaluates; a gap stands where the basis is neutral.
     *
     * @param x [rows, inputs], not modified
     * @param rows number of rows
     * @param inputs number of inputs
     * @param input which of them
     * @param basis whose functions
     */
    static FunctionTable of(double[] x, int rows, int inputs, int input, Basis basis) {
        int support = basis.support();
        int[] first = new int[rows];
        double[] values = new double[Math.multiplyExact(rows, support)];
        for (int r = 0; r < rows; r++) {
            double value = x[r * inputs + input];
            first[r] = basis.evaluate(Double.isNaN(value) ? basis.neutral() : value, 0, values, r * support);
        }
        return new FunctionTable(input, basis, first, values, basis.size());
    }

    /** These functions as those of a cycle, over whose whole length the basis has equal intervals: what ends it begins it too. */
    FunctionTable cyclic() {
        return new FunctionTable(input, basis, first, values, basis.grid().intervals());
    }

    /** These functions with a coefficient for each. */
    FunctionTable whole() {
        return new FunctionTable(input, basis, first, values, basis.size());
    }

    boolean isCyclic() {
        return columns < basis.size();
    }

    /** The coefficients of all functions. */
    double[] unrolled(double[] c) {
        double[] all = new double[basis.size()];
        Arrays.setAll(all, j -> c[j % columns]);
        return all;
    }

    /** Writes the columns that may be other than zero in a row, ascending from an offset on; where the next ones are written. */
    int gather(int row, int offset, int[] places, double[] into, int at) {
        int support = basis.support();
        int begun = Math.max(0, first[row] + support - columns);
        int next = at;
        for (int k = 0; k < support; k++, next++) {
            int i = (k + support - begun) % support;
            places[next] = offset + (first[row] + i) % columns;
            into[next] = values[row * support + i];
        }
        return next;
    }

    /**
     * Whether an input has a gap, by the functions of a category of one level.
     *
     * @param x [rows, inputs], not modified
     * @param rows number of rows
     * @param inputs number of inputs
     * @param input which of them
     */
    static FunctionTable gaps(double[] x, int rows, int inputs, int input) {
        double[] gap = new double[rows];
        for (int r = 0; r < rows; r++) {
            gap[r] = Double.isNaN(x[r * inputs + input]) ? 0 : Categories.UNKNOWN;
        }
        FunctionTable alone = of(gap, rows, 1, 0, new Categories(1));
        return new FunctionTable(input, alone.basis, alone.first, alone.values, alone.columns);
    }
}
