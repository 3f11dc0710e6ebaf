package org.kan4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.grid.Grid;
import org.kan4j.model.InputKind;
import org.kan4j.model.KanModel;
import org.kan4j.report.TextLines;

/** What a model was fitted to: the ranges of the grids of its first layer, which follow the rows, and the levels of categories. */
final class SeenRanges {
    /** Share of an end of a range, which is itself a value that was seen where there are few of them, that is lost in the network's units. */
    private static final double ROUNDING = 1e-12;

    /** A range, in the units of the table. */
    private record Range(double lo, double hi) {}

    private final Map<String, Range> ranges = new TreeMap<>();
    private final Map<String, InputKind> categories = new HashMap<>();

    private SeenRanges() {}

    static SeenRanges of(KanModel model) {
        SeenRanges seen = new SeenRanges();
        for (int i = 0; i < model.inputNames().size(); i++) {
            String name = model.inputNames().get(i);
            InputKind kind = model.kinds().get(i);
            Grid grid = model.kan().network().layer(0).basis(i).grid();
            double shift = model.inputs().shift(i);
            double scale = model.inputs().scale(i);
            if (kind.category()) {
                seen.categories.put(name, kind);
            } else {
                double rounding = ROUNDING * (Math.abs(shift) + scale * (grid.hi() - grid.lo()));
                seen.ranges.put(
                        name, new Range(shift + scale * grid.lo() - rounding, shift + scale * grid.hi() + rounding));
            }
        }
        return seen;
    }

    /**
     * Says how many rows are beyond the ranges, and how many have levels that no row had, and in which columns.
     *
     * @param inputs columns
     * @param x [rows, inputs] in the units of the table
     */
    List<String> notes(List<String> inputs, double[] x) {
        List<String> notes = new ArrayList<>();
        note(inputs, x, this::beyond)
                .map(found -> found.rows + " beyond the range that the model was fitted to, in " + found.columns)
                .ifPresent(notes::add);
        note(inputs, x, this::unknown)
                .map(found -> found.rows + " with a level that no row had that the model was fitted to, in "
                        + found.columns + "; it has the neutral effect there")
                .ifPresent(notes::add);
        return notes;
    }

    /**
     * Says why a row is not like those that the model was fitted to.
     *
     * @param inputs columns
     * @param x [rows, inputs] in the units of the table
     * @param row number of the row
     */
    List<String> reasons(List<String> inputs, double[] x, int row) {
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            String input = inputs.get(i);
            double value = x[row * inputs.size() + i];
            if (beyond(input, value)) {
                Range range = ranges.get(input);
                boolean below = value < Objects.requireNonNull(range).lo;
                reasons.add(input + (below ? " below " : " above ") + TextLines.brief(below ? range.lo : range.hi));
            } else if (unknown(input, value)) {
                reasons.add(input + " of an unknown level");
            }
        }
        return reasons;
    }

    private boolean beyond(String input, double value) {
        Range range = ranges.get(input);
        return range != null && !Double.isNaN(value) && !(value >= range.lo && value <= range.hi);
    }

    private boolean unknown(String input, double value) {
        InputKind kind = categories.get(input);
        return kind != null
                && !Double.isNaN(value)
                && (value < 0 || !kind.levels().get((int) value).known());
    }

    private record Found(String rows, String columns) {}

    /** How many rows have such a value, and in which columns. */
    private static Optional<Found> note(List<String> inputs, double[] x, BiPredicate<String, Double> such) {
        int in = inputs.size();
        int rows = in == 0 ? 0 : x.length / in;
        long count = IntStream.range(0, rows)
                .filter(r -> IntStream.range(0, in).anyMatch(i -> such.test(inputs.get(i), x[r * in + i])))
                .count();
        String columns = IntStream.range(0, in)
                .filter(i -> IntStream.range(0, rows).anyMatch(r -> such.test(inputs.get(i), x[r * in + i])))
                .mapToObj(inputs::get)
                .collect(Collectors.joining(", "));
        return count == 0 ? Optional.empty() : Optional.of(new Found(count + " of " + rows + " rows", columns));
    }
}
