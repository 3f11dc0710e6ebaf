package org.kan4j.discover.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.data.Batch;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Expression;

/**
 * How far a row alone says what a fitted formula gives there: 1 where the constants fit it whatever it is (Hoaglin and Welsch, The American
 * Statistician 32, 1978).
 */
public final class Leverage {
    /** A column is taken for a combination of others where it is so short without them. */
    private static final double DEPENDENT = 1e-10;

    private Leverage() {}

    /** The largest leverage of a row on a formula near its constants, 0 … 1. */
    public static double largest(Expression formula, Batch data) {
        CompiledExpression compiled = CompiledExpression.of(formula);
        int n = compiled.parameterCount();
        int rows = data.rows();
        double[] values = new double[rows];
        double[] jacobian = new double[rows * n];
        compiled.jacobian(compiled.parameters(), data.x(), rows, data.in(), values, jacobian);
        List<double[]> basis = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            double[] column = new double[rows];
            for (int r = 0; r < rows; r++) {
                column[r] = jacobian[r * n + k] * Math.sqrt(data.weight(r));
            }
            if (scaled(column) > 0) {
                // Twice is enough: Parlett, The Symmetric Eigenvalue Problem, section 6.9.
                for (int pass = 0; pass < 2; pass++) {
                    for (double[] other : basis) {
                        double dot = dot(column, other);
                        for (int r = 0; r < rows; r++) {
                            column[r] -= dot * other[r];
                        }
                    }
                }
                if (scaled(column) > DEPENDENT) {
                    basis.add(column);
                }
            }
        }
        double[] leverages = new double[rows];
        for (double[] column : basis) {
            for (int r = 0; r < rows; r++) {
                leverages[r] += column[r] * column[r];
            }
        }
        return Arrays.stream(leverages).max().orElse(0);
    }

    /** Scales a column to length 1 where it has one that is finite; returns the length before. */
    private static double scaled(double[] column) {
        double length = Math.sqrt(dot(column, column));
        if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
            return 0;
        }
        for (int r = 0; r < column.length; r++) {
            column[r] /= length;
        }
        return length;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int r = 0; r < a.length; r++) {
            sum += a[r] * b[r];
        }
        return sum;
    }
}
