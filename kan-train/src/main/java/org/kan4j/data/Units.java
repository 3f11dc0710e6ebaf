package org.kan4j.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Units of columns as exponents of base units. A file has the header {@code column,m,s,kg}, any base units, and a line for each
 * column, {@code force,1,-2,1}; zeros throughout for a number without units.
 *
 * @param source where the units came from, for messages
 * @param columns exponents of the base units by name of the column, not modified
 */
public record Units(String source, Map<String, double[]> columns) {
    /**
     * Copies.
     *
     * @param source where the units came from, for messages
     * @param columns exponents of the base units by name of the column, not modified
     */
    public Units {
        columns = Map.copyOf(columns);
    }

    /**
     * {@return the exponents of a column, not to be modified}
     *
     * @param column name of the column
     * @throws DataException if there are none
     */
    public double[] of(String column) {
        return Optional.ofNullable(columns.get(column))
                .orElseThrow(() -> new DataException(
                        source + ": a line for every column required, got none for \"" + column + "\""));
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the units of its columns
     * @throws DataException if it cannot be read or is not such a file
     */
    public static Units read(Path file) {
        TableFile table = TableFile.open(file);
        String name = table.name();
        List<String> header = table.header();
        Map<String, double[]> columns = new LinkedHashMap<>();
        if (!header.isEmpty()) {
            requireNames(header, name);
            table.rows(line -> add(columns, header, line.stripped(), name, line.number()));
        }
        if (columns.isEmpty()) {
            throw new DataException(name + ": a header and at least 1 line required, got none");
        }
        return new Units(name, columns);
    }

    private static void requireNames(List<String> header, String name) {
        if (!header.get(0).equals("column") || header.size() < 2) {
            throw new DataException(name + ", row 1: \"column\" and then at least 1 base unit required, got " + header);
        }
    }

    private static void add(
            Map<String, double[]> columns, List<String> header, List<String> cells, String name, long row) {
        String place = name + ", row " + row;
        if (cells.size() != header.size()) {
            throw new DataException(place + ": " + header.size() + " cells required, got " + cells.size());
        }
        double[] exponents = new double[cells.size() - 1];
        for (int k = 0; k < exponents.length; k++) {
            String cell = cells.get(k + 1);
            exponents[k] = Decimals.parse(cell.toCharArray(), 0, cell.length());
            if (!Double.isFinite(exponents[k])) {
                throw new DataException(place + ", column \"" + header.get(k + 1) + "\": a number required, got "
                        + TableReader.shown(cell));
            }
        }
        if (columns.put(cells.get(0), exponents) != null) {
            throw new DataException(place + ": one line for each column required, got \"" + cells.get(0) + "\" twice");
        }
    }
}
