package org.kan4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.numeric.Parallel;
import org.kan4j.theory.CircleField;
import org.kan4j.theory.FieldReport;
import org.kan4j.theory.PlaneField;
import org.kan4j.theory.QuarticField;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kan theory field}: scalar fields as ensembles of networks. */
@Command(
        name = "field",
        description = "Scalar fields as ensembles of networks: free ones, and phi^4 beside exact diagonalisation.")
final class TheoryFieldCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--length",
            paramLabel = "L",
            description = "of the circle (default: ${DEFAULT-VALUE})",
            defaultValue = "8")
    private double length = 8;

    @Option(names = "--mass", paramLabel = "M", description = "default: ${DEFAULT-VALUE}", defaultValue = "1")
    private double mass = 1;

    @Option(
            names = "--harmonics",
            paramLabel = "J",
            description = "cutoff of momenta on the circle (default: ${DEFAULT-VALUE})",
            defaultValue = "100")
    private int harmonics = 100;

    @Option(
            names = "--couplings",
            paramLabel = "G,G",
            split = ",",
            description = "of phi^4 (default: ${DEFAULT-VALUE})",
            defaultValue = "0.05,0.1,0.2")
    private List<Double> couplings = new ArrayList<>();

    @Option(
            names = "--width",
            paramLabel = "N",
            description = "hidden nodes of the networks on the plane (default: ${DEFAULT-VALUE})",
            defaultValue = "64")
    private int width = 64;

    @Option(
            names = "--cutoff",
            paramLabel = "P",
            description = "of momenta on the plane (default: ${DEFAULT-VALUE})",
            defaultValue = "20")
    private double cutoff = 20;

    @Option(
            names = "--networks",
            paramLabel = "N",
            description = "how many of each (default: ${DEFAULT-VALUE})",
            defaultValue = "20000")
    private int networks = 20000;

    @Mixin
    private TheoryOptions run = new TheoryOptions();

    @Override
    public Integer call() {
        CircleField field = RunOptions.checked(spec, () -> new CircleField(length, mass, harmonics));
        try (Parallel parallel = run.open(List.of());
                CpuEngine engine = new CpuEngine(1);
                Interrupt interrupt = Interrupt.listen()) {
            FieldReport report;
            try (TheoryProgress progress = run.progress()) {
                report = RunOptions.checked(spec, () -> sampled(field, engine, parallel, progress, interrupt));
            }
            run.finish(report, report::svg);
        }
        return 0;
    }

    private FieldReport sampled(
            CircleField field, CpuEngine engine, Parallel parallel, TheoryProgress progress, Interrupt interrupt) {
        long seed = run.seed();
        progress.stage("free field");
        QuarticField free = QuarticField.reweighted(field, 0, networks, seed, engine, parallel, progress, interrupt);
        List<QuarticField> reweighted = new ArrayList<>();
        List<QuarticField> sampled = new ArrayList<>();
        for (double g : couplings) {
            if (!interrupt.getAsBoolean()) {
                progress.stage("weights, g = " + g);
                reweighted.add(
                        QuarticField.reweighted(field, g, networks, seed + 1, engine, parallel, progress, interrupt));
            }
            if (!interrupt.getAsBoolean()) {
                progress.stage("sampling, g = " + g);
                sampled.add(QuarticField.sampled(field, g, networks, seed + 2, engine, parallel, progress, interrupt));
            }
        }
        Optional<PlaneField> plane = Optional.empty();
        if (!interrupt.getAsBoolean()) {
            progress.stage("plane");
            plane = Optional.of(
                    PlaneField.sampled(field, cutoff, width, networks, seed, engine, parallel, progress, interrupt));
        }
        return new FieldReport(field, free, reweighted, sampled, plane, width, cutoff);
    }
}
