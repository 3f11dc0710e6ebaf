package org.kan4j.theory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What {@code kan theory field} says.
 *
 * @param field the free field on a circle
 * @param free its correlations, at the coupling 0
 * @param reweighted one for each coupling
 * @param sampled by Hamiltonian Monte Carlo, one for each coupling
 * @param plane the free field in two dimensions, if it was sampled
 * @param width hidden nodes of its networks
 * @param cutoff of its momenta
 */
public record FieldReport(
        CircleField field,
        QuarticField free,
        List<QuarticField> reweighted,
        List<QuarticField> sampled,
        Optional<PlaneField> plane,
        int width,
        double cutoff)
        implements Report {
    /**
     * Copies.
     *
     * @param field the free field on a circle
     * @param free its correlations, at the coupling 0
     * @param reweighted one for each coupling
     * @param sampled by Hamiltonian Monte Carlo, one for each coupling
     * @param plane the free field in two dimensions, if it was sampled
     * @param width hidden nodes of its networks
     * @param cutoff of its momenta
     */
    public FieldReport {
        reweighted = List.copyOf(reweighted);
        sampled = List.copyOf(sampled);
    }

    private static double largest(double[] seen, double[] exact, double[] errors) {
        return IntStream.range(0, seen.length)
                .mapToDouble(k -> Math.abs(seen[k] - exact[k]) / errors[k])
                .max()
                .orElse(0);
    }

    private double[] ensemble() {
        double[] tau = field.distances();
        return IntStream.range(0, tau.length)
                .mapToDouble(k -> field.ensemblePropagator(tau[k]))
                .toArray();
    }

    /** Correlations of the oscillator at all distances. */
    private double[] exact(double coupling) {
        Oscillator oscillator = new Oscillator(field.mass(), coupling);
        return IntStream.range(0, CircleField.LAGS)
                .mapToDouble(k -> oscillator.correlation(field.length(), field.distances()[k]))
                .toArray();
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        text.format(
                "field     circle of length %s, mass %s: networks 1,1 of %d harmonics",
                TextLines.brief(field.length()), TextLines.brief(field.mass()), field.harmonics());
        text.format(
                "free      %d networks: <x^2> %s, with this cutoff %.4f, without %.4f (bound %.4f)",
                free.networks(),
                TextLines.withError(free.correlations()[0], free.errors()[0]),
                field.ensemblePropagator(0),
                field.propagator(0),
                field.cutoffBound());
        text.format(
                "G(tau)    at %d distances within %.1f standard errors",
                CircleField.LAGS, largest(free.correlations(), ensemble(), free.errors()));
        if (!reweighted.isEmpty()) {
            text.line(
                    "    g  by         networks  count or accepted  <x^2>             exact    xi                exact");
        }
        for (int i = 0; i < reweighted.size(); i++) {
            double[] exact = exact(reweighted.get(i).coupling());
            row(text, "weights", reweighted.get(i), exact);
            if (i < sampled.size()) {
                row(text, "sampling", sampled.get(i), exact);
            }
        }
        plane.ifPresent(p -> {
            text.format(
                    "plane     %d networks 2,%d,1, momenta up to %s: G(r) at %d distances within %.1f standard errors",
                    p.networks(),
                    width,
                    TextLines.brief(cutoff),
                    p.distances().length,
                    largest(p.correlations(), p.exact(), p.errors()));
            p.rotations().forEach(rotation -> text.line(rotation.line()));
        });
        return text.toString();
    }

    private void row(TextLines text, String by, QuarticField each, double[] exact) {
        text.format(
                "%5s  %-9s  %8d  %17.3f  %-16s  %.4f   %-16s  %.4f",
                TextLines.brief(each.coupling()),
                by,
                each.networks(),
                each.share(),
                TextLines.withError(each.correlations()[0], each.errors()[0]),
                exact[0],
                TextLines.withError(each.length(), each.lengthError()),
                field.correlationLength(exact, 0));
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> {
            json.number("length", field.length())
                    .number("mass", field.mass())
                    .whole("harmonics", field.harmonics())
                    .number("cutoff_bound", field.cutoffBound())
                    .object("free", each -> json(each, free, ensemble()))
                    .objects("reweighted", reweighted, (each, q) -> json(each, q, exact(q.coupling())))
                    .objects("sampled", sampled, (each, q) -> json(each, q, exact(q.coupling())));
            plane.ifPresent(p -> json.object(
                    "plane",
                    each -> each.whole("networks", p.networks())
                            .whole("width", width)
                            .number("cutoff", cutoff)
                            .objects(
                                    "correlations",
                                    places(p.distances()),
                                    (at, k) -> at.number("r", p.distances()[k])
                                            .number("value", p.correlations()[k])
                                            .number("error", p.errors()[k])
                                            .number("exact", p.exact()[k]))
                            .objects("symmetries", p.rotations(), (at, symmetry) -> symmetry.json(at))));
        });
    }

    private void json(JsonMembers json, QuarticField each, double[] exact) {
        json.number("coupling", each.coupling())
                .whole("networks", each.networks())
                .number("share", each.share())
                .number("correlation_length", each.length())
                .number("correlation_length_error", each.lengthError())
                .number("exact_correlation_length", field.correlationLength(exact, 0))
                .objects(
                        "correlations",
                        places(exact),
                        (at, k) -> at.number("tau", field.distances()[k])
                                .number("value", each.correlations()[k])
                                .number("error", each.errors()[k])
                                .number("exact", exact[k]));
    }

    private static List<Integer> places(double[] values) {
        return IntStream.range(0, values.length).boxed().toList();
    }

    /** {@return the picture: correlations against distance, sampled and exact} */
    public String svg() {
        double[] tau = field.distances();
        Chart chart =
                new Chart("Correlations of the field", new Chart.Axis("distance", false), new Chart.Axis("G", true));
        List<QuarticField> all = new ArrayList<>(List.of(free));
        all.addAll(sampled);
        for (QuarticField each : all) {
            chart.line("exact, g = " + TextLines.brief(each.coupling()), tau, exact(each.coupling()));
        }
        for (QuarticField each : all) {
            chart.points("networks, g = " + TextLines.brief(each.coupling()), tau, each.correlations(), each.errors());
        }
        return chart.svg();
    }
}
