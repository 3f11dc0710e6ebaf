package org.kan4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.report.TextLines;

/**
 * What rows of a class count. Fits, scores and probabilities are then those of a table in which the classes have other shares: where mistakes cost
 * differently, probabilities of the table as it is and {@link Predictions#decided} tell more.
 *
 * @param weights by label, each above 0, 1 for those that are not named; empty where all classes are to count the same together
 */
public record ClassWeights(Map<String, Double> weights) {
    /** All classes count the same together. */
    public static final ClassWeights BALANCED = new ClassWeights(Map.of());

    /**
     * Validates.
     *
     * @param weights by label, each above 0, 1 for those that are not named; empty where all classes are to count the same together
     */
    public ClassWeights {
        weights = Map.copyOf(weights);
        weights.forEach((label, weight) -> {
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new OptionException("class-weights", "numbers above 0 required, got " + label + "=" + weight);
            }
        });
    }

    /**
     * {@return weights of classes by their labels}
     *
     * @param text such as {@code yes=5,no=1}
     * @throws OptionException if it is no such text
     */
    public static ClassWeights parse(String text) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int sign = part.lastIndexOf('=');
            String number = part.substring(sign + 1);
            if (sign < 1 || !number.matches("[0-9.]+([eE][-+]?[0-9]+)?") || number.matches(".*\\..*\\..*|\\.")) {
                throw new OptionException("class-weights", "balanced, or LABEL=NUMBER,... required, got " + text);
            }
            weights.put(part.substring(0, sign), Double.parseDouble(number));
        }
        return new ClassWeights(weights);
    }

    /**
     * {@return rows with these weights}
     *
     * @param data rows with classes; their own weights are multiplied
     * @throws OptionException if there are no classes, or a label is none of them
     */
    public Dataset of(Dataset data) {
        List<String> classes = data.classes();
        for (String label : weights.keySet()) {
            if (!classes.contains(label)) {
                throw new OptionException(
                        "class-weights",
                        (classes.isEmpty() ? "a target of classes" : "classes of " + classes) + " required, got "
                                + label);
            }
        }
        if (classes.isEmpty()) {
            throw new OptionException("class-weights", "a target of classes required, got one of numbers");
        }
        Batch rows = Batch.of(data);
        double[] own = new double[classes.size()];
        for (int r = 0; r < rows.rows(); r++) {
            own[(int) data.y()[r]] += rows.weight(r);
        }
        double[] each = new double[classes.size()];
        for (int c = 0; c < each.length; c++) {
            each[c] = weights.isEmpty()
                    ? rows.totalWeight() / (classes.size() * own[c])
                    : weights.getOrDefault(classes.get(c), 1.0);
        }
        double[] weighted = new double[rows.rows()];
        Arrays.setAll(weighted, r -> rows.weight(r) * each[(int) data.y()[r]]);
        List<String> notes = new ArrayList<>(data.notes());
        notes.add("rows count by their class ("
                + IntStream.range(0, each.length)
                        .mapToObj(c -> classes.get(c) + " " + TextLines.brief(each[c]))
                        .collect(Collectors.joining(", "))
                + "): scores and probabilities are those of a table with such shares");
        return data.withWeights(weighted).withNotes(notes);
    }
}
