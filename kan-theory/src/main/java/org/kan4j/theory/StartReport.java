package org.kan4j.theory;

import java.util.List;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What {@code kan theory start} says.
 *
 * @param prior that networks began with
 * @param optimizer that trained them
 * @param comparisons one for each depth
 */
public record StartReport(Prior prior, String optimizer, List<StartComparison> comparisons) implements Report {
    /**
     * Copies.
     *
     * @param prior that networks began with
     * @param optimizer that trained them
     * @param comparisons one for each depth
     */
    public StartReport {
        comparisons = List.copyOf(comparisons);
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        text.line("prior     " + PriorText.of(prior));
        text.line("trained   by " + optimizer + ", beside networks that begin as in fit");
        text.line("layers  trainings  better  median ratio of errors  median RMSE  as in fit");
        for (StartComparison each : comparisons) {
            text.format(
                    "%6d  %9d  %6d  %22.3f  %11s  %9s",
                    each.depth(),
                    each.prior().length,
                    each.better(),
                    each.ratio(),
                    TextLines.brief(StartComparison.median(each.prior())),
                    TextLines.brief(StartComparison.median(each.usual())));
        }
        return text.toString();
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> json.object("prior", each -> PriorText.json(each, prior))
                .string("optimizer", optimizer)
                .objects(
                        "depths",
                        comparisons,
                        (each, c) -> each.whole("depth", c.depth())
                                .whole("trainings", c.prior().length)
                                .whole("better", c.better())
                                .number("median_ratio", c.ratio())
                                .number("median_rmse", StartComparison.median(c.prior()))
                                .number("median_rmse_usual", StartComparison.median(c.usual()))));
    }

    /** {@return the picture: median errors against depth} */
    public String svg() {
        double[] depths =
                comparisons.stream().mapToDouble(StartComparison::depth).toArray();
        return new Chart(
                        "Median error after training",
                        new Chart.Axis("layers", false),
                        new Chart.Axis("RMSE, in standard deviations", true))
                .line(
                        "prior",
                        depths,
                        comparisons.stream()
                                .mapToDouble(each -> StartComparison.median(each.prior()))
                                .toArray())
                .line(
                        "as in fit",
                        depths,
                        comparisons.stream()
                                .mapToDouble(each -> StartComparison.median(each.usual()))
                                .toArray())
                .svg();
    }
}
