package org.kan4j.bench.recovery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Discovery;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.TextLines;

/**
 * Laws of ten sciences, 15 to 60 rows with 1 to 10% of noise: how often the form is right, that is, some values of its constants, no more of
 * them than the law has, make it the law.
 *
 * @param trials one for each table
 */
record SciencesStudy(List<Trial> trials) implements Study {
    static final String NAME = "sciences";

    private static final List<Integer> ROWS = List.of(15, 24, 40, 60);
    private static final List<Double> SIZES = List.of(0.01, 0.03, 0.1);
    private static final int POINTS = 400;

    SciencesStudy {
        trials = List.copyOf(trials);
    }

    /** A table, and whether its formula has the form of the law. */
    record Trial(String law, NoiseKind noise, double size, int rows, boolean right, String formula) {}

    static SciencesStudy run(Simulations simulations, int tables) {
        List<Trial> trials = new ArrayList<>();
        List<SimulatedLaw> laws = SimulatedLaw.sciences();
        NoiseKind[] kinds = NoiseKind.values();
        for (int table = 0; table < tables; table++) {
            SplittableRandom random = simulations.random(table);
            SimulatedLaw law = laws.get(table % laws.size());
            int rows = ROWS.get(table % ROWS.size());
            double size = SIZES.get(table / 3 % SIZES.size());
            Batch drawn = law.draw(rows, random);
            NoiseKind kind = kinds[table % kinds.length];
            // Counts are of targets that are not negative.
            NoiseKind noise =
                    kind == NoiseKind.COUNTING && Arrays.stream(drawn.y()).min().orElseThrow() < 0
                            ? NoiseKind.ADDITIVE
                            : kind;
            double[] y = noise.measured(drawn.y(), noise == NoiseKind.COUNTING ? 1 / (size * size) : size, random);
            Discovery found = simulations.discover(Dataset.of(drawn.x(), y, law.names(), "y"));
            Trial trial = new Trial(
                    law.name(),
                    noise,
                    size,
                    rows,
                    TrueConstants.of(found.evidence(), law.names().size(), law.constants(), law.draw(POINTS, random))
                            .isPresent(),
                    found.formula().text());
            trials.add(trial);
            simulations.say(String.format(
                    "%s: %s, %s noise of %s, %d rows: %s: %s",
                    NAME,
                    trial.law,
                    trial.noise.title(),
                    trial.size,
                    trial.rows,
                    trial.right ? "right" : "another form",
                    trial.formula));
        }
        return new SciencesStudy(trials);
    }

    private long right() {
        return trials.stream().filter(Trial::right).count();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void addTo(TextLines text) {
        text.line("sciences: laws of ten sciences with 1 to 10% of noise")
                .format("  right form %d of %d (%.1f%%)", right(), trials.size(), 100.0 * right() / trials.size());
    }

    @Override
    public void write(JsonMembers json) {
        json.whole("right_form", right())
                .objects(
                        "trials",
                        trials,
                        (each, t) -> each.string("law", t.law)
                                .string("noise", t.noise.title())
                                .number("size", t.size)
                                .whole("rows", t.rows)
                                .flag("right_form", t.right)
                                .string("formula", t.formula));
    }
}
