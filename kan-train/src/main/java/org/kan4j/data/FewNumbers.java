package org.kan4j.data;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Looks for a few whole numbers that repeat, which may be codes of categories. */
final class FewNumbers {
    /** Of two numbers a straight line says all. */
    private static final int FEWEST = 3;

    private static final int MOST = 12;

    /** Rows for each number, at least. */
    private static final int ROWS_EACH = 10;

    private final Set<Double> different = new HashSet<>();
    private boolean whole = true;
    private long rows;

    /** Takes one more number into account; NaN is none. */
    void add(double value) {
        if (Double.isNaN(value)) {
            return;
        }
        rows++;
        if (whole && different.size() <= MOST) {
            whole = value == Math.rint(value);
            different.add(value);
        }
    }

    /** What to say of them. */
    Optional<String> said() {
        int count = different.size();
        boolean few = whole && count >= FEWEST && count <= MOST && (long) count * ROWS_EACH <= rows;
        return few ? Optional.of(count + " whole numbers that repeat") : Optional.empty();
    }

    /** A note for whoever fits a column. */
    Optional<String> note(String column) {
        return said().map(said -> "column " + TableReader.shown(column) + " holds " + said
                + "; where they are codes, --categories takes them for levels");
    }

    static Optional<String> note(String column, double[] values) {
        FewNumbers few = new FewNumbers();
        for (double value : values) {
            few.add(value);
        }
        return few.note(column);
    }
}
