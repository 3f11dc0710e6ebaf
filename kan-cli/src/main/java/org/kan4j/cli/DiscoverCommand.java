package org.kan4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.kan4j.data.Dataset;
import org.kan4j.data.Units;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;
import org.kan4j.discover.Evidence;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan discover}: searches a formula for a table. */
@Command(name = "discover", description = "Find a formula for a column of a table.")
final class DiscoverCommand implements Callable<Integer> {

    /** Ways to search. */
    enum Method {
        AUTO,
        KAN
    }

    /** What is kept of the time limit for writing the result, in seconds. */
    private static final double RESERVE = 0.3;
    /** Bytes in the name of a file, less than what systems take to leave room for what is added to it. */
    private static final int LONGEST_NAME = 200;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TableOptions table = new TableOptions();

    @Option(
            names = "--method",
            paramLabel = "auto|kan",
            description = "kan: through networks alone",
            defaultValue = "auto")
    private Method method = Method.AUTO;

    @Option(
            names = "--units",
            paramLabel = "UNITS.csv",
            description = "units of the columns: a header \"column,m,s,kg\" and a line of exponents for each column")
    private Optional<Path> units = Optional.empty();

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            description = "for the whole call (default: ${DEFAULT-VALUE})",
            defaultValue = "60")
    private double timeLimit = 60;

    @Option(names = "--seed", paramLabel = "N", description = "default: ${DEFAULT-VALUE}", defaultValue = "0")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder for the model (default: ${DEFAULT-VALUE})",
            defaultValue = "kan-out")
    private Path folder = Path.of("kan-out");

    @Option(names = "--threads", paramLabel = "N", description = "default: all processors")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin
    private DeviceOptions device = new DeviceOptions();

    @Option(names = "--quiet", description = "no progress on standard error")
    private boolean quiet;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (!(timeLimit > 0 && timeLimit <= 1e9)) {
            throw new ParameterException(
                    spec.commandLine(), "--time-limit: more than 0 seconds required, got " + timeLimit);
        }
        if (!(threads >= 1)) {
            throw new ParameterException(spec.commandLine(), "--threads: at least 1 required, got " + threads);
        }
        Path file = folder.resolve(fileName(table.target()));
        requireFolder(file);
        List<Path> read = units.map(known -> List.of(table.file(), known)).orElse(List.of(table.file()));
        Output.requireOther(spec, read, file);
        Dataset data = table.read();
        Optional<Units> known = units.map(Units::read);
        try (Engine engine = device.open(
                        Discoverer.Options.defaults().engine(),
                        spec.commandLine().getErr(),
                        quiet);
                Interrupt interrupt = Interrupt.listen()) {
            Discovery found = search(data, known, engine, interrupt);
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw Output.unwritable(folder, e);
            }
            Path saved = Output.save(spec, found.model(), file, interrupt);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                printJson(out, found, data, saved);
            } else {
                print(out, found, data, saved);
            }
            out.flush();
        }
        return 0;
    }

    private Discovery search(Dataset data, Optional<Units> known, Engine engine, Interrupt interrupt) {
        try (Progress progress = Progress.create(spec.commandLine().getErr(), quiet)) {
            double used = Math.min(
                    0.8 * timeLimit,
                    RESERVE + ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
            Discoverer.Options options = Discoverer.Options.defaults()
                    .withShortcuts(method == Method.AUTO)
                    .withTimeLimit(timeLimit - used)
                    .withSeed(seed)
                    .withThreads(threads)
                    .withEngine(engine)
                    .withInterrupted(interrupt)
                    .withListener(progress);
            return new Discoverer(known.map(options::withUnits).orElse(options)).discover(data);
        }
    }

    /**
     * A file name that every system takes, another one for each target: letters and digits of any alphabet stay, other characters
     * become % and the hexadecimal digits of their UTF-8; what is too long for a name ends in a hash of the rest.
     */
    static String fileName(String target) {
        StringBuilder name = new StringBuilder();
        for (int c : target.codePoints().toArray()) {
            boolean plain = Character.isLetterOrDigit(c) || c == '_' || c == '-' || (c == '.' && !name.isEmpty());
            if (plain || Character.getType(c) == Character.NON_SPACING_MARK) {
                name.appendCodePoint(c);
                continue;
            }
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                name.append(String.format("%%%02X", b));
            }
        }
        if (name.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            CRC32 hash = new CRC32();
            hash.update(target.getBytes(StandardCharsets.UTF_8));
            // A character takes up to four bytes.
            name.setLength(LONGEST_NAME / 4);
            name.append('-').append(Long.toHexString(hash.getValue()));
        }
        return name + ".kan";
    }

    private void requireFolder(Path file) {
        Path existing = folder.toAbsolutePath().normalize();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null
                || !Files.isDirectory(existing)
                || !Files.isWritable(existing)
                || Files.isDirectory(file)) {
            throw new ParameterException(spec.commandLine(), "--out " + folder + ": a folder to write to required");
        }
    }

    private static void print(PrintWriter out, Discovery found, Dataset data, Path file) {
        out.println(found.formula());
        Output.legend(out, found.formula());
        out.println();
        int held = found.testRows().size();
        boolean constant = constant(found, data);
        out.printf(
                Locale.ROOT,
                "test error     RMSE %s, R2 %s on %d %s held back (network: R2 %s)%n",
                Output.shortNumber(found.testRmse()),
                r2(found.testR2(), constant),
                held,
                held == 1 ? "row" : "rows",
                r2(found.networkTestR2(), constant));
        if (constant) {
            out.println("note           R2 –: the target is " + (held == 1 ? "in 1 row alone" : "constant in the rows")
                    + " held back");
        }
        out.printf(
                Locale.ROOT,
                "found by       %s, shape %s, %.1f s, stopped: %s%n",
                found.method(),
                found.shape(),
                found.seconds(),
                found.stopped().text());
        printEvidence(out, found);
        out.println("model          " + file);
        data.notes().forEach(note -> out.println("note           " + note));
        found.notes().forEach(note -> out.println("note           " + note));
        out.println();
        out.println("complexity  validation RMSE  formula");
        for (Discovery.Point point : found.pareto()) {
            out.printf(
                    Locale.ROOT,
                    "%10d  %15s  %s%n",
                    point.formula().size(),
                    Output.shortNumber(point.validationRmse()),
                    point.formula().text());
        }
    }

    private static String r2(double value, boolean constant) {
        return constant || Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.9g", value);
    }

    /** Whether the target is the same in all rows held back, so that there is no spread to explain. */
    private static boolean constant(Discovery found, Dataset data) {
        return found.testRows().stream()
                        .mapToDouble(row -> data.y()[row])
                        .distinct()
                        .count()
                <= 1;
    }

    private static void printEvidence(PrintWriter out, Discovery found) {
        Evidence evidence = found.evidence();
        if (!evidence.constants().isEmpty()) {
            out.println("constants      " + evidence.named());
        }
        for (Evidence.Parameter p : evidence.constants()) {
            out.println("               " + p.name() + " = " + constant(p, found.formula()));
        }
        String label = "seen for       ";
        for (Evidence.Range range : evidence.inputs()) {
            out.println(label + text(range));
            label = " ".repeat(label.length());
        }
        out.println("target         " + text(evidence.output()));
        evidence.rivals().forEach(rival -> out.println("warning        " + text(rival)));
    }

    private static String text(Evidence.Rival rival) {
        String where = rival.where().entrySet().stream()
                .map(input -> input.getKey() + " = " + Output.brief(input.getValue()))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "as good on %s (RMSE %s): %s; most apart at %s, %s the ranges seen: %s here, %s there",
                rival.heldBack() ? "the rows held back" : "all rows",
                Output.shortNumber(rival.rmse()),
                rival.formula().text(),
                where,
                rival.beyond() ? "beyond" : "within",
                Output.brief(rival.prediction()),
                Output.brief(rival.rivalPrediction()));
    }

    /** A constant with its standard error; where that is larger, the value in the formula. */
    static String constant(Evidence.Parameter p, Formula formula) {
        String value = formula.withExpression(Expression.constant(p.value())).text();
        if (p.exact()) {
            boolean far = Math.abs(p.value() - p.estimate()) > 2 * p.standardError();
            return value + " taken as exact (" + (far ? "but " : "") + "left free: "
                    + Output.withError(p.estimate(), p.standardError()) + ")";
        }
        return p.standardError() <= Math.abs(p.estimate())
                ? Output.withError(p.estimate(), p.standardError())
                : value + ", not determined by the data"
                        + (p.determined() ? " (± " + Output.brief(p.standardError()) + ")" : "");
    }

    private static String text(Evidence.Range range) {
        return Output.brief(range.min()) + " <= " + range.column() + " <= " + Output.brief(range.max());
    }

    private void printJson(PrintWriter out, Discovery found, Dataset data, Path file) throws IOException {
        boolean constant = constant(found, data);
        Output.json(out, json -> {
            Output.formula(json, found.formula());
            Output.number(json, "train_rmse", found.trainRmse());
            Output.number(json, "test_rmse", found.testRmse());
            Output.number(json, "test_r2", constant ? Double.NaN : found.testR2());
            Output.number(json, "network_test_r2", constant ? Double.NaN : found.networkTestR2());
            json.writeArrayFieldStart("test_rows");
            for (int row : found.testRows()) {
                json.writeNumber(row);
            }
            json.writeEndArray();
            Output.number(json, "seconds", found.seconds());
            json.writeNumberField("seed", seed);
            json.writeStringField("shape", found.shape().toString());
            json.writeStringField("method", found.method());
            json.writeStringField("stopped", found.stopped().text());
            json.writeArrayFieldStart("pareto");
            for (Discovery.Point point : found.pareto()) {
                json.writeStartObject();
                json.writeStringField("formula_sympy", point.formula().sympy());
                json.writeNumberField("complexity", point.formula().size());
                Output.number(json, "validation_rmse", point.validationRmse());
                json.writeEndObject();
            }
            json.writeEndArray();
            writeEvidence(json, found.evidence());
            json.writeStringField("model", file.toString());
            Output.strings(json, "notes", found.notes());
        });
    }

    private static void writeEvidence(JsonGenerator json, Evidence evidence) throws IOException {
        json.writeStringField("formula_constants", evidence.named().text());
        json.writeArrayFieldStart("constants");
        for (Evidence.Parameter p : evidence.constants()) {
            json.writeStartObject();
            json.writeStringField("name", p.name());
            Output.number(json, "value", p.value());
            json.writeBooleanField("exact", p.exact());
            Output.number(json, "estimate", p.estimate());
            Output.number(json, "standard_error", p.standardError());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("domain");
        for (Evidence.Range range : evidence.inputs()) {
            writeRange(json, range);
        }
        json.writeEndArray();
        json.writeFieldName("output_range");
        writeRange(json, evidence.output());
        json.writeArrayFieldStart("rivals");
        for (Evidence.Rival rival : evidence.rivals()) {
            writeRival(json, rival);
        }
        json.writeEndArray();
    }

    private static void writeRival(JsonGenerator json, Evidence.Rival rival) throws IOException {
        json.writeStartObject();
        json.writeStringField("formula_sympy", rival.formula().sympy());
        json.writeNumberField("complexity", rival.formula().size());
        Output.number(json, "rmse", rival.rmse());
        json.writeBooleanField("held_back_rows", rival.heldBack());
        json.writeObjectFieldStart("where");
        for (Map.Entry<String, Double> input : rival.where().entrySet()) {
            Output.number(json, input.getKey(), input.getValue());
        }
        json.writeEndObject();
        json.writeBooleanField("beyond_domain", rival.beyond());
        Output.number(json, "prediction", rival.prediction());
        Output.number(json, "rival_prediction", rival.rivalPrediction());
        json.writeEndObject();
    }

    private static void writeRange(JsonGenerator json, Evidence.Range range) throws IOException {
        json.writeStartObject();
        json.writeStringField("column", range.column());
        Output.number(json, "min", range.min());
        Output.number(json, "max", range.max());
        json.writeEndObject();
    }
}
