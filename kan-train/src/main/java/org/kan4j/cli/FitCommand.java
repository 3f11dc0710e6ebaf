package org.kan4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.basis.GaussianRbf;
import org.kan4j.data.Dataset;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.io.ModelFile;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.network.Shape;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan fit}: trains one network. */
@Command(name = "fit", description = "Train a network of a given shape.")
final class FitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TableOptions table = new TableOptions();

    @Option(names = "--shape", required = true, paramLabel = "2,5,1", description = "widths, as in 2,5,1 or 2,3+1p,1")
    private String shape = "";

    @Option(
            names = "--basis",
            paramLabel = "bspline|rbf|chebyshev|fourier",
            description = "default: ${DEFAULT-VALUE}",
            defaultValue = "bspline")
    private Family family = Family.BSPLINE;

    @Option(
            names = "--intervals",
            paramLabel = "G",
            description = "intervals, degree of chebyshev, or harmonics of fourier; default: ${DEFAULT-VALUE}",
            defaultValue = "5")
    private int intervals = 5;

    @Option(
            names = "--order",
            paramLabel = "K",
            description = "degree of bspline; default: ${DEFAULT-VALUE}",
            defaultValue = "3")
    private int order = 3;

    @Option(names = "--refine", paramLabel = "10,20", split = ",", description = "values of G to refine to")
    private List<Integer> refine = new ArrayList<>();

    @Option(names = "--model", paramLabel = "FILE", description = "where to write the model")
    private Optional<Path> model = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "default: ${DEFAULT-VALUE}", defaultValue = "0")
    private long seed;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    /** The families of bases by their names on the command line. */
    private enum Family {
        BSPLINE,
        RBF,
        CHEBYSHEV,
        FOURIER
    }

    private Basis basis() {
        Grid grid = Grid.uniform(-2, 2, intervals);
        return switch (family) {
            case BSPLINE -> new BSpline(grid, order, Extrapolation.LINEAR);
            case RBF -> new GaussianRbf(grid);
            case CHEBYSHEV -> new Chebyshev(grid, intervals, Extrapolation.LINEAR);
            case FOURIER -> new Fourier(grid, intervals);
        };
    }

    @Override
    public Integer call() throws IOException {
        model.ifPresent(file -> Output.requireWritable(spec, file));
        Shape widths;
        Trainer.Options options;
        Dataset data = table.read();
        ModelTrainer.Fitted fitted;
        try {
            widths = Shape.parse(shape);
            options =
                    Trainer.Options.defaults().withIntervals(intervals, refine).withOrder(order);
            fitted = new ModelTrainer(new CpuEngine(), options).fit(data, widths, basis(), seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        if (model.isPresent()) {
            ModelFile.save(fitted.model(), model.get());
        }
        PrintWriter out = spec.commandLine().getOut();
        int parameters = fitted.model().kan().network().trainable().length;
        if (json) {
            Output.json(out, members -> {
                Output.number(members, "train_rmse", fitted.trainRmse());
                Output.number(members, "validation_rmse", fitted.validationRmse());
                Output.number(members, "test_rmse", fitted.testRmse());
                members.writeNumberField("parameters", parameters);
                members.writeNumberField("iterations", fitted.iterations());
                Output.number(members, "seconds", fitted.seconds());
                members.writeNumberField("seed", seed);
                members.writeStringField("shape", widths.toString());
                Output.strings(members, "notes", data.notes());
            });
        } else {
            out.printf(
                    Locale.ROOT,
                    "shape %s, %d parameters, %d iterations in %.2f s%nRMSE  train %s, validation %s, test %s%n",
                    widths,
                    parameters,
                    fitted.iterations(),
                    fitted.seconds(),
                    Output.shortNumber(fitted.trainRmse()),
                    Output.shortNumber(fitted.validationRmse()),
                    Output.shortNumber(fitted.testRmse()));
            model.ifPresent(file -> out.println("model " + file));
            data.notes().forEach(note -> out.println("note  " + note));
        }
        return 0;
    }
}
