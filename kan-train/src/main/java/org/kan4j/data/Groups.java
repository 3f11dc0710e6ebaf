package org.kan4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Groups of a table's rows, told apart by the labels of a column.
 *
 * @param column its name
 * @param labels the different ones
 * @param indices [rows of the file] the number of each row's label
 */
public record Groups(String column, List<String> labels, double[] indices) {
    /** Between a column and a label in the name of an input. */
    private static final String IS = " = ";

    /**
     * Copies the list of labels.
     *
     * @param column its name
     * @param labels the different ones
     * @param indices [rows of the file] the number of each row's label
     */
    public Groups {
        labels = List.copyOf(labels);
    }

    /**
     * {@return the groups of a table}
     *
     * @param file the table
     * @param column of labels, text or numbers
     * @throws DataException if there is no such column, a label is missing, or there are fewer than 2 or more than 1,000 different ones
     */
    public static Groups read(TableFile file, String column) {
        Labels read = Labels.read(file, column);
        return new Groups(column, read.classes(), read.indices());
    }

    /**
     * {@return the name of the input that tells a group}
     *
     * @param group number of a label
     */
    public String indicator(int group) {
        return indicator(column, labels.get(group));
    }

    /**
     * {@return the name of an input that is 1 in rows with a text in a column, and 0 in others}
     *
     * @param column its name
     * @param label the text
     */
    public static String indicator(String column, String label) {
        return column + IS + label;
    }

    /**
     * {@return a table with one more input for each group at the end, which is 1 in its rows and 0 in others}
     *
     * @param data rows of the file that the groups were read from
     */
    public Dataset indicated(Dataset data) {
        int in = data.inputs();
        int width = in + labels.size();
        double[] x = new double[data.rows() * width];
        for (int r = 0; r < data.rows(); r++) {
            System.arraycopy(data.x(), r * in, x, r * width, in);
            x[r * width + in + (int) indices[data.rowNumbers()[r]]] = 1;
        }
        List<String> names = new ArrayList<>(data.inputNames());
        IntStream.range(0, labels.size()).forEach(group -> names.add(indicator(group)));
        return new Dataset(
                x,
                data.y(),
                data.weights(),
                data.errors(),
                data.rows(),
                names,
                data.targets(),
                data.classes(),
                data.rowNumbers(),
                data.notes(),
                data.warnings());
    }

    /**
     * {@return a table with the inputs that tell groups, where a model asks for such; NaN where a label is missing or none of the model's}
     *
     * @param table rows of a file
     * @param file with the columns of labels
     * @param inputs of a model
     */
    public static Table indicated(Table table, TableFile file, List<String> inputs) {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        for (String input : inputs) {
            file.header().stream()
                    .filter(column -> !table.names().contains(input) && input.startsWith(column + IS))
                    .findFirst()
                    .ifPresent(column -> labels.computeIfAbsent(column, c -> new ArrayList<>())
                            .add(input.substring((column + IS).length())));
        }
        List<String> names = new ArrayList<>(table.names());
        List<double[]> columns = new ArrayList<>(table.columns());
        labels.forEach((column, some) -> {
            double[] indices = Labels.indices(file.texts(column), some);
            for (int k = 0; k < some.size(); k++) {
                int label = k;
                names.add(column + IS + some.get(k));
                columns.add(Arrays.stream(indices)
                        .map(i -> i < 0 ? Double.NaN : i == label ? 1 : 0)
                        .toArray());
            }
        });
        return new Table(table.source(), names, columns, table.rows(), table.levels(), table.notes(), table.warnings());
    }

    /**
     * {@return the rows of one group}
     *
     * @param data rows of the file that the groups were read from
     * @param group number of a label
     */
    public int[] rows(Dataset data, int group) {
        return IntStream.range(0, data.rows())
                .filter(r -> (int) indices[data.rowNumbers()[r]] == group)
                .toArray();
    }

    /**
     * {@return the group of each row}
     *
     * @param data rows of the file that the groups were read from
     */
    public int[] of(Dataset data) {
        return Arrays.stream(data.rowNumbers()).map(r -> (int) indices[r]).toArray();
    }
}
