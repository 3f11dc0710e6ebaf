package org.kan4j.equations;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.basis.Basis;

/**
 * Linear conditions on the coefficients of an unknown along one input, r·c_j = g_j for each function j of the other input, in reduced
 * form: each row r has a coefficient of its own, its pivot, at which it is one and the others are zero. Pivots stand as far outside as
 * they can, so that local functions stay local.
 */
final class Ends {
    /** An entry of a row counts as zero below this share of the largest. */
    private static final double ZERO = 1e-9;

    /** One row, its pivot, and right sides by functions of the other input. */
    @SuppressWarnings("ArrayRecordComponent")
    record Condition(int pivot, double[] row, double[] right) {}

    private final Basis basis;
    private final List<Condition> conditions = new ArrayList<>();

    Ends(Basis basis) {
        this.basis = basis;
    }

    List<Condition> conditions() {
        return conditions;
    }

    boolean pivot(int coefficient) {
        return conditions.stream().anyMatch(c -> c.pivot() == coefficient);
    }

    /** The right sides of all conditions, of one function of the other input. */
    double[] right(int function) {
        return conditions.stream().mapToDouble(c -> c.right()[function]).toArray();
    }

    /** The row of Σ_o weights_o·∂ᵒ at a place. */
    static double[] row(Basis basis, double x, double[] weights) {
        double[] row = new double[basis.size()];
        int support = basis.support();
        double[] values = new double[Tensor.ORDERS * support];
        int first = basis.evaluate(x, Tensor.ORDERS - 1, values, 0);
        for (int o = 0; o < weights.length; o++) {
            for (int j = 0; j < support; j++) {
                row[first + j] += weights[o] * values[o * support + j];
            }
        }
        return row;
    }

    /**
     * Adds a condition, unless the others say it.
     *
     * @param row by coefficients along the input, not modified
     * @param right by functions of the other input, not modified
     * @param upper whether it is one at the upper end
     */
    void add(double[] row, double[] right, boolean upper) {
        double[] r = row.clone();
        double[] g = right.clone();
        double before = largest(r);
        for (Condition other : conditions) {
            subtract(r, r[other.pivot()], g, other);
        }
        double largest = largest(r);
        if (!(largest > ZERO * before)) {
            return;
        }
        int size = r.length;
        int pivot = 0;
        for (int m = 0; m < size; m++) {
            pivot = basis.local() && upper ? size - 1 - m : m;
            if (Math.abs(r[pivot]) > ZERO * largest) {
                break;
            }
        }
        double scale = r[pivot];
        for (int i = 0; i < size; i++) {
            r[i] /= scale;
        }
        for (int j = 0; j < g.length; j++) {
            g[j] /= scale;
        }
        r[pivot] = 1;
        Condition own = new Condition(pivot, r, g);
        for (Condition other : conditions) {
            subtract(other.row(), other.row()[pivot], other.right(), own);
        }
        conditions.add(own);
    }

    private static double largest(double[] row) {
        double most = 0;
        for (double v : row) {
            most = Math.max(most, Math.abs(v));
        }
        return most;
    }

    /** Subtracts so much of a condition from a row and its right sides. */
    private static void subtract(double[] row, double times, double[] right, Condition condition) {
        if (times == 0) {
            return;
        }
        for (int i = 0; i < row.length; i++) {
            row[i] -= times * condition.row()[i];
        }
        row[condition.pivot()] = 0;
        for (int j = 0; j < right.length; j++) {
            right[j] -= times * condition.right()[j];
        }
    }
}
