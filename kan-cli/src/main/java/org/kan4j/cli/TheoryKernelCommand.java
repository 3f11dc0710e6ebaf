package org.kan4j.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;
import org.kan4j.theory.KernelReport;
import org.kan4j.theory.NngpKernel;
import org.kan4j.theory.Prior;
import org.kan4j.theory.SampledKernel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan theory kernel}: the Gaussian process of wide networks. */
@Command(
        name = "kernel",
        description = "The kernel of the Gaussian process that wide networks are, beside sampled networks.")
final class TheoryKernelCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PriorOptions priors = new PriorOptions();

    @Option(
            names = "--shape",
            paramLabel = "2,512,1",
            description = "of the networks; one output (default: ${DEFAULT-VALUE})",
            defaultValue = "2,512,1")
    private String shape = "2,512,1";

    @Option(
            names = "--points",
            paramLabel = "N",
            description = "random points, uniform over the grid's range (default: ${DEFAULT-VALUE})",
            defaultValue = "20")
    private int points = 20;

    @Option(
            names = "--terms",
            paramLabel = "J",
            description = "terms of Mehler's expansion (default: ${DEFAULT-VALUE})",
            defaultValue = "120")
    private int terms = 120;

    @Option(
            names = "--networks",
            paramLabel = "N",
            description = "how many are sampled; 0 for none (default: ${DEFAULT-VALUE})",
            defaultValue = "10000")
    private int networks = 10000;

    @Mixin
    private TheoryOptions run = new TheoryOptions();

    @Override
    public Integer call() {
        if (!(points >= 1 && points <= 5000 && networks >= 0 && networks != 1)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--points, --networks: 1 to 5000, and 0 or at least 2 required, got " + points + ", " + networks);
        }
        Prior prior = priors.prior();
        Shape widths = RunOptions.checked(spec, () -> Shape.parse(shape));
        RunOptions.checked(spec, () -> prior.network(widths));
        if (widths.layers().get(widths.layers().size() - 1).count() != 1) {
            throw new ParameterException(spec.commandLine(), "--shape: one output required, got " + widths);
        }
        NngpKernel kernel = RunOptions.checked(
                spec, () -> new NngpKernel(prior, widths.layers().size(), terms));
        double[] x = points(prior, widths.inputs());
        try (Parallel parallel = run.open(List.of());
                CpuEngine engine = new CpuEngine(1);
                Interrupt interrupt = Interrupt.listen()) {
            KernelReport report;
            try (TheoryProgress progress = run.progress()) {
                NngpKernel.Gram gram = kernel.of(x, points, widths.inputs(), parallel);
                progress.stage("networks");
                Optional<SampledKernel> sampled = networks == 0
                        ? Optional.empty()
                        : Optional.of(SampledKernel.of(
                                prior, widths, x, points, networks, run.seed(), engine, parallel, progress, interrupt));
                report = new KernelReport(kernel, widths, gram, sampled);
            }
            run.finish(report, () -> report.svg(parallel));
        }
        return 0;
    }

    private double[] points(Prior prior, int inputs) {
        SplittableRandom random = new SplittableRandom(run.seed());
        double[] x = new double[points * inputs];
        double lo = prior.basis().grid().lo();
        double hi = prior.basis().grid().hi();
        Arrays.setAll(x, i -> lo + (hi - lo) * random.nextDouble());
        return x;
    }
}
