package org.kan4j.studio;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kan4j.Baseline;
import org.kan4j.data.Dataset;
import org.kan4j.data.Feature;
import org.kan4j.edit.Editor;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.train.Split;

/**
 * The rows that a model was trained on and those that stay hidden.
 *
 * @param source the table
 * @param choice what was asked for
 * @param data all rows
 * @param split which of them are fitted, judge, and stay hidden until the final score
 * @param drawn rows to draw: some of those that are fitted or judge, evenly spread
 * @param few rows for what must answer at once
 * @param inputs what the inputs can be, by these rows
 * @param baselines simple models of the same rows, with their scores on the hidden ones; none of a model that was opened
 */
record Training(
        Source source,
        Choice choice,
        Dataset data,
        Split split,
        Dataset drawn,
        Few few,
        List<Input> inputs,
        List<Baseline> baselines) {
    /** A chart of more rows says no more. */
    private static final int MOST_DRAWN = 2000;

    private static final int FEW_FITTED = 1000;
    private static final int FEW_JUDGES = 250;

    /**
     * Some rows.
     *
     * @param data the rows
     * @param split which of them are fitted, and which judge
     */
    record Few(Dataset data, Split split) {}

    Training {
        inputs = List.copyOf(inputs);
        baselines = List.copyOf(baselines);
    }

    /** The rows of a table, split as the choice says. */
    static Training of(Source source, Choice choice, Dataset data, List<Baseline> baselines) {
        Split split = Split.of(data, choice.seed());
        int[] seen = split.joined().train();
        return new Training(
                source,
                choice,
                data,
                split,
                data.subset(spread(seen, MOST_DRAWN)),
                few(data, spread(split.train(), FEW_FITTED), spread(split.validation(), FEW_JUDGES)),
                inputs(data, seen),
                baselines);
    }

    private static Few few(Dataset data, int[] fitted, int[] judges) {
        int[] rows =
                IntStream.concat(Arrays.stream(fitted), Arrays.stream(judges)).toArray();
        int[] numbers = IntStream.range(0, rows.length).toArray();
        return new Few(
                data.subset(rows),
                new Split(
                        Arrays.copyOf(numbers, fitted.length),
                        Arrays.copyOfRange(numbers, fitted.length, rows.length),
                        new int[0]));
    }

    /** Up to so many of some rows. */
    private static int[] spread(int[] rows, int most) {
        int taken = Math.min(rows.length, most);
        return IntStream.range(0, taken)
                .map(k -> rows[(int) ((long) k * rows.length / taken)])
                .toArray();
    }

    /** An editor that answers at once. */
    Editor quickEditor(Engine engine, KanModel model, BooleanSupplier stop) {
        return Editor.quick(engine, model, few.data, few.split, stop);
    }

    /** An editor that takes all rows into account. */
    Editor editor(Engine engine, KanModel model, BooleanSupplier stop) {
        return new Editor(engine, model, data, split, stop);
    }

    /** Rows that may be looked at: those that are fitted and those that judge. */
    Dataset seen() {
        return data.subset(split.joined().train());
    }

    /** Rows that judge; those that are fitted where the table has too few. */
    Dataset judges() {
        return data.subset(judged() ? split.validation() : split.train());
    }

    Dataset hidden() {
        return data.subset(split.test());
    }

    boolean judged() {
        return split.validation().length > 0;
    }

    /**
     * What an input can be.
     *
     * @param name of the column
     * @param lo the smallest value that was seen
     * @param hi the largest
     * @param middle the median; the place of the most frequent level
     * @param levels of a category
     */
    record Input(String name, double lo, double hi, double middle, List<String> levels) {}

    private static List<Input> inputs(Dataset data, int[] seen) {
        int in = data.inputs();
        return IntStream.range(0, in)
                .mapToObj(i -> {
                    double[] values = Arrays.stream(seen)
                            .mapToDouble(r -> data.x()[r * in + i])
                            .filter(Double::isFinite)
                            .sorted()
                            .toArray();
                    Feature feature = data.features().get(i);
                    double middle = values.length == 0 ? 0 : values[values.length / 2];
                    return new Input(
                            data.inputNames().get(i),
                            Arrays.stream(values).min().orElse(0),
                            Arrays.stream(values).max().orElse(1),
                            middle,
                            feature.levels());
                })
                .toList();
    }
}
