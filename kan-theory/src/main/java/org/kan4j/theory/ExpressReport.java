package org.kan4j.theory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What {@code kan theory express} says.
 *
 * @param order of the splines
 * @param experiments those that were made
 */
public record ExpressReport(int order, List<Expressivity> experiments) implements Report {
    /**
     * Copies.
     *
     * @param order of the splines
     * @param experiments those that were made
     */
    public ExpressReport {
        experiments = List.copyOf(experiments);
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        text.format("splines   order %d: errors of smooth functions go as G to the power %d", order, -(order + 1));
        double[] sizes = {};
        for (Expressivity each : experiments) {
            if (!Arrays.equals(sizes, each.sizes())) {
                sizes = each.sizes();
                text.line(row(each.power() ? "RMSE, G =" : "RMSE, n =", sizes, "%10.0f", each.power() ? "power" : ""));
            }
            text.line(row(
                    each.name(),
                    each.errors(),
                    "%10.2e",
                    each.power() ? String.format(Locale.ROOT, "%.2f", each.slope()) : ""));
        }
        return text.toString();
    }

    private static String row(String name, double[] values, String format, String last) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-18s", name));
        for (double value : values) {
            line.append(String.format(Locale.ROOT, format, value));
        }
        return line.append(String.format("%8s", last)).toString().stripTrailing();
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> json.whole("order", order).objects("experiments", experiments, (each, e) -> {
            each.string("name", e.name());
            if (e.power()) {
                each.number("power", e.slope());
            }
            List<Integer> places = IntStream.range(0, e.sizes().length).boxed().toList();
            each.objects(
                    "errors",
                    places,
                    (point, i) -> point.number("size", e.sizes()[i]).number("rmse", e.errors()[i]));
        }));
    }

    /** {@return the picture: errors against the number of intervals} */
    public String svg() {
        Chart chart = new Chart(
                "Root mean squared error of splines",
                new Chart.Axis("intervals G", true),
                new Chart.Axis("RMSE", true));
        experiments.stream()
                .filter(Expressivity::power)
                .forEach(each -> chart.line(each.name(), each.sizes(), each.errors()));
        return chart.svg();
    }
}
