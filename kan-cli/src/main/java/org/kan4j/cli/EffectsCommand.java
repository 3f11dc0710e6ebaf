package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.Effects;
import org.kan4j.Kan4j;
import org.kan4j.model.KanModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kan effects}: what the inputs of a model do. */
@Command(
        name = "effects",
        description =
                "Say how much each input matters, and what it adds where a model is a sum of functions of one input.")
final class EffectsCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "model file")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "TABLE.csv", description = "rows with the model's inputs and targets")
    private Path table = Path.of("");

    @Option(
            names = "--row",
            paramLabel = "N",
            description = "take the prediction of this row apart, counted from 1 below the names")
    private Optional<Integer> row = Optional.empty();

    @Mixin
    private RowOptions rows = new RowOptions();

    @Mixin
    private FormatOptions format = new FormatOptions();

    @Mixin
    private RunOptions.Printing printing = new RunOptions.Printing();

    @Override
    public Integer call() throws IOException {
        KanModel model = Kan4j.load(file);
        printing.print(Effects.of(model, Kan4j.read(format.open(table), model, rows.weights()), row, file.toString()));
        return 0;
    }
}
