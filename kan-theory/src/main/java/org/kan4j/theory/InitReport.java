package org.kan4j.theory;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kan4j.layer.BaseActivation;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What {@code kan theory init} says of a prior.
 *
 * @param prior the prior
 * @param fixedPoint the variance q*, 0 where it dies out, infinity where it runs away
 * @param at what holds at a positive, finite fixed point
 * @param critical the critical prior of the same base and basis at the variance that was asked for, or the nearest to it
 * @param atCritical what holds there
 * @param layers sampled networks beside recursion
 * @param width n of the sampled networks
 * @param diagram phases of priors with this base and basis
 */
public record InitReport(
        Prior prior,
        double fixedPoint,
        Optional<SignalPropagation.FixedPoint> at,
        Prior critical,
        SignalPropagation.FixedPoint atCritical,
        List<SampledSignals> layers,
        int width,
        PhaseDiagram diagram)
        implements Report {
    private static final int SHOWN = 5;

    /**
     * Copies.
     *
     * @param prior the prior
     * @param fixedPoint the variance q*, 0 where it dies out, infinity where it runs away
     * @param at what holds at a positive, finite fixed point
     * @param critical the critical prior of the same base and basis at the variance that was asked for, or the nearest to it
     * @param atCritical what holds there
     * @param layers sampled networks beside recursion
     * @param width n of the sampled networks
     * @param diagram phases of priors with this base and basis
     */
    public InitReport {
        layers = List.copyOf(layers);
    }

    /** {@return whether there is a critical prior} */
    public boolean hasCritical() {
        return atCritical.critical();
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        text.line("prior     " + PriorText.of(prior));
        if (at.isPresent()) {
            SignalPropagation.FixedPoint point = at.get();
            text.format(
                    "q*        %s, V' %s: errors of the variance %s",
                    TextLines.shortNumber(point.q()),
                    TextLines.shortNumber(point.variancePrime()),
                    Double.isInfinite(point.varianceDepth())
                            ? "grow"
                            : "fade in " + PriorText.layers(point.varianceDepth()) + " layers");
            text.format("chi1      %s: %s", TextLines.shortNumber(point.chi1()), point.phase());
            text.format(
                    "c*        %s, reached in %s layers",
                    TextLines.shortNumber(point.correlation()), PriorText.layers(point.correlationDepth()));
        } else {
            text.line(
                    fixedPoint == 0 ? "q*        0: the variance dies out" : "q*        none: the variance runs away");
        }
        text.format(
                "%s s_b^2 %s, s_c^2 %s at q* %s: chi1 %s, depth scale %s",
                hasCritical() ? "critical " : "critical  none; nearest",
                TextLines.shortNumber(critical.baseVariance()),
                TextLines.shortNumber(critical.basisVariance()),
                TextLines.shortNumber(atCritical.q()),
                TextLines.shortNumber(atCritical.chi1()),
                PriorText.layers(atCritical.correlationDepth()));
        if (!layers.isEmpty()) {
            text.format("%nlayer  q, infinite  q, n = %-6d  sampled              z", width);
            for (SampledSignals layer : layers) {
                text.format(
                        "%5d  %11.6f  %12.6f  %-19s  %5.2f",
                        layer.layer(),
                        layer.infinite(),
                        layer.finite(),
                        TextLines.withError(layer.mean(), layer.error()),
                        layer.deviation());
            }
        }
        phases(text);
        return text.toString();
    }

    private void phases(TextLines text) {
        int every = Math.max(1, (diagram.columns().length - 1) / SHOWN);
        StringBuilder head = new StringBuilder(String.format("%nchi1 (q*)  %-7s", diagram.columnName()));
        for (int c = 0; c < diagram.columns().length; c += every) {
            head.append(String.format("  %-15s", TextLines.brief(diagram.columns()[c])));
        }
        text.line(head.toString().stripTrailing());
        int everyRow = Math.max(1, (diagram.rows().length - 1) / SHOWN);
        for (int r = 0; r < diagram.cells().size(); r += everyRow) {
            StringBuilder line = new StringBuilder(String.format("s_c^2 %-12s", TextLines.brief(diagram.rows()[r])));
            for (int c = 0; c < diagram.columns().length; c += every) {
                PhaseDiagram.Cell cell = diagram.cells().get(r).get(c);
                line.append(String.format(
                        "  %-15s",
                        cell.q() == 0
                                ? "dies out"
                                : Double.isInfinite(cell.q())
                                        ? "runs away"
                                        : TextLines.brief(round(cell.chi1())) + " (" + TextLines.brief(round(cell.q()))
                                                + ")"));
            }
            text.line(line.toString().stripTrailing());
        }
    }

    /** Three digits. */
    private static double round(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.2e", value));
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> {
            json.object("prior", each -> PriorText.json(each, prior)).number("fixed_point", fixedPoint);
            at.ifPresent(point -> point(json, point));
            json.flag("critical_exists", hasCritical()).object("critical", each -> {
                PriorText.json(each, critical);
                point(each, atCritical);
            });
            json.whole("width", width)
                    .objects(
                            "layers",
                            layers,
                            (each, layer) -> each.whole("layer", layer.layer())
                                    .number("infinite", layer.infinite())
                                    .number("finite", layer.finite())
                                    .number("sampled", layer.mean())
                                    .number("standard_error", layer.error()));
            List<PhaseDiagram.Cell> cells =
                    diagram.cells().stream().flatMap(List::stream).toList();
            json.objects(
                    "phases",
                    cells,
                    (each, cell) -> each.number(diagram.base() == BaseActivation.ZERO ? "count" : "s_b2", cell.column())
                            .number("s_c2", cell.basisVariance())
                            .number("q", cell.q())
                            .number("chi1", cell.chi1()));
        });
    }

    private static void point(JsonMembers json, SignalPropagation.FixedPoint point) {
        json.number("q", point.q())
                .number("variance_slope", point.variancePrime())
                .number("chi1", point.chi1())
                .string("phase", point.phase())
                .number("c", point.correlation())
                .number("variance_depth", point.varianceDepth())
                .number("correlation_depth", point.correlationDepth());
    }
}
