package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.TableReport;
import org.kan4j.data.SchemaFile;
import org.kan4j.data.TableFile;
import org.kan4j.data.TableProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan table}: what a table is taken for. */
@Command(name = "table", description = "Say what a table and its columns are taken for, and what is suspicious.")
final class TableCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "TABLE.csv", description = "table with a header line")
    private Path table = Path.of("");

    @Option(
            names = "--save",
            paramLabel = "FILE.json",
            description = "where to write that, for --schema of other commands; it may be changed")
    private Optional<Path> target = Optional.empty();

    @Mixin
    private FormatOptions format = new FormatOptions();

    @Mixin
    private RunOptions.Printing printing = new RunOptions.Printing();

    @Override
    public Integer call() throws IOException {
        Output.requireWritable(spec, format.read(table), target.map(List::of).orElse(List.of()));
        TableFile file = format.open(table);
        TableProfile profile = TableProfile.of(file);
        if (target.isPresent()) {
            try {
                SchemaFile.write(file.schema().withDecimal(file.decimal()), target.get());
            } catch (IOException e) {
                throw Output.unwritable(target.get(), e);
            }
        }
        printing.print(new TableReport(profile, target));
        return 0;
    }
}
