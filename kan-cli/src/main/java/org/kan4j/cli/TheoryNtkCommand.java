package org.kan4j.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;
import org.kan4j.theory.Chart;
import org.kan4j.theory.Fluctuation;
import org.kan4j.theory.NngpKernel;
import org.kan4j.theory.NtkReport;
import org.kan4j.theory.Prior;
import org.kan4j.theory.Spectrum;
import org.kan4j.theory.TangentKernel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan theory ntk}: the neural tangent kernel. */
@Command(
        name = "ntk",
        description =
                "The neural tangent kernel: its spectrum at infinite width, and its fluctuations at finite width.")
final class TheoryNtkCommand implements Callable<Integer> {
    /** Two inputs in two dimensions, in units of the grid's half width. */
    private static final double[] INPUTS = {0.2, -0.3, 0.4, 0.1};

    private static final int CHECKED_WIDTH = 16;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PriorOptions priors = new PriorOptions();

    @Option(
            names = "--depth",
            paramLabel = "L",
            description = "layers of edges (default: ${DEFAULT-VALUE})",
            defaultValue = "2")
    private int depth = 2;

    @Option(
            names = "--points",
            paramLabel = "N",
            description = "along the grid of one input, for the spectrum (default: ${DEFAULT-VALUE})",
            defaultValue = "60")
    private int points = 60;

    @Option(
            names = "--terms",
            paramLabel = "J",
            description = "terms of Mehler's expansion (default: ${DEFAULT-VALUE})",
            defaultValue = "120")
    private int terms = 120;

    @Option(
            names = "--widths",
            paramLabel = "32,64",
            split = ",",
            description = "nodes of the hidden layers (default: ${DEFAULT-VALUE})",
            defaultValue = "32,64,128,256,512")
    private List<Integer> widths = new ArrayList<>();

    @Option(
            names = "--networks",
            paramLabel = "N",
            description = "how many of each width (default: ${DEFAULT-VALUE})",
            defaultValue = "1000")
    private int networks = 1000;

    @Mixin
    private TheoryOptions run = new TheoryOptions();

    @Override
    public Integer call() {
        if (!(points >= 2 && points <= 1000 && networks >= 2 && widths.stream().allMatch(n -> n >= 1))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--points, --networks, --widths: 2 to 1000, at least 2 and at least 1 required, got " + points
                            + ", " + networks + ", " + widths);
        }
        Prior prior = priors.prior();
        NngpKernel kernel = RunOptions.checked(spec, () -> new NngpKernel(prior, depth, terms));
        double reach = prior.basis().grid().hi();
        double[] x = new double[INPUTS.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = reach * INPUTS[i];
        }
        try (Parallel parallel = run.open(List.of());
                CpuEngine engine = new CpuEngine(1);
                Interrupt interrupt = Interrupt.listen()) {
            double[] line = Chart.even(-reach, reach, points);
            List<Spectrum.Mode> modes = Spectrum.of(TangentKernel.infinite(kernel, line, points, 1, parallel), points);
            double infinite = TangentKernel.infinite(kernel, x, 2, 2, parallel)[1];
            List<Fluctuation> fluctuations = new ArrayList<>();
            try (TheoryProgress progress = run.progress()) {
                for (int width : widths) {
                    if (!interrupt.getAsBoolean()) {
                        progress.stage("width " + width);
                        fluctuations.add(
                                Fluctuation.of(kernel, x, width, networks, run.seed(), parallel, progress, interrupt));
                    }
                }
            }
            NtkReport report = new NtkReport(kernel, modes, infinite, difference(prior, x, engine), fluctuations);
            run.finish(report, report::svg);
        }
        return 0;
    }

    /** The two ways to the kernel of one network, relative to its largest entry. */
    private double difference(Prior prior, double[] x, CpuEngine engine) {
        int[] nodes = new int[depth];
        Arrays.fill(nodes, CHECKED_WIDTH);
        nodes[depth - 1] = 1;
        Kan kan = prior.sample(Shape.of(2, nodes), run.seed());
        double[] a = TangentKernel.byLayers(prior, kan.network(), kan.parameters(), x, 2);
        double[] b =
                TangentKernel.byJacobian(engine, kan.network(), kan.parameters(), prior.variances(kan.network()), x, 2);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i]));
            difference = Math.max(difference, Math.abs(a[i] - b[i]));
        }
        return difference / largest;
    }
}
