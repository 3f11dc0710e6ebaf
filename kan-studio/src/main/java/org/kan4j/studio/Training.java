package org.kan4j.studio;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.Baseline;
import org.kan4j.data.Dataset;
import org.kan4j.data.Feature;
import org.kan4j.train.Split;

/**
 * The rows that a model was trained on and those that stay hidden.
 *
 * @param source the table
 * @param choice what was asked for
 * @param data all rows
 * @param split which of them are fitted, judge, and stay hidden until the final score
 * @param seen rows that may be looked at: those that are fitted and those that judge
 * @param inputs what the inputs can be, by these rows
 * @param baselines simple models of the same rows, with their scores on the hidden ones; none of a model that was opened
 */
record Training(
        Source source,
        Choice choice,
        Dataset data,
        Split split,
        Dataset seen,
        List<Input> inputs,
        List<Baseline> baselines) {
    Training {
        inputs = List.copyOf(inputs);
        baselines = List.copyOf(baselines);
    }

    /** The rows of a table, split as the choice says. */
    static Training of(Source source, Choice choice, Dataset data, List<Baseline> baselines) {
        Split split = Split.of(data, choice.seed());
        Dataset seen = data.subset(split.joined().train());
        return new Training(source, choice, data, split, seen, inputs(seen), baselines);
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

    private static List<Input> inputs(Dataset seen) {
        int in = seen.inputs();
        return IntStream.range(0, in)
                .mapToObj(i -> {
                    double[] values = IntStream.range(0, seen.rows())
                            .mapToDouble(r -> seen.x()[r * in + i])
                            .filter(Double::isFinite)
                            .sorted()
                            .toArray();
                    Feature feature = seen.features().get(i);
                    double middle = values.length == 0 ? 0 : values[values.length / 2];
                    return new Input(
                            seen.inputNames().get(i),
                            Arrays.stream(values).min().orElse(0),
                            Arrays.stream(values).max().orElse(1),
                            middle,
                            feature.levels());
                })
                .toList();
    }
}
