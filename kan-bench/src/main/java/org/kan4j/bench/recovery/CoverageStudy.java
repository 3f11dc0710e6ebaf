package org.kan4j.bench.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Discovery;
import org.kan4j.discover.Steering;
import org.kan4j.discover.evidence.Evidence;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.TextLines;

/**
 * Noisy laws: how often the right form is found, and how often a constant's 95% interval then holds the truth. The form is
 * right if some values of its constants, no more of them than the law has, make it the law; those are the true values. A constant that was
 * taken as exact counts with what is printed for it beside: its value left free, and that one's interval. With the form given, only its
 * constants are looked for.
 *
 * @param name of the study
 * @param trials one for each table
 */
record CoverageStudy(String name, List<Trial> trials) implements Study {
    static final String NAME = "coverage";
    static final String GIVEN = "form";

    private static final List<Integer> ROWS = List.of(12, 16, 20, 30, 45, 70, 100);
    private static final int POINTS = 400;

    CoverageStudy {
        trials = List.copyOf(trials);
    }

    /**
     * A table.
     *
     * @param right whether the form is that of the law
     * @param intervals of constants, where the form is right
     * @param held those that hold the true value
     */
    record Trial(String law, NoiseKind noise, int rows, boolean right, int intervals, int held, String formula) {}

    static CoverageStudy run(Simulations simulations, String name, int tables) {
        List<Trial> trials = new ArrayList<>();
        List<SimulatedLaw> laws = SimulatedLaw.all();
        NoiseKind[] kinds = NoiseKind.values();
        for (int table = 0; table < tables; table++) {
            SimulatedLaw law = laws.get(table % laws.size());
            Trial trial = trial(
                    simulations,
                    name.equals(GIVEN) ? Steering.none().withForm(law.form()) : Steering.none(),
                    law,
                    kinds[table % kinds.length],
                    ROWS.get(table % ROWS.size()),
                    simulations.random(table));
            trials.add(trial);
            simulations.say(String.format(
                    "%s: %s, %s noise, %d rows: %s, %d of %d intervals hold: %s",
                    name,
                    trial.law,
                    trial.noise.title(),
                    trial.rows,
                    trial.right ? "right" : "another form",
                    trial.held,
                    trial.intervals,
                    trial.formula));
        }
        return new CoverageStudy(name, trials);
    }

    private static Trial trial(
            Simulations simulations,
            Steering steering,
            SimulatedLaw law,
            NoiseKind noise,
            int rows,
            SplittableRandom random) {
        Batch drawn = law.draw(rows, random);
        Dataset data = Dataset.of(drawn.x(), noise.measured(drawn.y(), random), law.names(), "y");
        Discovery found = simulations.discover(data, steering);
        Evidence evidence = found.evidence();
        Optional<double[]> truth =
                TrueConstants.of(evidence, law.names().size(), law.constants(), law.draw(POINTS, random));
        int intervals = 0;
        int held = 0;
        for (int k = 0; k < evidence.constants().size() && truth.isPresent(); k++) {
            Evidence.Parameter p = evidence.constants().get(k);
            if (p.determined()) {
                intervals++;
                double printed = p.exact() ? p.estimate() : p.value();
                held += Math.abs(printed - truth.get()[k]) <= p.margin() ? 1 : 0;
            }
        }
        return new Trial(
                law.name(),
                noise,
                rows,
                truth.isPresent(),
                intervals,
                held,
                found.formula().text());
    }

    /** Tables of one kind of noise. */
    record Group(String name, int tables, long right, int intervals, int held) {
        static Group of(String name, List<Trial> trials) {
            return new Group(
                    name,
                    trials.size(),
                    trials.stream().filter(Trial::right).count(),
                    trials.stream().mapToInt(Trial::intervals).sum(),
                    trials.stream().mapToInt(Trial::held).sum());
        }

        /** The share of intervals that hold the truth; NaN without intervals. */
        double coverage() {
            return (double) held / intervals;
        }

        String coverageText() {
            return intervals == 0 ? "–" : String.format(Locale.ROOT, "%.1f%%", 100 * coverage());
        }
    }

    List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        for (NoiseKind kind : NoiseKind.values()) {
            groups.add(Group.of(
                    kind.title(), trials.stream().filter(t -> t.noise == kind).toList()));
        }
        groups.add(Group.of("ALL", trials));
        return groups;
    }

    @Override
    public void addTo(TextLines text) {
        text.line("coverage: noisy laws whose form was found, and constants whose 95% interval holds the truth");
        groups().forEach(g -> text.format(
                "  %-10s right form %3d of %3d (%5.1f%%), intervals that hold %3d of %3d (%s)",
                g.name, g.right, g.tables, 100.0 * g.right / g.tables, g.held, g.intervals, g.coverageText()));
    }

    @Override
    public void write(JsonMembers json) {
        json.objects(
                        "groups",
                        groups(),
                        (each, g) -> each.string("name", g.name)
                                .whole("tables", g.tables)
                                .whole("right_form", g.right)
                                .whole("intervals", g.intervals)
                                .whole("held", g.held)
                                .number("coverage", g.coverage()))
                .objects(
                        "trials",
                        trials,
                        (each, t) -> each.string("law", t.law)
                                .string("noise", t.noise.title())
                                .whole("rows", t.rows)
                                .flag("right_form", t.right)
                                .whole("intervals", t.intervals)
                                .whole("held", t.held)
                                .string("formula", t.formula));
    }
}
