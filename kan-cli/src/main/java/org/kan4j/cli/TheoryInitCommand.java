package org.kan4j.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.numeric.Parallel;
import org.kan4j.theory.InitReport;
import org.kan4j.theory.PhaseDiagram;
import org.kan4j.theory.Prior;
import org.kan4j.theory.SampledSignals;
import org.kan4j.theory.SignalPropagation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan theory init}: signals in random networks. */
@Command(name = "init", description = "Variance map, fixed point, chi1, depth scales and phases of random networks.")
final class TheoryInitCommand implements Callable<Integer> {
    /** Values of s_b² and of s_c² in the diagram. */
    private static final int SIZE = 21;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PriorOptions priors = new PriorOptions();

    @Option(
            names = "--depth",
            paramLabel = "L",
            description = "layers of the sampled networks (default: ${DEFAULT-VALUE})",
            defaultValue = "6")
    private int depth = 6;

    @Option(
            names = "--width",
            paramLabel = "N",
            description = "nodes of their layers (default: ${DEFAULT-VALUE})",
            defaultValue = "256")
    private int width = 256;

    @Option(
            names = "--networks",
            paramLabel = "N",
            description = "how many are sampled; 0 for none (default: ${DEFAULT-VALUE})",
            defaultValue = "10000")
    private int networks = 10000;

    @Option(
            names = "--largest",
            paramLabel = "V",
            description = "s_b^2 and s_c^2 of the diagram go up to this (default: ${DEFAULT-VALUE})",
            defaultValue = "4")
    private double largest = 4;

    @Mixin
    private TheoryOptions run = new TheoryOptions();

    @Override
    public Integer call() {
        if (!(depth >= 1 && width >= 1 && networks >= 0 && networks != 1 && largest > 0)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--depth, --width, --networks, --largest: at least 1, at least 1, 0 or at least 2, above 0 required, got "
                            + depth + ", " + width + ", " + networks + ", " + largest);
        }
        Prior prior = priors.prior();
        try (Parallel parallel = run.open(List.of());
                Interrupt interrupt = Interrupt.listen()) {
            InitReport report;
            try (TheoryProgress progress = run.progress()) {
                SignalPropagation signals = new SignalPropagation(prior);
                double q = signals.fixedPoint(priors.variance());
                Prior nearest = SignalPropagation.nearest(prior.base(), prior.basis(), priors.variance());
                progress.stage("phases");
                PhaseDiagram diagram = PhaseDiagram.of(
                        prior.base(), prior.basis(), priors.variance(), SIZE, largest, parallel, interrupt);
                progress.stage("networks");
                List<SampledSignals> layers = SampledSignals.of(
                        prior, priors.variance(), depth, width, networks, run.seed(), parallel, progress, interrupt);
                report = new InitReport(
                        prior,
                        q,
                        q > 0 && Double.isFinite(q) ? Optional.of(signals.at(q)) : Optional.empty(),
                        nearest,
                        new SignalPropagation(nearest).at(priors.variance()),
                        layers,
                        width,
                        diagram);
            }
            run.finish(report, report.diagram()::svg);
        }
        return 0;
    }
}
