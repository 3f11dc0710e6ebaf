package org.kan4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.kan4j.numeric.Parallel;
import org.kan4j.theory.FiniteWidth;
import org.kan4j.theory.Prior;
import org.kan4j.theory.Symmetry;
import org.kan4j.theory.WidthReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan theory width}: ensembles of networks of finite width. */
@Command(
        name = "width",
        description = "Cumulants of networks of finite width beside the exact ones, and symmetries of the ensemble.")
final class TheoryWidthCommand implements Callable<Integer> {
    /** Nodes of the networks whose symmetries are tested: few, so that what breaks one shows. */
    private static final int NARROW = 4;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PriorOptions priors = new PriorOptions();

    @Option(
            names = "--widths",
            paramLabel = "16,64",
            split = ",",
            description = "nodes of the hidden layer (default: ${DEFAULT-VALUE})",
            defaultValue = "16,64,256,1024,4096")
    private List<Integer> widths = new ArrayList<>();

    @Option(
            names = "--networks",
            paramLabel = "N",
            description = "how many of each width (default: ${DEFAULT-VALUE})",
            defaultValue = "10000")
    private int networks = 10000;

    @Option(
            names = "--rho",
            paramLabel = "R",
            description = "correlation of the hidden values at two inputs (default: ${DEFAULT-VALUE})",
            defaultValue = "0.3")
    private double rho = 0.3;

    @Mixin
    private TheoryOptions run = new TheoryOptions();

    @Override
    public Integer call() {
        if (!(networks >= 2 && Math.abs(rho) < 1 && widths.stream().allMatch(n -> n >= 1))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--networks, --rho, --widths: at least 2, between -1 and 1, and at least 1 required, got "
                            + networks + ", " + rho + ", " + widths);
        }
        Prior prior = priors.prior();
        double q = priors.variance();
        try (Parallel parallel = run.open(List.of());
                Interrupt interrupt = Interrupt.listen()) {
            List<FiniteWidth> sampled = new ArrayList<>();
            List<Symmetry> symmetries = new ArrayList<>();
            try (TheoryProgress progress = run.progress()) {
                for (int width : widths) {
                    if (!interrupt.getAsBoolean()) {
                        progress.stage("width " + width);
                        sampled.add(FiniteWidth.sampled(
                                prior, q, rho, width, networks, run.seed(), parallel, progress, interrupt));
                    }
                }
                if (!interrupt.getAsBoolean()) {
                    progress.stage("symmetries");
                    symmetries.addAll(Symmetry.tests(prior, q, NARROW, networks, run.seed(), parallel));
                }
            }
            WidthReport report = new WidthReport(prior, q, rho, FiniteWidth.exact(prior, q, rho), sampled, symmetries);
            run.finish(report, report::svg);
        }
        return 0;
    }
}
