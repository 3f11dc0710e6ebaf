package org.kan4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.numeric.Parallel;
import org.kan4j.theory.Prior;
import org.kan4j.theory.StartComparison;
import org.kan4j.theory.StartReport;
import org.kan4j.train.Adam;
import org.kan4j.train.LevenbergMarquardt;
import org.kan4j.train.Optimizer;
import org.kan4j.train.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan theory start}: does it matter where a training begins? */
@Command(
        name = "start",
        description = "Trainings of networks that begin as samples of a prior, beside those that begin as in fit.")
final class TheoryStartCommand implements Callable<Integer> {
    /** Who takes the steps. */
    enum Steps {
        ADAM,
        LM
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PriorOptions priors = new PriorOptions();

    @Option(
            names = "--depths",
            paramLabel = "1,8",
            split = ",",
            description = "layers of edges (default: ${DEFAULT-VALUE})",
            defaultValue = "1,2,3,4,6,8")
    private List<Integer> depths = new ArrayList<>();

    @Option(
            names = "--width",
            paramLabel = "N",
            description = "nodes of the hidden layers (default: ${DEFAULT-VALUE})",
            defaultValue = "4")
    private int width = 4;

    @Option(
            names = "--starts",
            paramLabel = "N",
            description = "trainings of each of ten functions (default: ${DEFAULT-VALUE})",
            defaultValue = "2")
    private int starts = 2;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "adam or lm (default: ${DEFAULT-VALUE})",
            defaultValue = "adam")
    private Steps optimizer = Steps.ADAM;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "of the optimizer (default: ${DEFAULT-VALUE})",
            defaultValue = "600")
    private int steps = 600;

    @Mixin
    private TheoryOptions run = new TheoryOptions();

    @Override
    public Integer call() {
        if (!(width >= 1 && starts >= 1 && steps >= 1 && depths.stream().allMatch(d -> d >= 1))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--width, --starts, --steps, --depths: at least 1 required, got " + width + ", " + starts + ", "
                            + steps + ", " + depths);
        }
        Prior prior = priors.prior();
        Optimizer takes = optimizer == Steps.ADAM ? Adam.defaults() : LevenbergMarquardt.defaults();
        Trainer.Options options =
                Trainer.Options.defaults().withIterations(steps).withOptimizer(takes);
        try (Parallel parallel = run.open(List.of());
                CpuEngine engine = new CpuEngine(1);
                Interrupt interrupt = Interrupt.listen()) {
            List<StartComparison> comparisons = new ArrayList<>();
            try (TheoryProgress progress = run.progress()) {
                progress.stage("trainings");
                for (int depth : depths) {
                    if (interrupt.getAsBoolean()) {
                        break;
                    }
                    comparisons.add(
                            StartComparison.of(prior, depth, width, starts, options, run.seed(), engine, parallel));
                    progress.accept((double) comparisons.size() / depths.size());
                }
            }
            StartReport report = new StartReport(prior, takes.name(), comparisons);
            run.finish(report, report::svg);
        }
        return 0;
    }
}
