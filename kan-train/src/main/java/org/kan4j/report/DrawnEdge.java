package org.kan4j.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.basis.Basis;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;

/**
 * What an edge does, to be drawn.
 *
 * @param values at evenly spread points of its grid, or at the levels of a category
 * @param levels whether they are those of levels
 * @param gap the value where the input is missing; NaN where that has no effect of its own
 * @param table what the levels and a gap do, in words; empty of an edge that is a curve without gaps
 */
record DrawnEdge(double[] values, boolean levels, double gap, String table) {
    private static final int POINTS = 49;
    /** Of more levels some are drawn, evenly spread over their numbers. */
    private static final int MOST_LEVELS = 200;

    private static final int MOST_NAMED = 30;

    static DrawnEdge of(KanModel model, int l, DrawnParts.Place place) {
        Layer layer = model.kan().network().layer(l);
        Basis basis = layer.basis(place.input());
        Grid grid = basis.grid();
        int all = basis.size() - 1;
        int count = basis.ordered() ? POINTS : Math.min(all, MOST_LEVELS);
        double[] at = IntStream.range(0, count)
                .mapToDouble(k -> basis.ordered()
                        ? grid.lo() + (grid.hi() - grid.lo()) * k / (POINTS - 1)
                        : (int) ((long) k * all / count))
                .toArray();
        double[] values =
                Arrays.stream(at).map(x -> value(model, l, layer, place, x)).toArray();
        double gap = layer.gaps(place.input()) ? value(model, l, layer, place, Double.NaN) : Double.NaN;
        return new DrawnEdge(values, !basis.ordered(), gap, table(model, l, place, at, values, gap));
    }

    private static double value(KanModel model, int l, Layer layer, DrawnParts.Place place, double x) {
        double[] row = new double[layer.in()];
        row[place.input()] = x;
        double[] phi = new double[3 * layer.in() * layer.columns()];
        new ScalarKernels()
                .edges(layer, model.kan().parameters(), model.kan().network().offset(l), row, 0, phi);
        return phi[place.input() * layer.columns() + place.column()];
    }

    private static String table(
            KanModel model, int l, DrawnParts.Place place, double[] at, double[] values, double gap) {
        boolean category = l == 0 && model.kinds().get(place.input()).category();
        String missing = Double.isNaN(gap) ? "" : "missing " + number(gap);
        if (!category) {
            return missing;
        }
        List<String> lines = IntStream.range(0, Math.min(values.length, MOST_NAMED))
                .mapToObj(k -> String.join(
                                " | ", model.kinds().get(place.input()).named((int) at[k])) + " " + number(values[k]))
                .collect(Collectors.toList());
        if (values.length > MOST_NAMED) {
            lines.add("…");
        }
        if (!missing.isEmpty()) {
            lines.add(missing);
        }
        return String.join("\n", lines);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    /** The standard deviation of the values. */
    double spread() {
        double[] all = Double.isNaN(gap)
                ? values
                : IntStream.rangeClosed(0, values.length)
                        .mapToDouble(k -> k < values.length ? values[k] : gap)
                        .toArray();
        double mean = Arrays.stream(all).average().orElse(0);
        double squares = Arrays.stream(all).map(v -> (v - mean) * (v - mean)).sum();
        return Double.isFinite(squares) ? Math.sqrt(squares / all.length) : 0;
    }
}
