package org.kan4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.data.Decimal;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;

/**
 * What a model predicts for rows.
 *
 * @param formula what predicted, where the network did not
 * @param columns names of the columns of numbers: {@code prediction}, one for each of several outputs, or the probabilities of classes
 * @param values [rows, columns] in the data's units, not modified
 * @param labels [rows] the most probable class; empty for a regression
 * @param gaps numbers of the rows that lack an input: no class, and NaN for numbers
 * @param notes what a reader should know
 */
public record Predictions(
        Optional<Formula> formula,
        List<String> columns,
        double[] values,
        List<String> labels,
        List<Integer> gaps,
        List<String> notes) {
    private static final String COLUMN = "prediction";

    /**
     * Copies the lists; the array is shared.
     *
     * @param formula what predicted, where the network did not
     * @param columns names of the columns of numbers: {@code prediction}, one for each of several outputs, or the probabilities of classes
     * @param values [rows, columns] in the data's units, not modified
     * @param labels [rows] the most probable class; empty for a regression
     * @param gaps numbers of the rows that lack an input: no class, and NaN for numbers
     * @param notes what a reader should know
     */
    public Predictions {
        columns = List.copyOf(columns);
        labels = List.copyOf(labels);
        gaps = List.copyOf(gaps);
        notes = List.copyOf(notes);
        if (columns.isEmpty() || values.length % columns.size() != 0) {
            throw new IllegalArgumentException(
                    "predictions: rows of " + columns.size() + " columns required, got " + values.length + " numbers");
        }
    }

    /** {@return the number of rows} */
    public int rows() {
        return values.length / columns.size();
    }

    /**
     * By the network.
     *
     * @param engine computes
     * @param model whose network
     * @param x [rows, inputs of the model] in the data's units, not modified
     * @param rows number of rows
     * @return a prediction for each row
     */
    public static Predictions byNetwork(Engine engine, KanModel model, double[] x, int rows) {
        if (model.classes().isEmpty()) {
            List<String> names = model.outputNames();
            List<String> columns = names.size() == 1
                    ? List.of(COLUMN)
                    : names.stream().map(name -> COLUMN + " of " + name).toList();
            return new Predictions(
                    Optional.empty(), columns, model.predict(engine, x, rows), List.of(), List.of(), List.of());
        }
        List<String> classes = model.classes();
        double[] p = model.probabilities(engine, x, rows);
        List<String> columns =
                classes.stream().map(label -> "probability_" + label).toList();
        List<String> labels = IntStream.range(0, rows)
                .mapToObj(r -> classes.get(mostProbable(p, r, classes.size())))
                .toList();
        return new Predictions(Optional.empty(), columns, p, labels, List.of(), List.of());
    }

    private static int mostProbable(double[] p, int row, int classes) {
        int most = 0;
        for (int c = 1; c < classes; c++) {
            most = p[row * classes + c] > p[row * classes + most] ? c : most;
        }
        return most;
    }

    /**
     * By a formula.
     *
     * @param formula in the data's units
     * @param x [rows, columns of the formula] in the data's units, not modified
     * @param rows number of rows
     * @return a prediction for each row
     */
    public static Predictions byFormula(Formula formula, double[] x, int rows) {
        double[] y = new double[rows];
        CompiledExpression compiled = CompiledExpression.of(formula.expression());
        compiled.values(compiled.parameters(), x, rows, formula.columns().size(), y);
        return new Predictions(Optional.of(formula), List.of(COLUMN), y, List.of(), List.of(), List.of());
    }

    /** These predictions as those of some rows among others that lack an input. */
    Predictions among(int[] numbers, int rows) {
        int count = columns.size();
        double[] all = new double[rows * count];
        Arrays.fill(all, Double.NaN);
        List<String> words = new ArrayList<>(labels.isEmpty() ? List.of() : Collections.nCopies(rows, ""));
        for (int i = 0; i < numbers.length; i++) {
            System.arraycopy(values, i * count, all, numbers[i] * count, count);
            if (!labels.isEmpty()) {
                words.set(numbers[i], labels.get(i));
            }
        }
        Set<Integer> complete = Arrays.stream(numbers).boxed().collect(Collectors.toSet());
        List<Integer> lacking = IntStream.range(0, rows)
                .boxed()
                .filter(row -> !complete.contains(row))
                .toList();
        return new Predictions(formula, columns, all, words, lacking, notes);
    }

    Predictions withNotes(List<String> changed) {
        return new Predictions(formula, columns, values, labels, gaps, changed);
    }

    /** {@return the number of complete rows with a value that is not finite, as where a formula divides by zero} */
    public long undefined() {
        Set<Integer> lacking = Set.copyOf(gaps);
        return IntStream.range(0, rows())
                .filter(r -> !lacking.contains(r))
                .filter(r -> Arrays.stream(values, r * columns.size(), (r + 1) * columns.size())
                        .anyMatch(value -> !Double.isFinite(value)))
                .count();
    }

    /** {@return names of the columns that a table gets: that of the classes before those of their probabilities} */
    public List<String> header() {
        List<String> header = new ArrayList<>(labels.isEmpty() ? List.of() : List.of(COLUMN));
        header.addAll(columns);
        return header;
    }

    /**
     * {@return [columns][rows] of {@link #header} as text, nothing where a row lacks an input}
     *
     * @param decimal the mark before decimals
     */
    public List<String[]> cells(Decimal decimal) {
        Set<Integer> lacking = Set.copyOf(gaps);
        List<String[]> cells = new ArrayList<>();
        if (!labels.isEmpty()) {
            cells.add(labels.toArray(String[]::new));
        }
        for (int c = 0; c < columns.size(); c++) {
            int column = c;
            cells.add(IntStream.range(0, rows())
                    .mapToObj(r -> lacking.contains(r)
                            ? ""
                            : Double.toString(values[r * columns.size() + column])
                                    .replace('.', decimal.mark()))
                    .toArray(String[]::new));
        }
        return cells;
    }
}
