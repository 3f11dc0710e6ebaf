package org.kan4j.bench.recovery;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.dynamics.MotionFinder;
import org.kan4j.dynamics.MotionOptions;
import org.kan4j.dynamics.MotionResult;
import org.kan4j.dynamics.TimeSeries;
import org.kan4j.dynamics.Trajectory;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;

/**
 * Series drawn anew for each table: those of Lorenz' system, whose seven terms are asked for, and those without a law.
 *
 * @param options of each search
 * @param tables how many
 * @param seed of the first
 */
record SimulatedMotions(MotionOptions options, int tables, long seed) {
    private static final List<String> STATES = List.of("x", "y", "z");
    private static final List<String> RATES = List.of("10*(y - x)", "28*x - x*z - y", "x*y - 8/3*z");
    private static final List<Set<String>> TERMS =
            List.of(Set.of("x", "y"), Set.of("x", "y", "x*z"), Set.of("z", "x*y"));
    private static final double[] START = {-8, 7, 27};
    private static final int ROWS = 2000;
    private static final double END = 20;

    // The numbers of entries have no common divisor, so that all pairs occur.
    private static final List<Integer> LENGTHS = List.of(30, 60, 100, 200);
    private static final List<Integer> WIDTHS = List.of(1, 2, 3);

    /** Lorenz' system from 2,000 rows over 20 time units, with noise as a share of each state's spread. */
    void lorenz(double noise, PrintStream out) {
        double[] times = Integrated.times(ROWS, END);
        List<Expression> rates =
                RATES.stream().map(text -> FormulaParser.parse(text, STATES)).toList();
        double[][] exact = Integrated.states(rates, START, times).orElseThrow();
        int right = 0;
        for (int table = 0; table < tables; table++) {
            SplittableRandom random = random(table);
            double[][] states = Arrays.stream(exact)
                    .map(state -> {
                        double sigma = noise * Spread.deviation(state);
                        return Arrays.stream(state)
                                .map(v -> v + sigma * random.nextGaussian())
                                .toArray();
                    })
                    .toArray(double[][]::new);
            MotionResult found = MotionFinder.find(series(STATES, times, states), options);
            List<Set<String>> terms = found.equations().stream()
                    .map(each -> each.constants().stream()
                            .map(MotionResult.Estimate::term)
                            .collect(Collectors.toSet()))
                    .toList();
            boolean hit = found.law() && terms.equals(TERMS);
            right += hit ? 1 : 0;
            say(out, "lorenz " + noise + "  " + (hit ? "right" : "wrong"), found);
        }
        out.printf(Locale.ROOT, "the seven terms at noise %s: %d of %d%n", noise, right, tables);
    }

    /** Noise and random walks, one after the other, of one to three states. */
    void chance(PrintStream out) {
        int claimed = 0;
        for (int table = 0; table < tables; table++) {
            int rows = LENGTHS.get(table % LENGTHS.size());
            int width = WIDTHS.get(table % WIDTHS.size());
            boolean walk = table / LENGTHS.size() % 2 == 1;
            SplittableRandom random = random(table);
            List<String> names = new ArrayList<>(STATES.subList(0, width));
            double[][] states = IntStream.range(0, width)
                    .mapToObj(s -> steps(rows, walk, random))
                    .toArray(double[][]::new);
            double[] times = Integrated.times(rows, rows - 1.0);
            MotionResult found = MotionFinder.find(series(names, times, states), options);
            claimed += found.law() ? 1 : 0;
            say(
                    out,
                    (walk ? "walk" : "noise") + ", " + rows + " rows, " + width + " states  "
                            + (found.law() ? "claimed" : "no law"),
                    found);
        }
        out.printf(Locale.ROOT, "laws claimed of chance: %d of %d%n", claimed, tables);
    }

    private static double[] steps(int rows, boolean walk, SplittableRandom random) {
        double[] values = new double[rows];
        for (int r = 0; r < rows; r++) {
            values[r] = random.nextGaussian() + (walk && r > 0 ? values[r - 1] : 0);
        }
        return values;
    }

    private SplittableRandom random(int table) {
        return new SplittableRandom(1_000_003 * seed + table);
    }

    private static TimeSeries series(List<String> names, double[] times, double[][] states) {
        return new TimeSeries(
                "table", "t", names, List.of(), List.of(new Trajectory("", times, states, new double[0][])), List.of());
    }

    private static void say(PrintStream out, String what, MotionResult found) {
        out.printf(
                Locale.ROOT,
                "%s  %.1f s  %s%n",
                what,
                found.seconds(),
                found.equations().stream()
                        .map(each -> each.formula().toString())
                        .toList());
    }
}
