package org.kan4j.theory;

import java.util.List;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What {@code kan theory ntk} says.
 *
 * @param kernel prior and layers
 * @param modes of Θ at infinite width, on points along a line
 * @param infinite Θ at infinite width at the two inputs of the fluctuations
 * @param difference of the two ways to compute Θ of a network, relative to its largest entry
 * @param fluctuations one for each width
 */
public record NtkReport(
        NngpKernel kernel,
        List<Spectrum.Mode> modes,
        double infinite,
        double difference,
        List<Fluctuation> fluctuations)
        implements Report {
    private static final int SHOWN = 10;

    /** Modes that take longer are those of rounding errors. */
    private static final double MOST_STEPS = 1e8;

    /**
     * Copies.
     *
     * @param kernel prior and layers
     * @param modes of Θ at infinite width, on points along a line
     * @param infinite Θ at infinite width at the two inputs of the fluctuations
     * @param difference of the two ways to compute Θ of a network, relative to its largest entry
     * @param fluctuations one for each width
     */
    public NtkReport {
        modes = List.copyOf(modes);
        fluctuations = List.copyOf(fluctuations);
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        text.line("prior     " + PriorText.of(kernel.prior()));
        text.format("kernel    tangent kernel of %d layers, on %d points along a line", kernel.depth(), modes.size());
        text.line("mode  eigenvalue       share  sign changes  steps to fall by e");
        for (int i = 0; i < Math.min(SHOWN, modes.size()); i++) {
            Spectrum.Mode mode = modes.get(i);
            text.format(
                    "%4d  %10.4g  %9.2e  %12d  %18.1f",
                    i + 1, mode.eigenvalue(), mode.share(), mode.signChanges(), mode.steps());
        }
        text.format(
                "networks  by derivatives and layer by layer: %s",
                difference <= 1e-10 ? "equal to 1e-10" : "they differ by " + TextLines.brief(difference));
        text.format("infinite  Theta(x, x') %s", TextLines.shortNumber(infinite));
        text.line("     n  networks  Theta(x, x')           z  relative fluctuation");
        for (Fluctuation each : fluctuations) {
            text.format(
                    "%6d  %8d  %-18s %5.2f  %s",
                    each.width(),
                    each.networks(),
                    TextLines.withError(each.mean(), each.error()),
                    (each.mean() - infinite) / each.error(),
                    TextLines.withError(each.relative(), each.relativeError()));
        }
        if (fluctuations.size() > 1) {
            double[] slope = Fluctuation.slope(fluctuations);
            text.line("slope     fluctuations go as n to the power " + TextLines.withError(slope[0], slope[1]));
        }
        return text.toString();
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> {
            json.object("prior", each -> PriorText.json(each, kernel.prior()))
                    .whole("depth", kernel.depth())
                    .objects(
                            "modes",
                            modes,
                            (each, mode) -> each.number("eigenvalue", mode.eigenvalue())
                                    .number("share", mode.share())
                                    .whole("sign_changes", mode.signChanges())
                                    .number("steps", mode.steps()))
                    .number("infinite", infinite)
                    .number("difference", difference)
                    .objects(
                            "widths",
                            fluctuations,
                            (each, f) -> each.whole("width", f.width())
                                    .whole("networks", f.networks())
                                    .number("theta", f.mean())
                                    .number("theta_error", f.error())
                                    .number("fluctuation", f.relative())
                                    .number("fluctuation_error", f.relativeError()));
            if (fluctuations.size() > 1) {
                double[] slope = Fluctuation.slope(fluctuations);
                json.number("slope", slope[0]).number("slope_error", slope[1]);
            }
        });
    }

    /** {@return the picture: steps that gradient descent needs for a mode, against the changes of sign of the mode} */
    public String svg() {
        List<Spectrum.Mode> shown =
                modes.stream().filter(mode -> mode.steps() < MOST_STEPS).toList();
        return new Chart(
                        "Gradient descent learns slow waves first",
                        new Chart.Axis("sign changes along the line", false),
                        new Chart.Axis("steps to fall by e", true))
                .points(
                        "modes",
                        shown.stream().mapToDouble(Spectrum.Mode::signChanges).toArray(),
                        shown.stream().mapToDouble(Spectrum.Mode::steps).toArray())
                .svg();
    }
}
