package org.kan4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kan4j.data.Cycles;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.data.Groups;
import org.kan4j.data.Table;
import org.kan4j.data.TableFile;
import org.kan4j.data.TableReader;
import org.kan4j.model.KanModel;

/** The rows of a table that a model predicts for: those that have all inputs, or gaps where a mixed model takes them. */
final class InputRows {
    private final List<String> inputs;
    /** Inputs whose gaps the model takes. */
    private final Set<String> lacking;

    private final SeenRanges seen;
    private final Table rows;
    /** [rows, inputs] */
    private final double[] x;
    /** Numbers of the rows to predict for. */
    private final int[] complete;

    private InputRows(List<String> inputs, Set<String> lacking, SeenRanges seen, Table rows) {
        this.inputs = inputs;
        this.lacking = lacking;
        this.seen = seen;
        this.rows = rows;
        this.x = Dataset.inputs(rows, inputs);
        this.complete = IntStream.range(0, rows.rows())
                .filter(r -> IntStream.range(0, inputs.size()).noneMatch(i -> lacks(r, i)))
                .toArray();
    }

    /**
     * Reads them.
     *
     * @param model predicts
     * @param table the file, and how it is read
     * @param inputs names of the columns to predict by
     * @param mixed whether they are the model's own inputs, of which some may be categories or have gaps
     * @throws DataException if the file cannot be read, an input is missing, or no row has all of them
     */
    static InputRows read(KanModel model, TableFile table, List<String> inputs, boolean mixed) {
        TableFile file = table.matching(inputs);
        Map<String, List<String>> levels = new HashMap<>();
        Set<String> lacking = new HashSet<>();
        for (int i = 0; mixed && i < model.kinds().size(); i++) {
            if (model.kinds().get(i).category()) {
                levels.put(inputs.get(i), model.kinds().get(i).names());
            }
            if (model.takesGaps(i)) {
                lacking.add(inputs.get(i));
            }
        }
        Table read = TableReader.read(file, Cycles.columns(file, inputs), levels);
        Table rows = Cycles.derived(Groups.indicated(read, file, inputs), file, inputs);
        InputRows found = new InputRows(inputs, lacking, SeenRanges.of(model), rows);
        if (found.complete.length == 0) {
            throw new DataException(table.name() + ": a row with all inputs required, got gaps in each; the inputs are "
                    + String.join(", ", inputs));
        }
        return found;
    }

    private boolean lacks(int row, int input) {
        return Double.isNaN(x[row * inputs.size() + input]) && !lacking.contains(inputs.get(input));
    }

    /**
     * {@return a prediction for each row of the table}
     *
     * @param predictor takes [rows, inputs] in the units of the table, and the number of rows
     */
    Predictions predicted(BiFunction<double[], Integer, Predictions> predictor) {
        int in = inputs.size();
        double[] filled = IntStream.of(complete)
                .flatMap(r -> IntStream.range(r * in, (r + 1) * in))
                .mapToDouble(i -> x[i])
                .toArray();
        List<String> notes = new ArrayList<>(rows.warnings());
        notes.addAll(rows.notes());
        notes.addAll(seen.notes(inputs, filled));
        Predictions found = predictor.apply(filled, complete.length);
        notes.addAll(found.notes());
        Predictions predicted = found.withNotes(notes);
        return (complete.length == rows.rows() ? predicted : predicted.among(complete, rows.rows()))
                .withFlags(IntStream.range(0, rows.rows()).mapToObj(this::flag).toList());
    }

    /** Why a row lacks a prediction, or is not like those that the model was fitted to. */
    private String flag(int row) {
        return Stream.concat(
                        IntStream.range(0, inputs.size())
                                .filter(i -> lacks(row, i))
                                .mapToObj(i -> "lacks " + inputs.get(i)),
                        seen.reasons(inputs, x, row).stream())
                .collect(Collectors.joining("; "));
    }
}
