package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What {@code kan theory linear} says.
 *
 * @param prior of the networks
 * @param steps of gradient descent
 * @param runs of several networks of each width
 */
public record LinearReport(Prior prior, int steps, List<LinearTraining> runs) implements Report {
    /**
     * Copies.
     *
     * @param prior of the networks
     * @param steps of gradient descent
     * @param runs of several networks of each width
     */
    public LinearReport {
        runs = List.copyOf(runs);
    }

    /**
     * Means over networks of a width.
     *
     * @param width n
     * @param networks how many
     * @param deviation mean relative deviation of the linearised training
     * @param deviationError its standard error
     * @param kernelChange mean relative change of Θ
     * @param left mean share of the residuals that is left
     */
    public record Row(
            int width, int networks, double deviation, double deviationError, double kernelChange, double left) {}

    /** {@return means, by width, increasing} */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int width : new TreeSet<>(runs.stream().map(LinearTraining::width).toList())) {
            List<LinearTraining> some =
                    runs.stream().filter(run -> run.width() == width).toList();
            Statistic deviation = Statistic.of(
                    some.stream().mapToDouble(LinearTraining::deviation).toArray());
            rows.add(new Row(
                    width,
                    some.size(),
                    deviation.mean(),
                    deviation.error(),
                    some.stream()
                            .mapToDouble(LinearTraining::kernelChange)
                            .average()
                            .orElse(Double.NaN),
                    some.stream().mapToDouble(LinearTraining::left).average().orElse(Double.NaN)));
        }
        return rows;
    }

    /** {@return the power of the width in the deviation, by a straight line through logarithms} */
    public double slope() {
        return Line.slope(
                rows().stream().mapToDouble(row -> Math.log(row.width)).toArray(),
                rows().stream().mapToDouble(row -> Math.log(row.deviation)).toArray());
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        text.line("prior     " + PriorText.of(prior));
        text.format("training  %d steps of gradient descent of networks 1,n,1, beside linearised ones", steps);
        text.line("     n  networks  deviation in %       change of kernel in %  residuals left");
        for (Row row : rows()) {
            text.format(
                    "%6d  %8d  %-19s  %21s  %14s",
                    row.width,
                    row.networks,
                    TextLines.withError(100 * row.deviation, 100 * row.deviationError),
                    TextLines.brief(100 * row.kernelChange),
                    TextLines.brief(row.left));
        }
        if (rows().size() > 1) {
            text.format("slope     the deviation goes as n to the power %.2f", slope());
        }
        return text.toString();
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> {
            json.object("prior", each -> PriorText.json(each, prior))
                    .whole("steps", steps)
                    .objects(
                            "widths",
                            rows(),
                            (each, row) -> each.whole("width", row.width)
                                    .whole("networks", row.networks)
                                    .number("deviation", row.deviation)
                                    .number("deviation_error", row.deviationError)
                                    .number("kernel_change", row.kernelChange)
                                    .number("residuals_left", row.left));
            if (rows().size() > 1) {
                json.number("slope", slope());
            }
        });
    }

    /** {@return the picture: deviation and change of the kernel against width, beside one over the width} */
    public String svg() {
        List<Row> rows = rows();
        double[] n = rows.stream().mapToDouble(Row::width).toArray();
        Row last = rows.get(rows.size() - 1);
        return new Chart(
                        "Training beside its linearisation",
                        new Chart.Axis("width n", true),
                        new Chart.Axis("in %", true))
                .line(
                        "1/n",
                        n,
                        Arrays.stream(n)
                                .map(each -> 100 * last.deviation * last.width / each)
                                .toArray())
                .points(
                        "deviation",
                        n,
                        rows.stream().mapToDouble(row -> 100 * row.deviation).toArray(),
                        rows.stream()
                                .mapToDouble(row -> 100 * row.deviationError)
                                .toArray())
                .points(
                        "change of kernel",
                        n,
                        rows.stream().mapToDouble(row -> 100 * row.kernelChange).toArray())
                .svg();
    }
}
