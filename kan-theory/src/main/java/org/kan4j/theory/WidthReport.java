package org.kan4j.theory;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What {@code kan theory width} says.
 *
 * @param prior of the edges
 * @param q variance of the hidden values
 * @param rho their correlation at the two inputs
 * @param exact cumulants times n
 * @param widths estimates
 * @param symmetries tests
 */
public record WidthReport(
        Prior prior, double q, double rho, FiniteWidth.Exact exact, List<FiniteWidth> widths, List<Symmetry> symmetries)
        implements Report {
    /**
     * Copies.
     *
     * @param prior of the edges
     * @param q variance of the hidden values
     * @param rho their correlation at the two inputs
     * @param exact cumulants times n
     * @param widths estimates
     * @param symmetries tests
     */
    public WidthReport {
        widths = List.copyOf(widths);
        symmetries = List.copyOf(symmetries);
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        text.line("prior     " + PriorText.of(prior));
        text.format(
                "exact     n*kurtosis %s, n*G4c(1122) %s, at q %s and correlation %s",
                TextLines.shortNumber(exact.kurtosis()),
                TextLines.shortNumber(exact.fourPoint()),
                TextLines.brief(q),
                TextLines.brief(rho));
        text.line("     n  networks  n*kurtosis            z  n*G4c(1122)           z");
        for (FiniteWidth width : widths) {
            text.format(
                    "%6d  %8d  %-18s %5.2f  %-18s %5.2f",
                    width.width(),
                    width.networks(),
                    TextLines.withError(width.kurtosis(), width.kurtosisError()),
                    (width.kurtosis() - exact.kurtosis()) / width.kurtosisError(),
                    TextLines.withError(width.fourPoint(), width.fourPointError()),
                    (width.fourPoint() - exact.fourPoint()) / width.fourPointError());
        }
        if (widths.size() > 1) {
            double[] slope = FiniteWidth.slope(widths);
            text.line("slope     kurtosis goes as n to the power " + TextLines.withError(slope[0], slope[1]));
        }
        text.line("density of outputs  from the normal one   from Edgeworth's, in % of the largest");
        for (FiniteWidth width : widths) {
            text.format(
                    "%17d  %19s  %15s",
                    width.width(),
                    largest(width, FiniteWidth.Density::normal),
                    largest(width, density -> density.edgeworth(exact.kurtosis() / width.width())));
        }
        symmetries.forEach(symmetry -> text.line(symmetry.line()));
        return text.toString();
    }

    /** The largest deviation from a density, with its error, in % of the normal density at 0. */
    private static String largest(FiniteWidth width, ToDoubleFunction<FiniteWidth.Density> expected) {
        FiniteWidth.Density most = width.densities().stream()
                .max(Comparator.comparingDouble(each -> Math.abs(each.value() - expected.applyAsDouble(each))))
                .orElseThrow();
        double unit = width.densities().get(0).normal() / 100;
        return TextLines.withError((most.value() - expected.applyAsDouble(most)) / unit, most.error() / unit);
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> {
            json.object("prior", each -> PriorText.json(each, prior))
                    .number("q", q)
                    .number("rho", rho)
                    .number("exact_kurtosis", exact.kurtosis())
                    .number("exact_four_point", exact.fourPoint())
                    .objects(
                            "widths",
                            widths,
                            (each, width) -> each.whole("width", width.width())
                                    .whole("networks", width.networks())
                                    .number("kurtosis", width.kurtosis())
                                    .number("kurtosis_error", width.kurtosisError())
                                    .number("four_point", width.fourPoint())
                                    .number("four_point_error", width.fourPointError())
                                    .objects(
                                            "densities",
                                            width.densities(),
                                            (at, density) -> at.number("at", density.at())
                                                    .number("value", density.value())
                                                    .number("error", density.error())
                                                    .number("normal", density.normal())
                                                    .number(
                                                            "edgeworth",
                                                            density.edgeworth(exact.kurtosis() / width.width()))));
            if (widths.size() > 1) {
                double[] slope = FiniteWidth.slope(widths);
                json.number("slope", slope[0]).number("slope_error", slope[1]);
            }
            json.objects("symmetries", symmetries, (each, symmetry) -> symmetry.json(each));
        });
    }

    /** {@return the picture: excess kurtosis against width, sampled and exact} */
    public String svg() {
        double[] n = widths.stream().mapToDouble(FiniteWidth::width).toArray();
        double[] seen = widths.stream()
                .mapToDouble(width -> width.kurtosis() / width.width())
                .toArray();
        double[] errors = widths.stream()
                .mapToDouble(width -> width.kurtosisError() / width.width())
                .toArray();
        double[] line = widths.stream()
                .mapToDouble(width -> exact.kurtosis() / width.width())
                .toArray();
        return new Chart(
                        "Excess kurtosis of the output",
                        new Chart.Axis("width n", true),
                        new Chart.Axis("kurtosis", true))
                .line("exact", n, line)
                .points("sampled", n, seen, errors)
                .svg();
    }
}
