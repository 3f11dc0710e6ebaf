package org.kan4j.cli;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kan4j.data.TableFile;
import org.kan4j.dynamics.LawKind;
import org.kan4j.dynamics.MotionFinder;
import org.kan4j.dynamics.MotionOptions;
import org.kan4j.dynamics.MotionResult;
import org.kan4j.dynamics.TimeSeries;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan discover --time}: the law of motion of time series. */
final class MotionCommandOptions {
    /** Those of these options that mean nothing without {@code --time}. */
    private static final List<String> OF_TIME = List.of("--group", "--control", "--order", "--discrete", "--conserved");

    /** Options of a search for a formula that mean the same with {@code --time}. */
    private static final Set<String> SHARED = Set.of(
            "--time",
            "--target",
            "--drop",
            "--time-limit",
            "--seed",
            "--threads",
            "--quiet",
            "--json",
            "--separator",
            "--decimal",
            "--encoding",
            "--schema");

    /** What is kept of the time limit for writing the result, in seconds. */
    private static final double RESERVE = 0.3;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--time",
            paramLabel = "COLUMN",
            description = "rows are states of a system at these times: finds the law of their motion")
    private Optional<String> time = Optional.empty();

    @Option(names = "--group", paramLabel = "COLUMN", description = "with --time: tells runs of the system apart")
    private Optional<String> group = Optional.empty();

    @Option(
            names = "--control",
            paramLabel = "A,B",
            split = ",",
            description = "with --time: inputs that act on the system and have no equation of their own")
    private List<String> controls = List.of();

    @Option(
            names = "--order",
            paramLabel = "1|2",
            description = "with --time: 1 for rates, 2 for accelerations (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private int order = 1;

    @Option(names = "--discrete", description = "with --time: a map from each row to the next")
    private boolean discrete;

    @Option(
            names = "--conserved",
            description = "with --time: also functions of the states that stay constant along every run")
    private boolean conserved;

    /** Whether a law of motion is asked for; refuses options that do not go together. */
    boolean asked() {
        List<String> given = spec.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> !option.stringValues().isEmpty()
                        || !option.originalStringValues().isEmpty())
                .map(OptionSpec::longestName)
                .toList();
        if (time.isEmpty()) {
            given.stream().filter(OF_TIME::contains).findFirst().ifPresent(option -> {
                throw refused(option + ": only with --time, which names the column of the time");
            });
            return false;
        }
        given.stream()
                .filter(option -> !SHARED.contains(option) && !OF_TIME.contains(option))
                .findFirst()
                .ifPresent(option -> {
                    throw refused(option + ": not with --time, which searches the law of all states at once");
                });
        if (!(order == 1 || order == 2)) {
            throw refused("--order: 1 for rates or 2 for accelerations required, got " + order);
        }
        if (discrete && order == 2) {
            throw refused("--discrete: not with --order 2; a map has no accelerations");
        }
        return true;
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Finds the law and prints it. */
    void run(TableOptions table, RunOptions run, double timeLimit) {
        TableFile file = table.open();
        TimeSeries series = TimeSeries.read(
                file,
                new TimeSeries.Columns(time.orElseThrow(), group, table.states(file), controls, table.dropped(file)));
        double used = Math.min(
                0.8 * timeLimit, RESERVE + ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
        LawKind kind = discrete ? LawKind.MAP : order == 2 ? LawKind.ACCELERATION : LawKind.RATE;
        try (Interrupt interrupt = Interrupt.listen()) {
            MotionResult found = find(series, kind, timeLimit - used, run, interrupt);
            run.print(found);
        }
    }

    private MotionResult find(TimeSeries series, LawKind kind, double seconds, RunOptions run, Interrupt interrupt) {
        try (Progress progress = Progress.create(spec.commandLine().getErr(), run.quiet())) {
            return MotionFinder.find(
                    series,
                    MotionOptions.defaults()
                            .withKind(kind)
                            .withConserved(conserved)
                            .withTimeLimit(seconds)
                            .withThreads(run.threads())
                            .withInterrupted(interrupt)
                            .withListener(progress));
        }
    }
}
