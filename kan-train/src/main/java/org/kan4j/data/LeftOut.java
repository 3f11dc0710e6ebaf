package org.kan4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Columns and rows of numbers that say nothing of the targets, and the notes that they are left out. */
final class LeftOut {
    private LeftOut() {}

    /** Whether all numbers are the same, or all are gaps. */
    static boolean constant(double[] column) {
        for (double v : column) {
            if (Double.compare(v, column[0]) != 0 && v != column[0]) {
                return false;
            }
        }
        return true;
    }

    /** Says how many rows are left out since they lack an input. */
    static void noteLacking(long rows, List<String> notes) {
        if (rows > 0) {
            notes.add((rows == 1 ? "1 row that lacks" : rows + " rows that lack") + " an input: left out");
        }
    }

    /** Says how many rows are left out since a target has no value there. */
    static void noteGaps(long rows, Roles roles, List<String> notes) {
        if (rows > 0) {
            notes.add((rows == 1 ? "1 row" : rows + " rows") + " without a value of "
                    + roles.targets().stream().map(TableReader::shown).collect(Collectors.joining(" or "))
                    + ": left out");
        }
    }

    /**
     * The columns that are neither constant nor repeat one before; says so of the others.
     *
     * @param source the table's name, for messages
     * @param names the columns
     * @param constant whether a column's numbers are all the same
     * @param contents what is equal for columns with the same numbers alone
     * @param notes receives what was left out
     */
    static List<String> varying(
            String source,
            Set<String> names,
            Predicate<String> constant,
            Function<String, Object> contents,
            List<String> notes) {
        List<String> kept = new ArrayList<>();
        Map<Object, String> seen = new HashMap<>();
        for (String name : names) {
            if (constant.test(name)) {
                notes.add("column " + TableReader.shown(name) + " is constant: left out");
                continue;
            }
            String twin = seen.putIfAbsent(contents.apply(name), name);
            if (twin == null) {
                kept.add(name);
            } else {
                notes.add("column " + TableReader.shown(name) + " equals column " + TableReader.shown(twin)
                        + ": left out");
            }
        }
        if (kept.isEmpty()) {
            throw new DataException(source + ": at least 1 input column that varies required, got none");
        }
        return kept;
    }

    /** Decimals that are equal by their values; levels are none. */
    record Contents(double[] values, boolean levels) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Contents that && levels == that.levels && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }
}
