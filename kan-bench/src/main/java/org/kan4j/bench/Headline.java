package org.kan4j.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.kan4j.kernel.DeviceException;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * {@code ./kan bench}: the headline rows. Every side of a row gets forks of its own, interleaved (A B C A B C …), so that a
 * machine that slows down or speeds up meanwhile does so for all.
 */
public final class Headline {
    private static final String USAGE = "kan bench [--quick] [--json] [--device cpu|cuda]";

    /** Iterations of the warm-up take as long with --quick: the JIT compiler needs the time. */
    private static final int WARMUP_MILLIS = 500;

    private final Settings settings;
    private final Launchers launchers;
    private final PrintStream progress;

    private Headline(Settings settings, PrintStream progress) throws IOException {
        this.settings = settings;
        this.progress = progress;
        launchers = new Launchers(Launchers.thisJava());
    }

    /**
     * The command line.
     *
     * @param quick fewer rows and forks, shorter iterations
     * @param json one JSON object in place of the table
     * @param cuda on a GPU in place of the processor
     */
    record Settings(boolean quick, boolean json, boolean cuda) {
        /**
         * From arguments.
         *
         * @throws IllegalArgumentException if one is not known
         */
        static Settings parse(String... args) {
            boolean quick = false;
            boolean json = false;
            boolean cuda = false;
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--quick" -> quick = true;
                    case "--json" -> json = true;
                    case "--device" -> {
                        i++;
                        String device = i < args.length ? args[i] : "";
                        if (!device.equals("cpu") && !device.equals("cuda")) {
                            throw new IllegalArgumentException(
                                    "bench: --device cpu or cuda required, got \"" + device + "\"");
                        }
                        cuda = device.equals("cuda");
                    }
                    default ->
                        throw new IllegalArgumentException(
                                "bench: --quick, --json or --device required, got \"" + args[i] + "\"");
                }
            }
            return new Settings(quick, json, cuda);
        }

        List<HeadlineRow> rows() {
            return quick ? HeadlineRow.quick() : HeadlineRow.all();
        }

        int forks() {
            return quick ? 3 : 5;
        }

        int iterations() {
            return quick ? 3 : 5;
        }

        long iterationMillis() {
            return quick ? 200 : 500;
        }
    }

    /** Times of one side: the mean of each fork in ms; the median and p99 of one row in inference, p99 else 0. */
    private record Times(double[] forks, double p99) {
        double median() {
            return new Median().evaluate(forks);
        }
    }

    /** Runs it; exit status 2 where the arguments are wrong. */
    public static void main(String[] args) throws IOException {
        if (Arrays.asList(args).contains("--help") || Arrays.asList(args).contains("-h")) {
            System.out.println("Usage: " + USAGE + "\n       kan bench recovery|simulations --help"
                    + "\nTimes KANs and MLPs on this machine; see docs/benchmarks.md.");
            return;
        }
        Settings settings;
        try {
            settings = Settings.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("kan: " + e.getMessage());
            System.exit(2);
            return;
        }
        PrintStream out = System.out;
        // JMH writes to standard output, which is the result's alone.
        System.setOut(System.err);
        try {
            out.print(
                    settings.cuda
                            ? DeviceBenchmarks.cuda().run(settings.quick, settings.json)
                            : new Headline(settings, System.err).run());
            out.flush();
        } catch (DeviceException e) {
            System.err.println("kan: " + e.getMessage());
            System.exit(2);
        } catch (RunnerException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            System.err.println("kan: bench: " + e.getMessage() + ": " + cause.getMessage());
            System.exit(1);
        }
    }

    private String run() throws RunnerException, IOException {
        Map<HeadlineRow, Map<HeadlineRow.Side, Times>> results = new LinkedHashMap<>();
        for (HeadlineRow row : settings.rows()) {
            results.put(row, measure(row));
        }
        return settings.json ? json(results) : table(results);
    }

    private Map<HeadlineRow.Side, Times> measure(HeadlineRow row) throws RunnerException {
        List<HeadlineRow.Side> sides = new ArrayList<>(List.of(row.kan()));
        sides.addAll(row.mlps());
        double[][] means = new double[sides.size()][settings.forks()];
        double[][] tails = new double[sides.size()][settings.forks()];
        for (int fork = 0; fork < settings.forks(); fork++) {
            progress.printf(
                    Locale.ROOT,
                    "kan: %s, G=%d: fork %d of %d%n",
                    row.name(),
                    row.intervals(),
                    fork + 1,
                    settings.forks());
            for (int s = 0; s < sides.size(); s++) {
                Collection<RunResult> result = new Runner(options(row, sides.get(s))).run();
                Statistics statistics =
                        result.iterator().next().getPrimaryResult().getStatistics();
                boolean inference = row.kind() == HeadlineRow.Kind.INFERENCE;
                means[s][fork] = inference ? statistics.getPercentile(50) / 1e6 : statistics.getMean();
                tails[s][fork] = inference ? statistics.getPercentile(99) / 1e6 : 0;
            }
        }
        Map<HeadlineRow.Side, Times> times = new LinkedHashMap<>();
        for (int s = 0; s < sides.size(); s++) {
            times.put(
                    sides.get(s),
                    new Times(means[s], Arrays.stream(tails[s]).sorted().toArray()[settings.forks() / 2]));
        }
        return times;
    }

    private Options options(HeadlineRow row, HeadlineRow.Side side) {
        OptionsBuilder builder = new OptionsBuilder();
        builder.forks(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .warmupIterations(settings.iterations())
                .warmupTime(TimeValue.milliseconds(WARMUP_MILLIS))
                .measurementIterations(settings.iterations())
                .measurementTime(TimeValue.milliseconds(settings.iterationMillis()))
                .param("shape", Widths.text(side.widths()))
                .param("threads", Integer.toString(row.threads()))
                .param("dtype", "float32");
        if (row.kind() != HeadlineRow.Kind.INFERENCE) {
            builder.param("batch", Integer.toString(row.batch()));
        }
        if (side.opponent() == Opponent.KAN) {
            builder.param("intervals", Integer.toString(row.intervals()));
            builder.param("order", Integer.toString(HeadlineRow.ORDER));
        }
        return launchers.options(builder.build(), side.opponent(), List.of(row.benchmark(side)), row.hasImpl(side));
    }

    private static TimeRatio ratio(Map<HeadlineRow.Side, Times> times, HeadlineRow row, HeadlineRow.Side mlp) {
        Times kan = times.entrySet().iterator().next().getValue();
        Times other = times.entrySet().stream()
                .filter(e ->
                        e.getKey().label().equals(mlp.label()) && e.getKey().opponent() == mlp.opponent())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(row.name()))
                .getValue();
        return TimeRatio.of(kan.forks, other.forks);
    }

    private String table(Map<HeadlineRow, Map<HeadlineRow.Side, Times>> results) {
        StringBuilder text = new StringBuilder(Main.environment());
        for (Opponent opponent : List.of(Opponent.KAN, Opponent.BLAS, Opponent.DL4J_TUNED)) {
            text.append("# ")
                    .append(opponent.parameter())
                    .append(": ")
                    .append(launchers.inForce(opponent))
                    .append('\n');
        }
        text.append(String.format(
                Locale.ROOT,
                "# %s, float32, k=%d, %d forks of %d × %d ms; ratio = time of the KAN / time of the MLP [95%% interval]%n%n",
                LocalDate.now(ZoneOffset.UTC),
                HeadlineRow.ORDER,
                settings.forks(),
                settings.iterations(),
                settings.iterationMillis()));
        String line = "%-20s %4s %5s %-28s %-13s %10s %8s %9s  %s%n";
        text.append(
                String.format(line, "pass", "G", "rows", "network", "shape", "parameters", "ms", "GFLOP/s", "ratio"));
        results.forEach((row, times) -> times.forEach((side, time) -> {
            String ratio = "";
            if (side.opponent() != Opponent.KAN) {
                TimeRatio r = ratio(times, row, side);
                ratio = String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", r.value(), r.low(), r.high());
            }
            boolean kan = side.opponent() == Opponent.KAN;
            String p99 = time.p99 > 0 ? String.format(Locale.ROOT, "  p50; p99 %.0f ns", time.p99 * 1e6) : "";
            text.append(String.format(
                    Locale.ROOT,
                    line,
                    kan ? row.name() : "",
                    kan ? row.intervals() : "",
                    kan ? row.batch() : "",
                    kan ? "KAN" : "MLP " + side.label() + ", " + side.opponent().parameter(),
                    Widths.text(side.widths()),
                    String.format(Locale.ROOT, "%.0f", side.parameters()),
                    String.format(Locale.ROOT, time.median() < 0.01 ? "%.6f" : "%.4f", time.median()),
                    String.format(Locale.ROOT, "%.1f", side.flops() / time.median() / 1e6),
                    ratio + p99));
        }));
        return text.toString();
    }

    private String json(Map<HeadlineRow, Map<HeadlineRow.Side, Times>> results) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("date", LocalDate.now(ZoneOffset.UTC).toString());
            json.writeObjectFieldStart("environment");
            for (String entry : Main.environment().strip().split("\n")) {
                int colon = entry.indexOf(':');
                json.writeStringField(
                        entry.substring(2, colon).toLowerCase(Locale.ROOT).replace(' ', '_'),
                        entry.substring(colon + 1).strip());
            }
            for (Opponent opponent : List.of(Opponent.KAN, Opponent.BLAS, Opponent.DL4J_TUNED)) {
                json.writeStringField(opponent.parameter(), launchers.inForce(opponent));
            }
            json.writeEndObject();
            json.writeStringField("dtype", "float32");
            json.writeNumberField("order", HeadlineRow.ORDER);
            json.writeNumberField("forks", settings.forks());
            json.writeNumberField("iterations", settings.iterations());
            json.writeNumberField("iteration_ms", settings.iterationMillis());
            json.writeStringField("interval", "95%, Welch, on the logarithms of the forks' times");
            json.writeArrayFieldStart("rows");
            for (Map.Entry<HeadlineRow, Map<HeadlineRow.Side, Times>> entry : results.entrySet()) {
                write(json, entry.getKey(), entry.getValue());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, HeadlineRow row, Map<HeadlineRow.Side, Times> times)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("pass", row.name());
        json.writeNumberField("intervals", row.intervals());
        json.writeNumberField("batch", row.batch());
        json.writeNumberField("threads", row.threads());
        json.writeNumberField(
                "kanbefair_flops_by_edge",
                Arithmetic.kanBeFairByEdge(row.widths(), row.intervals(), HeadlineRow.ORDER));
        json.writeNumberField(
                "kanbefair_flops_by_node",
                Arithmetic.kanBeFairByNode(row.widths(), row.intervals(), HeadlineRow.ORDER));
        json.writeArrayFieldStart("sides");
        for (Map.Entry<HeadlineRow.Side, Times> entry : times.entrySet()) {
            HeadlineRow.Side side = entry.getKey();
            Times time = entry.getValue();
            json.writeStartObject();
            json.writeStringField("label", side.label());
            json.writeStringField("impl", side.opponent().parameter());
            json.writeStringField("shape", Widths.text(side.widths()));
            json.writeNumberField("parameters", (long) side.parameters());
            json.writeNumberField("ms", time.median());
            if (time.p99 > 0) {
                json.writeNumberField("p99_ms", time.p99);
            }
            json.writeArrayFieldStart("fork_ms");
            for (double ms : time.forks) {
                json.writeNumber(ms);
            }
            json.writeEndArray();
            json.writeNumberField("gflops", side.flops() / time.median() / 1e6);
            if (side.opponent() != Opponent.KAN) {
                TimeRatio ratio = ratio(times, row, side);
                json.writeNumberField("kan_ratio", ratio.value());
                json.writeArrayFieldStart("kan_ratio_95");
                json.writeNumber(ratio.low());
                json.writeNumber(ratio.high());
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
