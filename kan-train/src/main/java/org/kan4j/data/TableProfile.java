package org.kan4j.data;

import java.util.Arrays;
import java.util.List;

/**
 * What is in a file.
 *
 * @param file the file, and how it is read
 * @param rows number of rows
 * @param repeats rows that are equal to one before
 * @param ragged rows with another number of cells than the header
 * @param columns what is in the columns
 * @param notes what a reader should know of how it is read
 * @param warnings what a reader must not overlook
 */
public record TableProfile(
        TableFile file,
        long rows,
        long repeats,
        long ragged,
        List<ColumnProfile> columns,
        List<String> notes,
        List<String> warnings) {
    /**
     * Copies.
     *
     * @param file the file, and how it is read
     * @param rows number of rows
     * @param repeats rows that are equal to one before
     * @param ragged rows with another number of cells than the header
     * @param columns what is in the columns
     * @param notes what a reader should know of how it is read
     * @param warnings what a reader must not overlook
     */
    public TableProfile {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
    }

    /**
     * {@return what is in a file} Goes through it once; cells that are not what their column is taken for are counted, not refused.
     *
     * @param file the file, and how it is read
     * @throws DataException if it cannot be read
     */
    public static TableProfile of(TableFile file) {
        Layout layout = file.layout();
        List<ColumnProfile.Collector> collectors = layout.columns().stream()
                .map(column -> new ColumnProfile.Collector(column, layout.decimal()))
                .toList();
        Rows rows = new Rows();
        long[] ragged = {0};
        file.rows(line -> {
            rows.add(line.cells());
            ragged[0] += line.cells().size() == collectors.size() ? 0 : 1;
            for (int c = 0; c < collectors.size(); c++) {
                String cell =
                        c < line.cells().size() ? Records.strip(line.cells().get(c)) : "";
                collectors.get(c).add(cell, line.number());
            }
        });
        return new TableProfile(
                file,
                rows.count,
                rows.repeats(),
                ragged[0],
                collectors.stream().map(ColumnProfile.Collector::profile).toList(),
                layout.notes(),
                layout.warnings());
    }

    /** Rows that are told apart by 64 bits. */
    private static final class Rows {
        private long[] hashes = new long[1024];
        private int count;

        void add(List<String> cells) {
            if (count == hashes.length) {
                hashes = Arrays.copyOf(hashes, 2 * count);
            }
            long hash = cells.size();
            for (String cell : cells) {
                hash = (hash + cell.hashCode()) * 0x9E3779B97F4A7C15L + cell.length();
                hash ^= hash >>> 32;
            }
            hashes[count++] = hash;
        }

        long repeats() {
            long[] sorted = Arrays.copyOf(hashes, count);
            Arrays.sort(sorted);
            long repeats = 0;
            for (int i = 1; i < count; i++) {
                repeats += sorted[i] == sorted[i - 1] ? 1 : 0;
            }
            return repeats;
        }
    }
}
