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
import org.kan4j.data.Roles;
import org.kan4j.data.TableFile;
import org.kan4j.kernel.DeviceException;
import org.kan4j.kernel.Engine;
import org.kan4j.network.Shape;
import org.kan4j.train.Checkpoints;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan fit}: trains one network. */
@Command(name = "fit", description = "Train a network of a given shape.")
final class FitCommand implements Callable<Integer> {
    /** What the target holds. */
    enum Task {
        REGRESSION,
        CLASSIFICATION
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TableOptions table = new TableOptions();

    @Option(names = "--shape", required = true, paramLabel = "2,5,1", description = "widths, as in 2,5,1 or 2,3+1p,1")
    private String shape = "";

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "regression or classification (default: ${DEFAULT-VALUE})",
            defaultValue = "regression")
    private Task task = Task.REGRESSION;

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

    @Option(
            names = "--huber",
            paramLabel = "D",
            description = "bounds the pull of errors beyond D standard deviations of the target")
    private Optional<Double> huber = Optional.empty();

    @Option(
            names = "--folds",
            paramLabel = "K",
            description = "cross-validate on the rows that are not held back for the test, then fit all of them")
    private Optional<Integer> folds = Optional.empty();

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
        FitOptions options = RunOptions.checked(spec, this::options);
        Path folder = checkpoint
                .model()
                .map(file -> file.toAbsolutePath().getParent())
                .orElse(Path.of(System.getProperty("java.io.tmpdir")));
        long begin = System.nanoTime();
        TableFile file = inputs.categories(table.open());
        Roles roles = inputs.roles(table.roles(file, task == Task.CLASSIFICATION));
        try (FitTable rows = FitTable.read(file, roles, folder, options)) {
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (rows.inMemory().isEmpty() && !run.quiet()) {
                List<String> notes = rows.notes();
                spec.commandLine().getErr().println(notes.get(notes.size() - 1));
            }
            FitPlan plan = RunOptions.checked(spec, () -> FitPlan.of(rows, options));
            fit(rows, plan, seconds);
        }
        return 0;
    }

    private FitOptions options() {
        return new FitOptions(
                Shape.parse(shape),
                basis.basis(),
                basis.refinements(),
                steps.steps(),
                starts,
                huber,
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
                Fitting.Watch watch = new Fitting.Watch(progress, progress, interrupt, checkpoints);
                fitted = new Fitting(engine, run.threads(), watch).fit(rows, plan);
            } catch (DeviceException e) {
                throw checkpoint.explained(e);
            }
            FitResult result = fitted.withReadSeconds(readSeconds);
            run.print(checkpoint
                    .model()
                    .map(file -> result.withFile(Output.save(spec, result.model(), file, interrupt)))
                    .orElse(result));
            progress.requireMetrics();
        }
    }
}
