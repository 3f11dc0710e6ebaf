package org.kan4j.bench.recovery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Discovery;
import org.kan4j.discover.score.Fit;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.TextLines;

/**
 * Tables with copies of rows of a noisy law: whether the printed test error is that of rows never seen. A ratio of the two far below 1
 * says that copies of training rows were among those held back.
 *
 * @param trials one for each table
 */
record RepeatsStudy(List<Trial> trials) implements Study {
    static final String NAME = "repeats";

    private static final List<Integer> ROWS = List.of(12, 20, 40, 80, 120, 200, 300);
    private static final List<Integer> COPIES = List.of(2, 3, 5);
    private static final int FRESH = 2000;
    /** The share of noise in the target's deviation: large, so that rows known by heart would look better than fresh ones. */
    private static final double NOISE = 0.2;

    RepeatsStudy {
        trials = List.copyOf(trials);
    }

    /**
     * A table.
     *
     * @param rows different ones
     * @param copies of each
     * @param printed test error
     * @param fresh error on fresh rows in the ranges seen, with the same noise; infinite where the formula is not finite on all
     */
    record Trial(String law, int rows, int copies, double printed, double fresh) {
        double ratio() {
            return printed / fresh;
        }
    }

    static RepeatsStudy run(Simulations simulations, int tables) {
        List<Trial> trials = new ArrayList<>();
        List<SimulatedLaw> laws = SimulatedLaw.all();
        for (int table = 0; table < tables; table++) {
            SplittableRandom random = simulations.random(table);
            SimulatedLaw law = laws.get(table % laws.size());
            int rows = ROWS.get(table % ROWS.size());
            int copies = COPIES.get(table % COPIES.size());
            Batch once = law.draw(rows, random);
            double deviation = NOISE * Spread.deviation(law.draw(FRESH, random).y());
            Batch noisy = noisy(once, deviation, random);
            Discovery found = simulations.discover(copied(law.names(), noisy, copies, random));
            Batch fresh = within(once, law.draw(FRESH, random));
            double rmse = Fit.rmse(found.formula().expression(), noisy(fresh, deviation, random));
            Trial trial = new Trial(
                    law.name(),
                    rows,
                    copies,
                    found.testRmse(),
                    Double.isFinite(rmse) ? rmse : Double.POSITIVE_INFINITY);
            trials.add(trial);
            simulations.say(String.format(
                    "%s: %s, %d rows %d times: test error %.4g, on fresh rows %.4g: %s",
                    NAME,
                    law.name(),
                    rows,
                    copies,
                    trial.printed,
                    trial.fresh,
                    found.formula().text()));
        }
        return new RepeatsStudy(trials);
    }

    private static Batch noisy(Batch rows, double deviation, SplittableRandom random) {
        double[] y = Arrays.stream(rows.y())
                .map(v -> v + deviation * random.nextGaussian())
                .toArray();
        return new Batch(rows.x(), y, rows.rows());
    }

    /** Those of some rows that lie in the ranges of the inputs of others. */
    static Batch within(Batch seen, Batch rows) {
        int in = seen.x().length / seen.rows();
        int[] kept = IntStream.range(0, rows.rows())
                .filter(r -> IntStream.range(0, in).allMatch(i -> {
                    double value = rows.x()[r * in + i];
                    double[] column = IntStream.range(0, seen.rows())
                            .mapToDouble(k -> seen.x()[k * in + i])
                            .toArray();
                    return value >= Arrays.stream(column).min().orElseThrow()
                            && value <= Arrays.stream(column).max().orElseThrow();
                }))
                .toArray();
        return chosen(rows, kept);
    }

    private static Batch chosen(Batch rows, int[] numbers) {
        int in = rows.x().length / rows.rows();
        double[] x = new double[numbers.length * in];
        double[] y = new double[numbers.length];
        for (int r = 0; r < numbers.length; r++) {
            System.arraycopy(rows.x(), numbers[r] * in, x, r * in, in);
            y[r] = rows.y()[numbers[r]];
        }
        return new Batch(x, y, numbers.length);
    }

    /** Every row so many times, in random order. */
    static Dataset copied(List<String> names, Batch rows, int copies, SplittableRandom random) {
        int[] order = IntStream.range(0, rows.rows() * copies)
                .map(i -> i % rows.rows())
                .toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        Batch copied = chosen(rows, order);
        return Dataset.of(copied.x(), copied.y(), names, "y");
    }

    private double[] ratios() {
        return trials.stream().mapToDouble(Trial::ratio).toArray();
    }

    private double least() {
        return Arrays.stream(ratios()).min().orElseThrow();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void addTo(TextLines text) {
        text.line("repeats: test error of tables with copies of rows, by the error on fresh rows")
                .format("  median %.3f, least %.3f, of %d tables", Spread.median(ratios()), least(), trials.size());
    }

    @Override
    public void write(JsonMembers json) {
        json.number("median_ratio", Spread.median(ratios()))
                .number("least_ratio", least())
                .objects(
                        "trials",
                        trials,
                        (each, t) -> each.string("law", t.law)
                                .whole("rows", t.rows)
                                .whole("copies", t.copies)
                                .number("test_rmse", t.printed)
                                .number("fresh_rmse", t.fresh)
                                .number("ratio", t.ratio()));
    }
}
