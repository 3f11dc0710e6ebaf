package org.kan4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.numeric.Parallel;
import org.kan4j.theory.LinearReport;
import org.kan4j.theory.LinearTraining;
import org.kan4j.theory.Prior;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan theory linear}: training beside its linearisation. */
@Command(name = "linear", description = "Gradient descent of networks beside that of their linearisations.")
final class TheoryLinearCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PriorOptions priors = new PriorOptions();

    @Option(
            names = "--widths",
            paramLabel = "64,256",
            split = ",",
            description = "nodes of the hidden layer (default: ${DEFAULT-VALUE})",
            defaultValue = "64,256,1024,4096")
    private List<Integer> widths = new ArrayList<>();

    @Option(
            names = "--networks",
            paramLabel = "N",
            description = "how many of each width (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private int networks = 10;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "of gradient descent (default: ${DEFAULT-VALUE})",
            defaultValue = "400")
    private int steps = 400;

    @Mixin
    private TheoryOptions run = new TheoryOptions();

    @Override
    public Integer call() {
        if (!(networks >= 2
                && steps >= 1
                && !widths.isEmpty()
                && widths.stream().allMatch(n -> n >= 1))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--networks, --steps, --widths: at least 2, 1 and 1 required, got " + networks + ", " + steps + ", "
                            + widths);
        }
        Prior prior = priors.prior();
        try (Parallel parallel = run.open(List.of());
                CpuEngine engine = new CpuEngine(1);
                Interrupt interrupt = Interrupt.listen()) {
            List<LinearTraining> runs = new ArrayList<>();
            try (TheoryProgress progress = run.progress()) {
                for (int width : widths) {
                    progress.stage("width " + width);
                    for (int done = 0; done < networks && (runs.isEmpty() || !interrupt.getAsBoolean()); done += 2) {
                        List<Callable<LinearTraining>> tasks = new ArrayList<>();
                        for (int i = done; i < Math.min(networks, done + 2); i++) {
                            long seed = run.seed() + i;
                            tasks.add(() -> LinearTraining.of(prior, width, steps, seed, engine));
                        }
                        runs.addAll(parallel.all(tasks));
                        progress.accept((double) runs.size() / networks - widths.indexOf(width));
                    }
                }
            }
            LinearReport report = new LinearReport(prior, steps, runs);
            run.finish(report, report::svg);
        }
        return 0;
    }
}
