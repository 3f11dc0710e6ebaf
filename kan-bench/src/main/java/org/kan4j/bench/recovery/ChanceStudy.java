package org.kan4j.bench.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Discovery;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.TextLines;

/**
 * Tables of nothing but noise: how often a formula is claimed that is not a constant.
 *
 * @param trials one for each table
 */
record ChanceStudy(List<Trial> trials) implements Study {
    static final String NAME = "chance";

    // The numbers of entries have no common divisor, so that all pairs occur.
    private static final List<Integer> ROWS = List.of(10, 20, 30, 60, 100, 300);
    private static final List<Integer> INPUTS = List.of(1, 2, 5, 10, 30, 100, 200);

    ChanceStudy {
        trials = List.copyOf(trials);
    }

    /** A table, whether its formula uses an input, and how long the search took. */
    record Trial(int rows, int inputs, boolean claimed, double seconds, String formula) {}

    static ChanceStudy run(Simulations simulations, int tables) {
        List<Trial> trials = new ArrayList<>();
        for (int table = 0; table < tables; table++) {
            int rows = ROWS.get(table % ROWS.size());
            int inputs = INPUTS.get(table % INPUTS.size());
            Discovery found = simulations.discover(noise(rows, inputs, simulations.random(table)));
            Trial trial = new Trial(
                    rows,
                    inputs,
                    !found.formula().expression().variables().isEmpty(),
                    found.seconds(),
                    found.formula().text());
            trials.add(trial);
            simulations.say(NAME + ": " + rows + " rows, " + inputs + " inputs: " + trial.formula);
        }
        return new ChanceStudy(trials);
    }

    /** Inputs and a target that have nothing to do with each other. */
    static Dataset noise(int rows, int inputs, SplittableRandom random) {
        double[] x = IntStream.range(0, rows * inputs)
                .mapToDouble(i -> random.nextGaussian())
                .toArray();
        double[] y =
                IntStream.range(0, rows).mapToDouble(i -> random.nextGaussian()).toArray();
        return Dataset.of(
                x, y, IntStream.rangeClosed(1, inputs).mapToObj(i -> "x" + i).toList(), "y");
    }

    /** Tables of one number of rows. */
    private record Group(String name, long claimed, int tables, double slowest) {
        static Group of(String name, List<Trial> trials) {
            return new Group(
                    name,
                    trials.stream().filter(Trial::claimed).count(),
                    trials.size(),
                    trials.stream().mapToDouble(Trial::seconds).max().orElseThrow());
        }
    }

    private List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        for (int rows : ROWS) {
            List<Trial> some = trials.stream().filter(t -> t.rows == rows).toList();
            if (!some.isEmpty()) {
                groups.add(Group.of(rows + " rows", some));
            }
        }
        groups.add(Group.of("ALL", trials));
        return groups;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void addTo(TextLines text) {
        text.line("chance: tables of noise, and those for which a formula was claimed that is not a constant");
        groups().forEach(g -> text.format(
                "  %-10s %4d of %4d (%.1f%%), slowest %.1f s",
                g.name, g.claimed, g.tables, 100.0 * g.claimed / g.tables, g.slowest));
    }

    @Override
    public void write(JsonMembers json) {
        json.objects(
                        "groups",
                        groups(),
                        (each, g) -> each.string("name", g.name)
                                .whole("claimed", g.claimed)
                                .whole("tables", g.tables)
                                .number("slowest_seconds", g.slowest))
                .objects(
                        "trials",
                        trials,
                        (each, t) -> each.whole("rows", t.rows)
                                .whole("inputs", t.inputs)
                                .flag("claimed", t.claimed)
                                .number("seconds", t.seconds)
                                .string("formula", t.formula));
    }
}
