package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.Kan4j;
import org.kan4j.data.Batch;
import org.kan4j.data.TableFile;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;
import org.kan4j.theory.Chart;
import org.kan4j.theory.Fluctuation;
import org.kan4j.theory.NngpKernel;
import org.kan4j.theory.NtkReport;
import org.kan4j.theory.Prior;
import org.kan4j.theory.Spectrum;
import org.kan4j.theory.TableKernel;
import org.kan4j.theory.TableKernelReport;
import org.kan4j.theory.TangentKernel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan theory ntk}: the neural tangent kernel. */
@Command(
        name = "ntk",
        description =
                "The neural tangent kernel: its spectrum at infinite width and its fluctuations at finite width, or,"
                        + " with a table and --model, that of a trained network.")
final class TheoryNtkCommand implements Callable<Integer> {
    /** Two inputs in two dimensions, in units of the grid's half width. */
    private static final double[] INPUTS = {0.2, -0.3, 0.4, 0.1};

    private static final int CHECKED_WIDTH = 16;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TABLE.csv",
            description = "with --model: rows on which the kernel of a trained network is computed")
    private Optional<Path> table = Optional.empty();

    @Option(names = "--model", paramLabel = "FILE", description = "with a table: model file")
    private Optional<Path> file = Optional.empty();

    @Mixin
    private FormatOptions format = new FormatOptions();

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
    public Integer call() throws IOException {
        if (table.isPresent() != file.isPresent()) {
            throw new ParameterException(spec.commandLine(), "TABLE.csv, --model: both or none of them required");
        }
        if (table.isPresent()) {
            trained(table.get(), file.orElseThrow());
        } else {
            random();
        }
        return 0;
    }

    /** The kernel of a trained network on the rows of a table. */
    private void trained(Path rows, Path of) throws IOException {
        List<Path> read = new ArrayList<>(format.read(rows));
        read.add(of);
        run.check(read);
        try (CpuEngine engine = new CpuEngine(run.threads())) {
            KanModel model = Kan4j.load(of);
            TableFile opened = format.open(rows);
            Batch batch = Batch.of(Kan4j.read(opened, model, Optional.empty()));
            TableKernel kernel = RunOptions.checked(spec, () -> TableKernel.of(engine, model, batch, run.seed()));
            TableKernelReport report = new TableKernelReport(
                    opened.name(), of.toString(), Shape.of(model.kan().network()), kernel);
            run.finish(report, report::svg);
        }
    }

    /** The kernel of random networks. */
    private void random() {
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
