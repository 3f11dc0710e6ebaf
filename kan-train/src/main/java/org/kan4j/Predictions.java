package org.kan4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.data.Decimal;
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
 * @param flags [rows] why a row lacks a prediction, or is not like those that the model was fitted to, nothing for others; or empty
 * @param notes what a reader should know
 */
public record Predictions(
        Optional<FormulaResult> formula,
        List<String> columns,
        double[] values,
        List<String> labels,
        List<Integer> gaps,
        List<String> flags,
        List<String> notes) {
    static final String COLUMN = "prediction";
    private static final String PROBABILITY = "probability_";

    /**
     * Copies the lists; the array is shared.
     *
     * @param formula what predicted, where the network did not
     * @param columns names of the columns of numbers: {@code prediction}, one for each of several outputs, or the probabilities of classes
     * @param values [rows, columns] in the data's units, not modified
     * @param labels [rows] the most probable class; empty for a regression
     * @param gaps numbers of the rows that lack an input: no class, and NaN for numbers
     * @param flags [rows] why a row lacks a prediction, or is not like those that the model was fitted to, nothing for others; or empty
     * @param notes what a reader should know
     */
    public Predictions {
        columns = List.copyOf(columns);
        labels = List.copyOf(labels);
        gaps = List.copyOf(gaps);
        flags = List.copyOf(flags);
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
                    Optional.empty(),
                    columns,
                    model.predict(engine, x, rows),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());
        }
        return ofClasses(Optional.empty(), model, model.predict(engine, x, rows), rows);
    }

    /** By log-odds or scores of classes, [rows, outputs]; a row without them is of no class. */
    private static Predictions ofClasses(Optional<FormulaResult> formula, KanModel model, double[] scores, int rows) {
        List<String> classes = model.classes();
        double[] p = model.probabilities(scores, rows);
        List<String> columns =
                classes.stream().map(label -> PROBABILITY + label).toList();
        double[] equal = new double[classes.size()];
        Arrays.fill(equal, 1);
        List<String> labels = IntStream.range(0, rows)
                .mapToObj(r -> Double.isNaN(p[r * classes.size()]) ? "" : classes.get(cheapest(p, r, equal)))
                .toList();
        return new Predictions(formula, columns, p, labels, List.of(), List.of(), List.of());
    }

    /** The class of least expected cost (Elkan, IJCAI 2001): that of the largest probability times cost. */
    private static int cheapest(double[] p, int row, double[] costs) {
        int best = 0;
        for (int c = 1; c < costs.length; c++) {
            best = costs[c] * p[row * costs.length + c] > costs[best] * p[row * costs.length + best] ? c : best;
        }
        return best;
    }

    /**
     * By a formula, or by those of classes.
     *
     * @param held the formulas, in the data's units
     * @param x [rows, columns of the formulas] in the data's units, not modified
     * @param rows number of rows
     * @return a prediction for each row
     */
    public static Predictions byFormula(FormulaResult held, double[] x, int rows) {
        int out = held.formulas().size();
        double[] y = new double[rows * out];
        for (int o = 0; o < out; o++) {
            double[] values = held.values(o, x, rows);
            for (int r = 0; r < rows; r++) {
                y[r * out + o] = values[r];
            }
        }
        return held.classes()
                ? ofClasses(Optional.of(held), held.model(), y, rows)
                : new Predictions(Optional.of(held), List.of(COLUMN), y, List.of(), List.of(), List.of(), List.of());
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
        return new Predictions(formula, columns, all, words, lacking, flags, notes);
    }

    Predictions withNotes(List<String> changed) {
        return new Predictions(formula, columns, values, labels, gaps, flags, changed);
    }

    Predictions withFlags(List<String> changed) {
        return new Predictions(formula, columns, values, labels, gaps, changed, notes);
    }

    /**
     * {@return these predictions with the classes that cost least to expect, where mistakes differ} Probabilities stay.
     *
     * @param costs what it costs to take a row of a class for one of another, by label, each above 0; 1 for those that are not named
     * @throws OptionException if there are no classes, a label is none of them, or a cost is not above 0
     */
    public Predictions decided(Map<String, Double> costs) {
        List<String> classes = labels.isEmpty()
                ? List.of()
                : columns.stream()
                        .map(column -> column.substring(PROBABILITY.length()))
                        .toList();
        costs.forEach((label, cost) -> {
            if (!classes.contains(label) || !(cost > 0 && cost < Double.POSITIVE_INFINITY)) {
                throw new OptionException(
                        "costs", "classes of " + classes + " with numbers above 0 required, got " + label + "=" + cost);
            }
        });
        double[] each = classes.stream()
                .mapToDouble(label -> costs.getOrDefault(label, 1.0))
                .toArray();
        Set<Integer> lacking = Set.copyOf(gaps);
        List<String> decided = IntStream.range(0, labels.size())
                .mapToObj(r -> lacking.contains(r) || labels.get(r).isEmpty()
                        ? labels.get(r)
                        : classes.get(cheapest(values, r, each)))
                .toList();
        return new Predictions(formula, columns, values, decided, gaps, flags, notes);
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
