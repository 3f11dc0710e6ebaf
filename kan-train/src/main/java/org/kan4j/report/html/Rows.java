package org.kan4j.report.html;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kan4j.data.Dataset;
import org.kan4j.grid.Grid;
import org.kan4j.model.KanModel;

/**
 * Inputs to look at a model with: those of a table, evenly spread over it, or, without one, points spread over the ranges of the model.
 *
 * @param x [count, inputs] in the units of the table
 * @param count number of rows
 */
record Rows(double[] x, int count) {
    private static final int MADE = 256;

    /** Up to so many rows of a table; without a table some that are made up. */
    static Rows of(KanModel model, Optional<Dataset> data, int most) {
        return data.map(rows -> picked(rows, most)).orElseGet(() -> made(model));
    }

    private static Rows picked(Dataset data, int most) {
        int in = data.inputNames().size();
        int[] numbers = spread(data.rows(), most);
        double[] x = new double[numbers.length * in];
        for (int i = 0; i < numbers.length; i++) {
            System.arraycopy(data.x(), numbers[i] * in, x, i * in, in);
        }
        return new Rows(x, numbers.length);
    }

    /** Up to so many of the numbers from 0, evenly spread. */
    static int[] spread(int count, int most) {
        int taken = Math.min(count, most);
        return IntStream.range(0, taken)
                .map(i -> (int) ((long) i * count / taken))
                .toArray();
    }

    /** Additive recurrences with the fractional parts of square roots, which fill the ranges more evenly than random numbers do. */
    private static Rows made(KanModel model) {
        List<Range> ranges = ranges(model);
        double[] x = new double[MADE * ranges.size()];
        for (int i = 0; i < ranges.size(); i++) {
            double step = Math.sqrt(i + 2 + 1e-3 * Math.PI) % 1;
            for (int r = 0; r < MADE; r++) {
                x[r * ranges.size() + i] = ranges.get(i).at((0.5 + (r + 1) * step) % 1);
            }
        }
        return new Rows(x, MADE);
    }

    /** The ranges of a model's inputs: those of the grids of its first layer, which follow the rows that it was fitted to; places of levels. */
    static List<Range> ranges(KanModel model) {
        return IntStream.range(0, model.inputNames().size())
                .mapToObj(i -> {
                    if (model.kinds().get(i).category()) {
                        return Range.widened(0, model.kinds().get(i).levels().size());
                    }
                    Grid grid = model.kan().network().layer(0).basis(i).grid();
                    double shift = model.inputs().shift(i);
                    double scale = model.inputs().scale(i);
                    return Range.widened(shift + scale * grid.lo(), shift + scale * grid.hi());
                })
                .toList();
    }

    /** The values of one input. */
    double[] column(int input) {
        int in = x.length / count;
        return IntStream.range(0, count).mapToDouble(r -> x[r * in + input]).toArray();
    }

    /** These rows with another value of one input in all of them. */
    double[] with(int input, double value) {
        double[] changed = Arrays.copyOf(x, x.length);
        int in = x.length / count;
        for (int r = 0; r < count; r++) {
            changed[r * in + input] = value;
        }
        return changed;
    }
}
