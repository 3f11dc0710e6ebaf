package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.kan4j.Kan4j;
import org.kan4j.report.NetworkPlot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan plot}: a model as a picture. */
@Command(name = "plot", description = "Draw a model's network as one SVG file.")
final class PlotCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "model file")
    private Path file = Path.of("");

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE.svg",
            description = "where to write")
    private Path target = Path.of("");

    @Override
    public Integer call() throws IOException {
        Output.requireWritable(spec, List.of(file), List.of(target));
        String picture = NetworkPlot.svg(Kan4j.load(file));
        try {
            Files.writeString(target, picture);
        } catch (IOException e) {
            throw Output.unwritable(target, e);
        }
        return 0;
    }
}
