package org.kan4j.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import org.kan4j.DiscoverResult;
import org.kan4j.DiscoverResults;
import org.kan4j.Kan4j;
import org.kan4j.ModelReport;
import org.kan4j.data.Dataset;
import org.kan4j.data.Groups;
import org.kan4j.data.Roles;
import org.kan4j.data.TableFile;
import org.kan4j.data.Units;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Steering;
import org.kan4j.kernel.Engine;
import org.kan4j.report.html.Findings;
import org.kan4j.report.html.Subject;
import org.kan4j.train.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan discover}: searches a formula for a table, or the law of motion of time series. */
@Command(
        name = "discover",
        description = "Find a formula for a column of a table, or with --time the law of motion of time series.")
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

    @Mixin
    private MotionCommandOptions motion = new MotionCommandOptions();

    @Mixin
    private SteeringOptions asked = new SteeringOptions();

    @Option(
            names = "--by",
            paramLabel = "COLUMN",
            description =
                    "one form for the groups that this column tells, with constants that they share and constants of each")
    private Optional<String> by = Optional.empty();

    @Mixin
    private BlockOptions blocks = new BlockOptions();

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            description = "for the whole call (default: ${DEFAULT-VALUE})",
            defaultValue = "60")
    private double timeLimit = 60;

    @Option(
            names = "--work",
            paramLabel = "N",
            description =
                    "a limit in units of work in place of one in time: the result then does not depend on the clock")
    private Optional<Long> work = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder for the model (default: ${DEFAULT-VALUE})",
            defaultValue = "kan-out")
    private Path folder = Path.of("kan-out");

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "where to write a page to look at: formula, errors, formulas by size, constants, rivals")
    private Optional<Path> report = Optional.empty();

    @Mixin
    private DeviceOptions device = new DeviceOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Override
    public Integer call() throws IOException {
        if (!(timeLimit > 0 && timeLimit <= 1e9)) {
            throw new ParameterException(
                    spec.commandLine(), "--time-limit: more than 0 seconds required, got " + timeLimit);
        }
        if (work.isPresent() && !(work.get() > 0)) {
            throw new ParameterException(spec.commandLine(), "--work: more than 0 units required, got " + work.get());
        }
        run.threads();
        if (motion.asked()) {
            motion.run(table, run, timeLimit);
            return 0;
        }
        TableFile opened = table.open();
        List<String> targets = table.targets(opened);
        List<Path> read = new ArrayList<>(table.read());
        units.ifPresent(read::add);
        if (report.isPresent() && (targets.size() > 1 || by.isPresent())) {
            throw new ParameterException(
                    spec.commandLine(), "--report: one target without --by required; kan report shows each model");
        }
        Output.requireWritable(spec, read, report.stream().toList());
        Optional<Groups> groups = by.map(column -> Groups.read(opened, column));
        List<Dataset> tables = new ArrayList<>();
        for (String target : targets) {
            Path file = folder.resolve(fileName(target));
            requireFolder(file);
            Output.requireOther(spec, read, file);
            tables.add(rows(opened, target));
        }
        Steering steering = asked.steering(tables);
        Optional<Units> known = units.map(Units::read);
        try (Engine engine = device.open(
                        Discoverer.Options.defaults().engine(),
                        spec.commandLine().getErr(),
                        run.quiet());
                Interrupt interrupt = Interrupt.listen()) {
            List<DiscoverResult> results = new ArrayList<>();
            for (int k = 0; k < tables.size(); k++) {
                DiscoverResult found =
                        search(tables.get(k), groups, tables.size() - k, steering, known, engine, interrupt);
                try {
                    Files.createDirectories(folder);
                } catch (IOException e) {
                    throw Output.unwritable(folder, e);
                }
                Path file = folder.resolve(fileName(targets.get(k)));
                results.add(found.withFile(Output.save(spec, found.model(), file, interrupt)));
            }
            if (report.isPresent()) {
                DiscoverResult result = results.get(0);
                Dataset rows = Kan4j.read(opened, result.model(), Optional.empty());
                List<Subject.Fact> origin = ReportCommand.origin(spec, read);
                ReportCommand.write(
                        new ModelReport(
                                result.model(),
                                "model",
                                Optional.of(rows),
                                true,
                                origin,
                                Optional.of(Findings.of(result.found()))),
                        report.get());
            }
            run.print(results.size() == 1 ? results.get(0) : new DiscoverResults(results));
        }
        return 0;
    }

    private Dataset rows(TableFile opened, String target) {
        if (blocks.any() && by.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--by: no --split-by or --time-column required");
        }
        Roles roles = blocks.without(opened, table.roles(opened, target, by));
        Dataset data = blocks.in(opened, Kan4j.read(opened, roles));
        if (blocks.any() && data.rows() < Split.ROWS_TO_JUDGE) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--split-by, --time-column: at least " + Split.ROWS_TO_JUDGE
                            + " rows required, of which some can be held back, got " + data.rows());
        }
        return data;
    }

    /** Searches a formula of one target, within its share of the time that is left for so many. */
    private DiscoverResult search(
            Dataset data,
            Optional<Groups> groups,
            int left,
            Steering steering,
            Optional<Units> known,
            Engine engine,
            Interrupt interrupt) {
        try (Progress progress = Progress.create(spec.commandLine().getErr(), run.quiet())) {
            double used = Math.min(
                    (1 - 0.2 / left) * timeLimit,
                    RESERVE + ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
            Discoverer.Options options = Discoverer.Options.defaults()
                    .withShortcuts(method == Method.AUTO)
                    .withTimeLimit((timeLimit - used) / left)
                    .withSeed(run.seed())
                    .withThreads(run.threads())
                    .withEngine(engine)
                    .withSteering(steering)
                    .withInterrupted(interrupt)
                    .withListener(progress);
            options = work.isPresent() ? options.withWork(work.get()) : options;
            Discoverer.Options all = known.isPresent() ? options.withUnits(known.get()) : options;
            return groups.isPresent() ? Kan4j.discover(data, groups.get(), all) : Kan4j.discover(data, all);
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
}
