package org.kan4j.additive;

import org.kan4j.basis.Basis;
import org.kan4j.basis.Categories;

/**
 * The functions of a basis at an input of all rows.
 *
 * @param input number of the input
 * @param basis whose functions
 * @param first [rows] the first function that may be other than zero
 * @param values [rows, support] of that function and the following ones
 */
record FunctionTable(int input, Basis basis, int[] first, double[] values) {

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
        return new FunctionTable(input, basis, first, values);
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
        return new FunctionTable(input, alone.basis, alone.first, alone.values);
    }
}
