package org.kan4j.bench.recovery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.kan4j.dynamics.MotionFinder;
import org.kan4j.dynamics.MotionOptions;
import org.kan4j.dynamics.MotionResult;
import org.kan4j.dynamics.TimeSeries;
import org.kan4j.dynamics.Trajectory;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;

/**
 * {@code kan bench motion}: how many laws of ODEBench's systems of odd number are found from one run of 150 rows in 0 ≤ t ≤ 10. A law is
 * right if the error of each equation, root mean square over 1,000 points of the box of two runs, is within 0.1% of the equation's own
 * root mean square, 5% with noise. Values are x·(1 + σ·ξ). Other sets are {@link SimulatedMotions}.
 */
public final class Motions {
    static final String USAGE = """
            Usage: kan bench motion [--set odebench|lorenz|chance] [--noise G] [--drop SHARE] [--limit SECONDS=60]
                                    [--only N,N] [--tables N] [--seed S=0] [--threads T]
            How many laws of motion kan discover --time finds; see docs/benchmarks.md.
            """;

    private static final int ROWS = 150;
    private static final double[] TIMES = Integrated.times(ROWS, 10);
    private static final int POINTS = 1000;
    private static final double EXPLAINED = 0.9;

    private final Settings settings;

    private Motions(Settings settings) {
        this.settings = settings;
    }

    /** What the command is told. */
    private record Settings(
            String set, double noise, double drop, double limit, Set<String> only, int tables, long seed, int threads) {
        static Settings parse(String... words) {
            Arguments arguments = new Arguments("motion", words);
            String set = "odebench";
            double noise = 0;
            double drop = 0;
            double limit = 60;
            Set<String> only = Set.of();
            int tables = 50;
            long seed = 0;
            int threads = Runtime.getRuntime().availableProcessors();
            while (!arguments.isEmpty()) {
                String option = arguments.next();
                switch (option) {
                    case "--set" -> set = arguments.oneOf(option, List.of("odebench", "lorenz", "chance"));
                    case "--tables" -> tables = arguments.count(option);
                    case "--noise" -> noise = arguments.share(option);
                    case "--drop" -> drop = arguments.share(option);
                    case "--limit" -> limit = arguments.seconds(option);
                    case "--only" ->
                        only = Set.copyOf(
                                List.of(arguments.value(option, "numbers").split(",")));
                    case "--seed" -> seed = arguments.seed(option);
                    case "--threads" -> threads = arguments.count(option);
                    default ->
                        throw arguments.unknown(
                                option, "--set, --noise, --drop, --limit, --only, --tables, --seed or --threads");
                }
            }
            return new Settings(set, noise, drop, limit, only, tables, seed, threads);
        }
    }

    /**
     * Runs the command.
     *
     * @param words of the command line, without {@code bench motion}
     * @param out gets a line for each system, and the totals
     * @param err gets messages
     * @return the exit status: 0, or 2 for wrong arguments
     * @throws IOException if the systems cannot be read
     */
    public static int run(List<String> words, PrintStream out, PrintStream err) throws IOException {
        if (words.contains("--help") || words.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        try {
            new Motions(Settings.parse(words.toArray(String[]::new))).run(out);
        } catch (IllegalArgumentException e) {
            err.println("kan: " + e.getMessage());
            return 2;
        }
        return 0;
    }

    private void run(PrintStream out) throws IOException {
        SimulatedMotions simulated = new SimulatedMotions(search(), settings.tables(), settings.seed());
        switch (settings.set()) {
            case "lorenz" -> simulated.lorenz(settings.noise(), out);
            case "chance" -> simulated.chance(out);
            default -> count(out);
        }
    }

    private MotionOptions search() {
        return MotionOptions.defaults().withTimeLimit(settings.limit()).withThreads(settings.threads());
    }

    /** A known system. */
    private record Known(String number, List<String> names, List<Expression> rates, List<double[]> starts) {
        static Known parse(String line) {
            String[] parts = line.split("\t");
            String[] equations = parts[1].split("\\|");
            List<String> names =
                    IntStream.range(0, equations.length).mapToObj(i -> "x_" + i).toList();
            return new Known(
                    parts[0],
                    names,
                    Arrays.stream(equations)
                            .map(text -> FormulaParser.parse(text.strip(), names))
                            .toList(),
                    Arrays.stream(parts[2].split(";"))
                            .map(start -> Arrays.stream(start.split(","))
                                    .mapToDouble(Double::parseDouble)
                                    .toArray())
                            .toList());
        }
    }

    private static List<Known> systems() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Motions.class.getResourceAsStream("odebench-odd.tsv")),
                StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Known::parse)
                    .toList();
        }
    }

    private void count(PrintStream out) throws IOException {
        int all = 0;
        int right = 0;
        int told = 0;
        int general = 0;
        double seconds = 0;
        for (Known known : systems()) {
            if (!settings.only().isEmpty() && !settings.only().contains(known.number())) {
                continue;
            }
            List<double[][]> runs = known.starts().stream()
                    .map(start -> Integrated.states(known.rates(), start, TIMES))
                    .flatMap(Optional::stream)
                    .toList();
            MotionResult found = MotionFinder.find(measured(known, runs.get(0)), search());
            List<Expression> rates = found.equations().stream()
                    .map(each -> each.formula().expression())
                    .toList();
            double error = rates.isEmpty() ? Double.POSITIVE_INFINITY : error(known.rates(), rates, runs);
            boolean hit = error <= (settings.noise() > 0 ? 0.05 : 0.001);
            boolean first = !rates.isEmpty() && tells(rates, runs.get(0));
            boolean second = !rates.isEmpty() && tells(rates, runs.get(1));
            all++;
            right += hit ? 1 : 0;
            told += first ? 1 : 0;
            general += second ? 1 : 0;
            seconds = Math.max(seconds, found.seconds());
            out.printf(
                    Locale.ROOT,
                    "%3s  %-5s  error %.1e  reconstruction %-5s  generalisation %-5s  %.1f s  %s%n",
                    known.number(),
                    hit ? "right" : "wrong",
                    error,
                    first,
                    second,
                    found.seconds(),
                    hit
                            ? ""
                            : found.equations().stream()
                                    .map(each -> each.formula().toString())
                                    .toList());
        }
        out.printf(
                Locale.ROOT,
                "right %d of %d, reconstruction %d, generalisation %d, slowest %.1f s%n",
                right,
                all,
                told,
                general,
                seconds);
    }

    /** Rows as they are measured: some dropped, all with noise. */
    private TimeSeries measured(Known known, double[][] run) {
        SplittableRandom random = new SplittableRandom(settings.seed() * 1000 + Long.parseLong(known.number()));
        int[] kept = IntStream.range(0, ROWS)
                .filter(r -> random.nextDouble() >= settings.drop())
                .toArray();
        double[][] states = Arrays.stream(run)
                .map(state -> IntStream.of(kept)
                        .mapToDouble(r -> state[r] * (1 + settings.noise() * random.nextGaussian()))
                        .toArray())
                .toArray(double[][]::new);
        double[] times = IntStream.of(kept).mapToDouble(r -> TIMES[r]).toArray();
        return new TimeSeries(
                "ODEBench " + known.number(),
                "t",
                known.names(),
                List.of(),
                List.of(new Trajectory("", times, states, new double[0][])),
                List.of());
    }

    /** The largest relative error of an equation over the box of the runs. */
    private static double error(List<Expression> known, List<Expression> found, List<double[][]> runs) {
        SplittableRandom random = new SplittableRandom(7);
        int n = known.size();
        double[] off = new double[n];
        double[] size = new double[n];
        for (int k = 0; k < POINTS; k++) {
            double[] point = new double[n];
            for (int i = 0; i < n; i++) {
                int state = i;
                double[] values = runs.stream()
                        .flatMapToDouble(run -> Arrays.stream(run[state]))
                        .toArray();
                double low = DoubleStream.of(values).min().orElseThrow();
                double high = DoubleStream.of(values).max().orElseThrow();
                point[i] = low + (high - low) * random.nextDouble();
            }
            for (int e = 0; e < n; e++) {
                double value = known.get(e).evaluate(point);
                off[e] += Math.pow(value - found.get(e).evaluate(point), 2);
                size[e] += value * value;
            }
        }
        return IntStream.range(0, n)
                .mapToDouble(e -> Math.sqrt(off[e] / size[e]))
                .map(e -> Double.isNaN(e) ? Double.POSITIVE_INFINITY : e)
                .max()
                .orElseThrow();
    }

    /** Whether a law, run from a start, explains a run: R² in the mean of the states. */
    private static boolean tells(List<Expression> rates, double[][] run) {
        double[] start = Arrays.stream(run).mapToDouble(state -> state[0]).toArray();
        Optional<double[][]> told = Integrated.states(rates, start, TIMES);
        if (told.isEmpty()) {
            return false;
        }
        List<Double> r2 = new ArrayList<>();
        for (int s = 0; s < run.length; s++) {
            double mean = Arrays.stream(run[s]).average().orElseThrow();
            double left = 0;
            double total = 0;
            for (int r = 0; r < ROWS; r++) {
                left += Math.pow(run[s][r] - told.get()[s][r], 2);
                total += Math.pow(run[s][r] - mean, 2);
            }
            r2.add(1 - left / total);
        }
        return r2.stream().mapToDouble(v -> v).average().orElseThrow() > EXPLAINED;
    }
}
