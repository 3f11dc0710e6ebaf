package org.kan4j.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Blocks of rows that splits do not tear: those of one group, such as a customer, or of one time. What is held back is then new as new rows are that a
 * model will meet.
 *
 * @param kind what a block is
 * @param keys [rows] the same number in the rows of a block; of times what they are; empty where rows are on their own
 */
public record Blocks(Kind kind, double[] keys) {
    /** Rows on their own. */
    public static final Blocks NONE = new Blocks(Kind.NONE, new double[0]);

    /** What a block is. */
    public enum Kind {
        /** Rows are on their own. */
        NONE,
        /** A group of rows. */
        GROUP,
        /** Rows of one time; the last times are held back. */
        TIME
    }

    /**
     * {@return the groups of a table: as many keys as the file has rows}
     *
     * @param file the table
     * @param column that tells groups, text or numbers
     * @throws DataException if a cell is blank, or fewer than 3 groups are told
     */
    public static Blocks groups(TableFile file, String column) {
        requireColumn(file, column);
        List<String> cells = file.texts(column);
        Map<String, Integer> numbers = new HashMap<>();
        double[] keys = new double[cells.size()];
        for (int r = 0; r < keys.length; r++) {
            requireCell(file, column, r, cells.get(r).isBlank());
            Integer number = numbers.putIfAbsent(cells.get(r), numbers.size());
            keys[r] = number == null ? numbers.size() - 1 : number;
        }
        requireSome(file, column, numbers.size(), "groups");
        return new Blocks(Kind.GROUP, keys);
    }

    /**
     * {@return the times of a table's rows: as many keys as the file has rows}
     *
     * @param file the table
     * @param column of dates, times or numbers
     * @throws DataException if a cell is blank or no number, or there are fewer than 3 times
     */
    public static Blocks times(TableFile file, String column) {
        requireColumn(file, column);
        boolean text = file.schema().columns().stream()
                .filter(known -> known.name().equals(column))
                .anyMatch(known -> known.type() == Column.Type.CATEGORY || known.type() == Column.Type.TEXT);
        double[] keys = (text ? Optional.<double[]>empty() : numbers(file, column))
                .orElseThrow(() -> new DataException(file.name() + ": column " + TableReader.shown(column)
                        + ": dates, times or numbers required to tell what was last"));
        for (int r = 0; r < keys.length; r++) {
            requireCell(file, column, r, Double.isNaN(keys[r]));
        }
        requireSome(file, column, Arrays.stream(keys).distinct().count(), "times");
        return new Blocks(Kind.TIME, keys);
    }

    private static Optional<double[]> numbers(TableFile file, String column) {
        return TableReader.read(file, column::equals, name -> true).column(column);
    }

    private static void requireColumn(TableFile file, String column) {
        if (!file.header().contains(column)) {
            throw new DataException(file.name() + ": no such column: " + TableReader.shown(column) + "; there are "
                    + String.join(", ", file.header()));
        }
    }

    private static void requireCell(TableFile file, String column, int row, boolean blank) {
        if (blank) {
            throw new DataException(file.name() + ", row " + file.line(row) + ", column " + TableReader.shown(column)
                    + ": a blank cell, where rows are told apart by this column");
        }
    }

    private static void requireSome(TableFile file, String column, long count, String what) {
        if (!(count >= 3)) {
            throw new DataException(file.name() + ": column " + TableReader.shown(column) + ": at least 3 " + what
                    + " required to fit and test, got " + count);
        }
    }

    /** The blocks of some of the rows. */
    Blocks subset(int[] rows) {
        return kind == Kind.NONE
                ? this
                : new Blocks(kind, Arrays.stream(rows).mapToDouble(r -> keys[r]).toArray());
    }
}
