package org.kan4j.additive;

import java.util.List;

/** The columns of an intercept, which is the first, and of terms. */
final class Design {
    private final List<Term> terms;
    private final int[] offsets;
    private final int columns;
    private final int support;

    Design(List<Term> terms) {
        this.terms = List.copyOf(terms);
        this.offsets = new int[terms.size()];
        int next = 1;
        int most = 1;
        for (int t = 0; t < offsets.length; t++) {
            offsets[t] = next;
            next += terms.get(t).size();
            most += terms.get(t).support();
        }
        this.columns = next;
        this.support = most;
    }

    List<Term> terms() {
        return terms;
    }

    /** Where the columns of a term begin. */
    int offset(int term) {
        return offsets[term];
    }

    int columns() {
        return columns;
    }

    /** The most columns that are other than zero in a row. */
    int support() {
        return support;
    }

    /** Writes the columns of a row that may be other than zero; how many they are. */
    int gather(int row, int[] places, double[] values) {
        places[0] = 0;
        values[0] = 1;
        int next = 1;
        for (int t = 0; t < offsets.length; t++) {
            next = terms.get(t).gather(row, offsets[t], places, values, next);
        }
        return next;
    }

    /** The values of a combination of the columns in some rows. */
    double[] values(int[] rows, double[] coefficients) {
        int[] places = new int[support];
        double[] values = new double[support];
        double[] sums = new double[rows.length];
        for (int r = 0; r < rows.length; r++) {
            int count = gather(rows[r], places, values);
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += values[i] * coefficients[places[i]];
            }
            sums[r] = sum;
        }
        return sums;
    }
}
