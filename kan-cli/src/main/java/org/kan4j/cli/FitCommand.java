package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.kan4j.FitOptions;
import org.kan4j.FitPlan;
import org.kan4j.FitResult;
import org.kan4j.FitTable;
import org.kan4j.Fitting;
import org.kan4j.OptionException;
import org.kan4j.ShapeOptions;
import org.kan4j.ShapeSearch;
import org.kan4j.data.Cycles;
import org.kan4j.data.Dataset;
import org.kan4j.data.Roles;
import org.kan4j.data.TableFile;
import org.kan4j.kernel.DeviceException;
import org.kan4j.kernel.Engine;
import org.kan4j.network.Shape;
import org.kan4j.train.Checkpoints;
import org.kan4j.train.TrainingListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan fit}: trains one network. */
@Command(name = "fit", description = "Train a network, of a given shape or of one that the table asks for.")
final class FitCommand implements Callable<Integer> {
    /** What a search for a shape has no use for. */
    private static final List<String> OF_A_SHAPE = List.of(
            "--basis",
            "--intervals",
            "--order",
            "--refine",
            "--optimizer",
            "--iterations",
            "--patience",
            "--rate",
            "--batch",
            "--decay",
            "--l1",
            "--entropy",
            "--smoothness",
            "--ridge",
            "--starts",
            "--metrics",
            "--resume");

    /** What only a search for a shape has a use for. */
    private static final List<String> OF_A_SEARCH =
            List.of("--interactions", "--time-limit", "--monotone", "--convex", "--bounded", "--bag", "--blend");

    @Mixin
    private TrendOptions trends = new TrendOptions();

    private static final String AUTO = "auto";

    /** What the target holds. */
    enum Task {
        AUTO,
        REGRESSION,
        CLASSIFICATION
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TableOptions table = new TableOptions();

    @Option(
            names = "--shape",
            paramLabel = "2,5,1",
            description =
                    "widths, as in 2,5,1 or 2,3+1p,1; auto (default) finds one: lines, functions of one input, then of pairs")
    private String shape = AUTO;

    @Option(
            names = "--interactions",
            paramLabel = "K",
            description =
                    "without --shape: pairs of inputs to have functions of, at the most (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private int interactions = ShapeOptions.DEFAULTS.interactions();

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            description = "without --shape: within which larger shapes are tried (default: ${DEFAULT-VALUE})",
            defaultValue = "60")
    private double timeLimit = ShapeOptions.DEFAULTS.timeLimit();

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description =
                    "regression, classification, or auto: that where the target holds text (default: ${DEFAULT-VALUE})",
            defaultValue = "auto")
    private Task task = Task.AUTO;

    @Mixin
    private InputOptions inputs = new InputOptions();

    @Mixin
    private BasisOptions basis = new BasisOptions();

    @Mixin
    private StepOptions steps = new StepOptions();

    @Option(
            names = "--starts",
            paramLabel = "N",
            description = "short trainings, of which the best goes on (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private int starts = 1;

    @Mixin
    private BlockOptions blocks = new BlockOptions();

    @Mixin
    private LossOptions loss = new LossOptions();

    @Option(
            names = "--folds",
            paramLabel = "K",
            description = "cross-validate on the rows that are not held back for the test, then fit all of them")
    private Optional<Integer> folds = Optional.empty();

    @Option(
            names = "--bag",
            paramLabel = "K",
            description =
                    "without --shape: the mean of K models, each fitted without one of K parts of the rows that are not held back")
    private Optional<Integer> bag = Optional.empty();

    @Option(
            names = "--blend",
            description =
                    "without --shape: a mean of all rungs of the ladder, weighted by the rows that they were not fitted to")
    private boolean blend;

    @Mixin
    private CheckpointOptions checkpoint = new CheckpointOptions();

    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description = "a line for every step: CSV, or JSON where the name ends in .jsonl")
    private Optional<Path> metrics = Optional.empty();

    @Mixin
    private DeviceOptions device = new DeviceOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Override
    public Integer call() throws IOException {
        Output.requireWritable(
                spec,
                table.read(),
                Stream.of(checkpoint.model(), checkpoint.file(), metrics)
                        .flatMap(Optional::stream)
                        .toList());
        run.threads();
        if (checkpoint.resume() && checkpoint.model().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--resume: --model is required, whose checkpoint it is");
        }
        boolean search = shape.equals(AUTO);
        requireUse(search ? OF_A_SHAPE : OF_A_SEARCH, search ? "--shape required" : "no --shape required");
        Path folder = checkpoint
                .model()
                .map(file -> file.toAbsolutePath().getParent())
                .orElse(Path.of(System.getProperty("java.io.tmpdir")));
        long begin = System.nanoTime();
        TableFile file = inputs.categories(table.open());
        boolean classes = task == Task.CLASSIFICATION || (task == Task.AUTO && table.holdsLabels(file));
        FitOptions options = RunOptions.checked(spec, () -> options(search ? Shape.of(1, 1) : Shape.parse(shape)));
        Roles roles = blocks.without(file, inputs.roles(table.roles(file, classes)));
        try (FitTable all = FitTable.read(file, roles, folder, options)) {
            if (blocks.any() && all.inMemory().isEmpty()) {
                throw new OptionException("split-by, time-column", "a table that memory holds required");
            }
            FitTable rows = loss.weighted(all.inMemory()
                    .map(data -> FitTable.of(blocks.in(file, data)))
                    .orElse(all));
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (rows.inMemory().isEmpty() && !run.quiet()) {
                List<String> notes = rows.notes();
                spec.commandLine().getErr().println(notes.get(notes.size() - 1));
            }
            if (search && rows.inMemory().isPresent()) {
                search(Cycles.in(file, rows.inMemory().get()), seconds);
            } else {
                FitOptions suited = search ? options(rows.additive()) : options;
                FitPlan plan = RunOptions.checked(spec, () -> FitPlan.of(rows, suited));
                fit(rows, plan, seconds);
            }
        }
        return 0;
    }

    private void requireUse(List<String> names, String rule) {
        for (String name : names) {
            if (spec.commandLine().getParseResult().hasMatchedOption(name)) {
                throw new ParameterException(spec.commandLine(), name + ": " + rule);
            }
        }
    }

    private void search(Dataset rows, double readSeconds) {
        if (bag.isPresent() && folds.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--folds: no --bag required, which says how many there are");
        }
        ShapeOptions options = RunOptions.checked(spec, () -> shapeOptions());
        try (Engine engine = device.open(run.engine(), spec.commandLine().getErr(), run.quiet());
                Interrupt interrupt = Interrupt.listen()) {
            FitResult fitted = new ShapeSearch(engine, run.threads(), interrupt).fit(rows, options);
            print(fitted.withReadSeconds(readSeconds), interrupt);
        }
    }

    private ShapeOptions shapeOptions() {
        ShapeOptions one = new ShapeOptions(
                interactions, folds, loss.loss(), timeLimit, trends.trends(), false, blend, run.seed());
        return bag.map(one::withBag).orElse(one);
    }

    private void print(FitResult result, Interrupt interrupt) {
        run.print(checkpoint
                .model()
                .map(file -> result.withFile(Output.save(spec, result.model(), file, interrupt)))
                .orElse(result));
    }

    private FitOptions options(Shape widths) {
        return new FitOptions(
                widths,
                basis.basis(),
                basis.refinements(),
                steps.steps(),
                starts,
                loss.loss(),
                steps.weights(),
                folds,
                run.seed());
    }

    private void fit(FitTable rows, FitPlan plan, double readSeconds) throws IOException {
        try (Engine engine = device.open(run.engine(), spec.commandLine().getErr(), run.quiet());
                Interrupt interrupt = Interrupt.listen()) {
            Optional<Checkpoints> checkpoints = RunOptions.checked(
                    spec, () -> checkpoint.checkpoints(spec.commandLine().getErr()));
            // Begins its file anew, which must not be for nothing.
            FitProgress progress =
                    FitProgress.create(spec.commandLine().getErr(), run.quiet(), metrics, checkpoint.resume());
            FitResult fitted;
            try (progress) {
                TrainingListener steps = plan.ridges().isEmpty() ? progress : progress.steps();
                Fitting.Watch watch = new Fitting.Watch(steps, progress, interrupt, checkpoints);
                fitted = new Fitting(engine, run.threads(), watch).fit(rows, plan);
            } catch (DeviceException e) {
                throw checkpoint.explained(e);
            }
            print(fitted.withReadSeconds(readSeconds), interrupt);
            progress.requireMetrics();
        }
    }
}
