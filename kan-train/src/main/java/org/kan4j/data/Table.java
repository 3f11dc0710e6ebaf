package org.kan4j.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Named columns of numbers.
 *
 * @param source where the table came from, for messages
 * @param names of the columns, all different
 * @param columns [columns][rows], finite, or NaN where a column may have gaps; numbers of levels for categories; not modified
 * @param rows number of rows
 * @param levels of the columns that are categories, by name: −1 in such a column is none of them
 * @param notes what a reader should know, such as columns of names that were left out
 * @param warnings what a reader must not overlook, such as columns of categories that were left out
 */
public record Table(
        String source,
        List<String> names,
        List<double[]> columns,
        int rows,
        Map<String, List<String>> levels,
        List<String> notes,
        List<String> warnings) {
    /**
     * Validates.
     *
     * @param source where the table came from, for messages
     * @param names of the columns, all different
     * @param columns [columns][rows], finite, or NaN where a column may have gaps; numbers of levels for categories; not modified
     * @param rows number of rows
     * @param levels of the columns that are categories, by name: −1 in such a column is none of them
     * @param notes what a reader should know, such as columns of names that were left out
     * @param warnings what a reader must not overlook, such as columns of categories that were left out
     */
    public Table {
        names = List.copyOf(names);
        columns = List.copyOf(columns);
        levels = Map.copyOf(levels);
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
        if (names.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "table: a name for each column required, got " + names.size() + " for " + columns.size());
        }
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("table: different names required, got " + names);
        }
        for (double[] column : columns) {
            if (column.length != rows) {
                throw new IllegalArgumentException("table: " + rows + " rows required, got " + column.length);
            }
        }
    }

    /**
     * Columns without categories.
     *
     * @param source where the table came from, for messages
     * @param names of the columns, all different
     * @param columns [columns][rows], finite, or NaN where a column may have gaps; not modified
     * @param rows number of rows
     * @param notes what a reader should know
     * @param warnings what a reader must not overlook
     */
    public Table(
            String source,
            List<String> names,
            List<double[]> columns,
            int rows,
            List<String> notes,
            List<String> warnings) {
        this(source, names, columns, rows, Map.of(), notes, warnings);
    }

    /**
     * {@return the numbers of a column, not to be modified; nothing where there is no such column}
     *
     * @param name in the header
     */
    public Optional<double[]> column(String name) {
        int index = names.indexOf(name);
        return index < 0 ? Optional.empty() : Optional.of(columns.get(index));
    }

    /** Some of the rows, by their numbers. */
    Table subset(int[] chosen) {
        List<double[]> some = columns.stream()
                .map(column -> IntStream.of(chosen).mapToDouble(r -> column[r]).toArray())
                .toList();
        return new Table(source, names, some, chosen.length, levels, notes, warnings);
    }
}
