package org.kan4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kan4j.grid.Grid;
import org.kan4j.model.KanModel;

/** The ranges of the inputs that a model was fitted to: those of the grids of its first layer, which follow the rows. */
final class SeenRanges {
    /** A range, in the units of the table. */
    private record Range(double lo, double hi) {}

    private final Map<String, Range> ranges = new TreeMap<>();

    private SeenRanges() {}

    static SeenRanges of(KanModel model) {
        SeenRanges seen = new SeenRanges();
        for (int i = 0; i < model.inputNames().size(); i++) {
            Grid grid = model.kan().network().layers().get(0).basis(i).grid();
            double shift = model.inputs().shift(i);
            double scale = model.inputs().scale(i);
            seen.ranges.put(model.inputNames().get(i), new Range(shift + scale * grid.lo(), shift + scale * grid.hi()));
        }
        return seen;
    }

    /**
     * Says how many rows are beyond the ranges, and in which columns.
     *
     * @param inputs columns
     * @param x [rows, inputs] in the units of the table
     */
    Optional<String> note(List<String> inputs, double[] x) {
        List<String> beyond = new ArrayList<>();
        int in = inputs.size();
        boolean[] out = new boolean[in == 0 ? 0 : x.length / in];
        for (int i = 0; i < in; i++) {
            Range range = ranges.get(inputs.get(i));
            for (int r = 0; range != null && r < out.length; r++) {
                double value = x[r * in + i];
                if (!(value >= range.lo && value <= range.hi)) {
                    out[r] = true;
                    if (!beyond.contains(inputs.get(i))) {
                        beyond.add(inputs.get(i));
                    }
                }
            }
        }
        int count = 0;
        for (boolean row : out) {
            count += row ? 1 : 0;
        }
        return count == 0
                ? Optional.empty()
                : Optional.of(count + " of " + out.length + " rows beyond the range that the model was fitted to, in "
                        + String.join(", ", beyond));
    }
}
