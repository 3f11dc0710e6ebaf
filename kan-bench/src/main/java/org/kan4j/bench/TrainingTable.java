package org.kan4j.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kan4j.data.Dataset;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.FormulaParser;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.network.Shape;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Split;
import org.kan4j.train.Trainer;

/**
 * How exact trainings become, and how fast: exp(sin πx + y²) for ten seeds, of the rows and of the start, and formulas of the Feynman
 * lectures, in the median of five seeds of the start, beside pykan's results, which are constants here: first the seconds of the
 * cheapest of several trainings whose error is at most pykan's, then seconds and errors on grids of 5, 10 and 20 intervals. With the options of {@code kan fit}:
 *
 * <pre>java --add-modules jdk.incubator.vector -cp kan-bench/target/benchmarks.jar org.kan4j.bench.TrainingTable</pre>
 *
 * Names of formulas, such as {@code I.6.2}, take these alone.
 */
public final class TrainingTable {
    private static final int ROWS = 1000;
    private static final int FRESH = 10_000;
    static final int SEEDS = 10;
    private static final int FORMULA_SEEDS = 5;
    private static final int STARTS = 8;
    private static final int THREADS = 2;
    private static final int STEPS =
            ModelTrainer.usualSteps(Trainer.Options.defaults().optimizer());

    /** Trainings in the order of what they cost: steps at each number of intervals, and the numbers after 5. */
    private static final List<Plan> PLANS = List.of(
            new Plan(STEPS / 4, List.of()),
            new Plan(STEPS / 2, List.of()),
            new Plan(STEPS, List.of()),
            new Plan(STEPS / 2, List.of(10)),
            new Plan(STEPS, List.of(10)),
            new Plan(STEPS, List.of(10, 20)));

    private record Plan(int steps, List<Integer> refinements) {
        int intervals() {
            return refinements.isEmpty() ? 5 : refinements.get(refinements.size() - 1);
        }
    }

    /** Name, formula, lowest and highest value of each input; then pykan's seconds and its RMSE on fresh rows, standardised. */
    static final String[] FORMULAS = {
        "I.6.2a; exp(-theta**2/2)/sqrt(2*pi); theta 1 3; 10.8; 5.6e-6",
        "I.6.2; exp(-(theta/sigma)**2/2)/(sqrt(2*pi)*sigma); sigma 1 3, theta 1 3; 12.6; 1.0e-3",
        "I.9.18; G*m1*m2/((x2-x1)**2+(y2-y1)**2+(z2-z1)**2); m1 1 2, m2 1 2, G 1 2, x1 3 4, x2 1 2, y1 3 4, y2 1 2, z1 3 4, z2 1 2;"
                + " 14.9; 1.5e-2",
        "I.10.7; m_0/sqrt(1-v**2/c**2); m_0 1 5, v 1 2, c 3 10; 12.3; 3.6e-4",
        "I.12.11; q*(Ef+B*v*sin(theta)); q 1 5, Ef 1 5, B 1 5, v 1 5, theta 1 5; 14.2; 2.9e-3",
        "I.13.4; 1/2*m*(v**2+u**2+w**2); m 1 5, v 1 5, u 1 5, w 1 5; 15.4; 2.2e-3",
        "I.13.12; G*m1*m2*(1/r2-1/r1); m1 1 5, m2 1 5, r1 1 5, r2 1 5, G 1 5; 13.1; 4.2e-3",
        "I.15.3t; (t-u*x/c**2)/sqrt(1-u**2/c**2); x 1 5, c 3 10, u 1 2, t 1 5; 12.9; 2.0e-3",
        "I.18.4; (m1*r1+m2*r2)/(m1+m2); m1 1 5, m2 1 5, r1 1 5, r2 1 5; 16.0; 2.7e-3",
        "I.18.12; r*F*sin(theta); r 1 5, F 1 5, theta 0 5; 15.4; 8.5e-4",
        "I.18.14; m*r*v*sin(theta); m 1 5, r 1 5, v 1 5, theta 1 5; 13.0; 2.1e-3",
        "I.24.6; 1/2*m*(omega**2+omega_0**2)*1/2*x**2; m 1 3, omega 1 3, omega_0 1 3, x 1 3; 13.4; 9.8e-3"
    };

    private final CpuEngine engine;

    private TrainingTable(CpuEngine engine) {
        this.engine = engine;
    }

    /** Prints the tables; the first of two rounds is for warm-up. Arguments are names of formulas, all of them where there are none. */
    public static void main(String[] arguments) {
        List<String> names = List.of(arguments);
        try (CpuEngine engine = new CpuEngine(THREADS)) {
            System.out.println(
                    "# " + engine.description() + ", " + Machine.here().name());
            TrainingTable table = new TrainingTable(engine);
            for (String round : List.of("warm-up", "measured")) {
                System.out.println("# " + round);
                table.seeds("2,5,1", new Plan(STEPS, List.of()), 1);
                table.seeds("2,5,1", new Plan(STEPS, List.of(10, 20)), 1);
                table.seeds("2,1,1", new Plan(STEPS, List.of()), STARTS);
            }
            for (String formula : FORMULAS) {
                if (names.isEmpty() || names.contains(formula.split(";")[0])) {
                    table.besidePykan(formula);
                }
            }
        }
    }

    private void seeds(String shape, Plan plan, int starts) {
        double[] train = new double[SEEDS];
        double[] fresh = new double[SEEDS];
        double[] seconds = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            Dataset data = rows("exp(sin(pi*x)+y**2)", "x -1 1, y -1 1", ROWS + FRESH, seed);
            Split split = new Split(run(0, ROWS), run(0, 0), run(ROWS, ROWS + FRESH));
            ModelTrainer.Fitted fitted = fit(data, split, shape, plan, starts, seed);
            train[seed] = fitted.train().rmse();
            fresh[seed] = fitted.test().rmse();
            seconds[seed] = fitted.seconds();
        }
        System.out.printf(
                Locale.ROOT,
                "%s to G = %d, %d starts: RMSE %s, on fresh rows %s, seconds %s (median and largest of %d)%n",
                shape,
                plan.intervals(),
                starts,
                summary(train),
                summary(fresh),
                summary(seconds),
                SEEDS);
    }

    private void besidePykan(String line) {
        String[] cells = line.split("; ");
        Dataset data = rows(cells[1], cells[2], 2 * ROWS, 0);
        // A fifth of the rows to train on judges refinements.
        Split split = new Split(run(0, ROWS * 4 / 5), run(ROWS * 4 / 5, ROWS), run(ROWS, 2 * ROWS));
        double[] test = Arrays.copyOfRange(data.y(), ROWS, 2 * ROWS);
        double mean = Arrays.stream(test).average().orElseThrow();
        double deviation = Math.sqrt(
                Arrays.stream(test).map(y -> (y - mean) * (y - mean)).average().orElseThrow());
        double goal = Double.parseDouble(cells[4]);
        String reached = "not";
        StringBuilder row = new StringBuilder();
        for (Plan plan : PLANS) {
            double[] seconds = new double[FORMULA_SEEDS];
            double[] fresh = new double[FORMULA_SEEDS];
            for (int seed = 0; seed < FORMULA_SEEDS; seed++) {
                ModelTrainer.Fitted fitted = fit(data, split, data.inputs() + ",5,1", plan, 1, seed);
                seconds[seed] = fitted.seconds();
                fresh[seed] = fitted.test().rmse() / deviation;
            }
            Arrays.sort(seconds);
            Arrays.sort(fresh);
            int middle = FORMULA_SEEDS / 2;
            if (reached.equals("not") && fresh[middle] <= goal) {
                reached = String.format(Locale.ROOT, "%.2f", seconds[middle]);
            }
            if (plan.steps == STEPS) {
                row.append(String.format(Locale.ROOT, " | %.2f | %.1e", seconds[middle], fresh[middle]));
            }
        }
        System.out.println("| " + cells[0] + " | " + cells[3] + " | " + cells[4] + " | " + reached + row + " |");
    }

    private ModelTrainer.Fitted fit(Dataset data, Split split, String shape, Plan plan, int starts, long seed) {
        Shape nodes = Shape.parse(shape);
        Trainer.Options options = ModelTrainer.suited(
                        data.subset(split.train()),
                        nodes,
                        Trainer.Options.defaults().basis())
                .withIntervals(5, plan.refinements)
                .withIterations(plan.steps);
        return new ModelTrainer(engine, options, starts, THREADS, Optional.empty()).fit(data, split, nodes, seed);
    }

    static Dataset rows(String formula, String ranges, int rows, long seed) {
        List<String> names = new ArrayList<>();
        List<double[]> bounds = new ArrayList<>();
        for (String range : ranges.split(", ")) {
            String[] parts = range.split(" ");
            names.add(parts[0]);
            bounds.add(new double[] {Double.parseDouble(parts[1]), Double.parseDouble(parts[2])});
        }
        int in = names.size();
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[rows * in];
        for (int i = 0; i < x.length; i++) {
            double[] bound = bounds.get(i % in);
            x[i] = random.nextDouble(bound[0], bound[1]);
        }
        CompiledExpression law = CompiledExpression.of(FormulaParser.parse(formula, names));
        double[] y = new double[rows];
        law.values(law.parameters(), x, rows, in, y);
        return Dataset.of(x, y, names, "target");
    }

    static int[] run(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    static String summary(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT, "%.2g %.2g", (sorted[(SEEDS - 1) / 2] + sorted[SEEDS / 2]) / 2, sorted[SEEDS - 1]);
    }
}
