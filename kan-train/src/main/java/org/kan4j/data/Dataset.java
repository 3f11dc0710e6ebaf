package org.kan4j.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows of inputs and one target, in the data's units. Immutable; the arrays are shared and not to be modified.
 *
 * @param x [rows, inputs]
 * @param y [rows]
 * @param rows number of rows
 * @param inputNames columns of the inputs
 * @param target column of the target
 * @param rowNumbers [rows] numbers of the rows in the table, counted from 0
 * @param notes what a reader should know, such as inputs that were left out
 */
public record Dataset(
        double[] x,
        double[] y,
        int rows,
        List<String> inputNames,
        String target,
        int[] rowNumbers,
        List<String> notes) {

    /** Validates. */
    public Dataset {
        inputNames = List.copyOf(inputNames);
        notes = List.copyOf(notes);
        if (x.length != rows * inputNames.size() || y.length != rows || rowNumbers.length != rows) {
            throw new IllegalArgumentException("dataset: " + rows + " rows of " + inputNames.size()
                    + " inputs and a target required, got " + x.length + ", " + y.length + " and " + rowNumbers.length);
        }
    }

    /**
     * Rows from arrays.
     *
     * @param x [rows, inputs], shared
     * @param y [rows], shared
     * @param inputNames names of the inputs
     * @param target name of the target
     */
    public static Dataset of(double[] x, double[] y, List<String> inputNames, String target) {
        int[] numbers = new int[y.length];
        Arrays.setAll(numbers, r -> r);
        return new Dataset(x, y, y.length, inputNames, target, numbers, List.of());
    }

    /**
     * Rows from a table. Inputs that are constant or repeat another input are left out with a note.
     *
     * @param table the table
     * @param target column to explain
     * @param inputs columns to explain it by; all others where this is empty
     * @param drop columns not to use
     * @throws DataException if a column does not exist or is named twice, no input is left, or there is only one row
     */
    public static Dataset of(Table table, String target, List<String> inputs, List<String> drop) {
        requireColumn(table, target, "target");
        for (String name : inputs) {
            requireColumn(table, name, "input");
        }
        for (String name : drop) {
            requireColumn(table, name, "column to drop");
        }
        require(table, new LinkedHashSet<>(inputs).size() == inputs.size(), "an input is named twice in " + inputs);
        require(table, !inputs.contains(target), "column " + TableReader.shown(target) + " is the target and an input");
        require(
                table,
                !drop.contains(target),
                "column " + TableReader.shown(target) + " is the target and to be dropped");
        require(table, table.rows() >= 2, "at least 2 rows required, got " + table.rows());
        Set<String> names = new LinkedHashSet<>(inputs.isEmpty() ? table.names() : inputs);
        names.remove(target);
        drop.forEach(names::remove);
        List<String> notes = new ArrayList<>(table.notes());
        List<String> kept = new ArrayList<>();
        List<double[]> columns = new ArrayList<>();
        Map<Integer, List<Integer>> seen = new HashMap<>();
        for (String name : names) {
            double[] column = table.columns().get(table.names().indexOf(name));
            String twin = twin(column, columns, kept, seen);
            if (constant(column)) {
                notes.add("column " + TableReader.shown(name) + " is constant: left out");
            } else if (!twin.isEmpty()) {
                notes.add("column " + TableReader.shown(name) + " equals column " + TableReader.shown(twin)
                        + ": left out");
            } else {
                kept.add(name);
                columns.add(column);
            }
        }
        require(table, !kept.isEmpty(), "at least 1 input column that varies required, got none");
        double[] x = new double[Math.multiplyExact(table.rows(), kept.size())];
        for (int c = 0; c < kept.size(); c++) {
            double[] column = columns.get(c);
            for (int r = 0; r < column.length; r++) {
                x[r * kept.size() + c] = column[r];
            }
        }
        int[] numbers = new int[table.rows()];
        Arrays.setAll(numbers, r -> r);
        double[] y = table.columns().get(table.names().indexOf(target));
        return new Dataset(x, y, table.rows(), kept, target, numbers, notes);
    }

    /**
     * Rows from a file. Only the columns that are asked for are read, so that a column of text or with missing cells is no
     * obstacle once it is dropped or is not among the inputs.
     *
     * @param file the CSV file, see {@link TableReader}
     * @param target column to explain
     * @param inputs columns to explain it by; all others where this is empty
     * @param drop columns not to use
     * @throws DataException if the file cannot be read, or as {@link #of(Table, String, List, List)}
     */
    public static Dataset read(Path file, String target, List<String> inputs, List<String> drop) {
        List<String> header = TableReader.header(file);
        for (String name : drop) {
            if (!header.contains(name)) {
                throw new DataException(
                        file.getFileName() + ": column to drop " + TableReader.shown(name) + ": no such column");
            }
            if (name.equals(target) || inputs.contains(name)) {
                throw new DataException(file.getFileName() + ": column " + TableReader.shown(name) + " is "
                        + (name.equals(target) ? "the target" : "an input") + " and to be dropped");
            }
        }
        Table table = TableReader.read(
                file,
                name -> !drop.contains(name) && (inputs.isEmpty() || inputs.contains(name) || name.equals(target)));
        return of(table, target, inputs, List.of());
    }

    /**
     * Inputs of a table in a model's order, with nothing left out; for prediction.
     *
     * @param table the table
     * @param inputs columns
     * @return [rows, inputs]
     * @throws DataException if a column does not exist
     */
    public static double[] inputs(Table table, List<String> inputs) {
        double[] x = new double[Math.multiplyExact(table.rows(), inputs.size())];
        for (int c = 0; c < inputs.size(); c++) {
            requireColumn(table, inputs.get(c), "input");
            double[] column = table.columns().get(table.names().indexOf(inputs.get(c)));
            for (int r = 0; r < column.length; r++) {
                x[r * inputs.size() + c] = column[r];
            }
        }
        return x;
    }

    private static boolean constant(double[] column) {
        for (double v : column) {
            if (v != column[0]) {
                return false;
            }
        }
        return true;
    }

    /** The column among those kept that holds the same numbers; empty where none does. */
    private static String twin(
            double[] column, List<double[]> columns, List<String> names, Map<Integer, List<Integer>> seen) {
        int hash = Arrays.hashCode(column);
        for (int c : seen.getOrDefault(hash, List.of())) {
            if (Arrays.equals(column, columns.get(c))) {
                return names.get(c);
            }
        }
        if (!constant(column)) {
            seen.computeIfAbsent(hash, h -> new ArrayList<>()).add(columns.size());
        }
        return "";
    }

    private static void requireColumn(Table table, String name, String role) {
        if (!table.names().contains(name)) {
            String left = table.notes().stream()
                    .filter(note -> note.startsWith("column " + TableReader.shown(name) + " "))
                    .findFirst()
                    .map(note -> "; " + note)
                    .orElse("");
            List<String> shown =
                    table.names().subList(0, Math.min(20, table.names().size()));
            throw new DataException(table.source() + ": " + role + " " + TableReader.shown(name)
                    + ": no such column of numbers" + left + "; there are " + String.join(", ", shown)
                    + (shown.size() < table.names().size() ? ", …" : ""));
        }
    }

    private static void require(Table table, boolean holds, String message) {
        if (!holds) {
            throw new DataException(table.source() + ": " + message);
        }
    }

    /** Number of inputs. */
    public int inputs() {
        return inputNames.size();
    }

    /** Some of the rows. */
    public Dataset subset(int[] chosen) {
        int in = inputs();
        double[] someX = new double[chosen.length * in];
        double[] someY = new double[chosen.length];
        int[] numbers = new int[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(x, chosen[i] * in, someX, i * in, in);
            someY[i] = y[chosen[i]];
            numbers[i] = rowNumbers[chosen[i]];
        }
        return new Dataset(someX, someY, chosen.length, inputNames, target, numbers, notes);
    }
}
