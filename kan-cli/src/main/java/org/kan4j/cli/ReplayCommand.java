package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.kan4j.edit.EditScript;
import org.kan4j.kernel.CpuEngine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan replay}: makes the changes again that {@code kan edge --record} wrote down. */
@Command(
        name = "replay",
        description =
                "Make the changes to a model again that kan edge --record wrote down; paths are from the working directory.")
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "EDITS.json", description = "model, table, out, seed and edits")
    private Path script = Path.of("");

    @Mixin
    private FormatOptions tableFormat = new FormatOptions();

    @Mixin
    private RunOptions.Threads threads = new RunOptions.Threads();

    @Mixin
    private RunOptions.Printing printing = new RunOptions.Printing();

    @Override
    public Integer call() throws IOException {
        EditScript edits = EditScript.parse(Files.readString(script), script.toString());
        Output.requireWritable(spec, tableFormat.read(Path.of(edits.table())), List.of(Path.of(edits.out())));
        try (CpuEngine engine = threads.engine(false)) {
            EdgeCommand.change(spec, engine, tableFormat, edits, printing::print);
        }
        return 0;
    }
}
