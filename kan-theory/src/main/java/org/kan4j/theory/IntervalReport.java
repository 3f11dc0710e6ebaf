package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.kan4j.Interval;
import org.kan4j.data.Dataset;
import org.kan4j.network.Shape;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What {@code kan theory intervals} says: how good the intervals of {@code kan predict} are on rows that fits never saw.
 *
 * @param source of the table
 * @param data the table
 * @param shape of the networks
 * @param level the share of rows that intervals ought to cover
 * @param trials those of all splits
 */
public record IntervalReport(String source, Dataset data, Shape shape, double level, List<IntervalTrial> trials)
        implements Report {
    /**
     * Copies.
     *
     * @param source of the table
     * @param data the table
     * @param shape of the networks
     * @param level the share of rows that intervals ought to cover
     * @param trials those of all splits
     */
    public IntervalReport {
        trials = List.copyOf(trials);
    }

    private List<Interval.Kind> kinds() {
        return Arrays.stream(Interval.Kind.values())
                .filter(kind -> trials.stream().anyMatch(trial -> trial.kind() == kind))
                .toList();
    }

    private static String name(Interval.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private Statistic mean(Interval.Kind kind, ToDoubleFunction<IntervalTrial> of) {
        return Statistic.of(trials.stream()
                .filter(trial -> trial.kind() == kind)
                .mapToDouble(of)
                .toArray());
    }

    private long splits(Interval.Kind kind) {
        return trials.stream().filter(trial -> trial.kind() == kind).count();
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        text.format(
                "%s: %d rows, %d inputs, target %s, networks %s",
                source, data.rows(), data.inputs(), data.target(), shape);
        for (Interval.Kind kind : kinds()) {
            Statistic covered = mean(kind, IntervalTrial::coverage);
            Statistic rmse = mean(kind, IntervalTrial::rmse);
            text.format(
                    "%-10s%.0f%% intervals cover %s in %d splits, RMSE %s, mean width %s",
                    name(kind),
                    100 * level,
                    TextLines.withError(covered.mean(), covered.error()),
                    splits(kind),
                    TextLines.withError(rmse.mean(), rmse.error()),
                    TextLines.brief(mean(kind, IntervalTrial::width).mean()));
        }
        return text.toString();
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> json.string("table", source)
                .whole("rows", data.rows())
                .string("shape", shape.toString())
                .number("level", level)
                .objects("kinds", kinds(), (each, kind) -> {
                    Statistic covered = mean(kind, IntervalTrial::coverage);
                    Statistic rmse = mean(kind, IntervalTrial::rmse);
                    each.string("kind", name(kind))
                            .whole("splits", splits(kind))
                            .number("coverage", covered.mean())
                            .number("coverage_error", covered.error())
                            .number("rmse", rmse.mean())
                            .number("rmse_error", rmse.error())
                            .number("width", mean(kind, IntervalTrial::width).mean());
                }));
    }

    /** {@return the picture: the coverage of each split against the mean width of its intervals} */
    public String svg() {
        Chart chart = new Chart(
                "Rows within their intervals, split by split",
                new Chart.Axis("mean width, in units of " + data.target(), false),
                new Chart.Axis("share of rows", false));
        List<Double> widths = new ArrayList<>();
        for (Interval.Kind kind : kinds()) {
            double[] width = trials.stream()
                    .filter(trial -> trial.kind() == kind)
                    .mapToDouble(IntervalTrial::width)
                    .toArray();
            Arrays.stream(width).forEach(widths::add);
            chart.points(
                    name(kind),
                    width,
                    trials.stream()
                            .filter(trial -> trial.kind() == kind)
                            .mapToDouble(IntervalTrial::coverage)
                            .toArray());
        }
        double low = widths.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double high = widths.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        return chart.line("asked for", new double[] {low, high}, new double[] {level, level})
                .svg();
    }
}
