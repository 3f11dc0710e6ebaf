package org.kan4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.data.Dataset;
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

    @Option(names = "--intervals", paramLabel = "G", description = "default: ${DEFAULT-VALUE}", defaultValue = "5")
    private int intervals = 5;

    @Option(names = "--order", paramLabel = "K", description = "default: ${DEFAULT-VALUE}", defaultValue = "3")
    private int order = 3;

    @Option(names = "--refine", paramLabel = "10,20", split = ",", description = "intervals to refine to")
    private List<Integer> refine = new ArrayList<>();

    @Option(names = "--model", paramLabel = "FILE", description = "where to write the model")
    private Optional<Path> model = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "default: ${DEFAULT-VALUE}", defaultValue = "0")
    private long seed;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

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
            fitted = new ModelTrainer(new CpuEngine(), options).fit(data, widths, seed);
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
