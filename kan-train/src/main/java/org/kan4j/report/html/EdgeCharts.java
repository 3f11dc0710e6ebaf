package org.kan4j.report.html;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.basis.Basis;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.layer.Layer;
import org.kan4j.model.InputKind;
import org.kan4j.network.Kan;

/** The functions of edges one by one, in the network's units. */
final class EdgeCharts {
    private static final int POINTS = 121;
    private static final int BINS = 24;
    private static final int MOST_LEVELS = 40;

    private EdgeCharts() {}

    /** One function; an input with levels has a mark for each. Single rows are dots on it. */
    static Pictures.Picture of(Importance importance, Subject subject, int layer, int input, int column) {
        Kan kan = subject.model().kan();
        Basis basis = kan.network().layer(layer).basis(input);
        String name = layer == 0 ? subject.model().inputNames().get(input) : "node " + layer + "." + input;
        String title = "edge " + layer + "," + input + "," + column + ": function of " + name;
        Chart chart;
        if (basis.ordered()) {
            Range x = Range.around(
                    importance.entering(layer, input),
                    new double[] {basis.grid().lo(), basis.grid().hi()});
            double[] at = IntStream.range(0, POINTS)
                    .mapToDouble(k -> x.at((double) k / (POINTS - 1)))
                    .toArray();
            double[] phi = values(kan, layer, input, column, at);
            chart = new Chart(title, name + " (standardised)", x, "function", Range.around(phi));
            if (subject.rows().isPresent()) {
                double[] entering = importance.entering(layer, input);
                chart.density(x.density(entering, BINS));
                if (subject.singleRows()) {
                    chart.dots(entering, values(kan, layer, input, column, entering));
                }
            }
            chart.line(at, phi);
        } else {
            List<InputKind.Level> known = subject.model().kinds().get(input).levels().stream()
                    .filter(InputKind.Level::known)
                    .limit(MOST_LEVELS)
                    .toList();
            double[] phi = values(
                    kan,
                    layer,
                    input,
                    column,
                    known.stream().mapToDouble(InputKind.Level::number).toArray());
            List<String> names = known.stream().map(InputKind.Level::name).toList();
            chart = new Chart(title, name, names, "function", Range.around(phi, new double[1])).levels(phi);
        }
        return new Pictures.Picture(title, chart.svg());
    }

    private static double[] values(Kan kan, int l, int input, int column, double[] at) {
        Layer layer = kan.network().layer(l);
        double[] row = new double[layer.in()];
        double[] phi = new double[3 * layer.in() * layer.columns()];
        return Arrays.stream(at)
                .map(x -> {
                    row[input] = x;
                    new ScalarKernels()
                            .edges(layer, kan.parameters(), kan.network().offset(l), row, 0, phi);
                    return phi[input * layer.columns() + column];
                })
                .toArray();
    }
}
