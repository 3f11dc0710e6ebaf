package org.kan4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.data.Dataset;
import org.kan4j.data.PredictionWriter;
import org.kan4j.data.Table;
import org.kan4j.data.TableReader;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan predict}: a table with one more column. */
@Command(name = "predict", description = "Copy a table with a column \"prediction\".")
final class PredictCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "model file")
    private Path file = Path.of("");

    @Parameters(index = "0", paramLabel = "TABLE.csv", description = "table with the model's inputs")
    private Path table = Path.of("");

    @Option(names = "--out", paramLabel = "FILE.csv", description = "where to write (default: standard output)")
    private Optional<Path> target = Optional.empty();

    @Override
    public Integer call() throws IOException {
        target.ifPresent(path -> Output.requireWritable(spec, path));
        KanModel model = ModelOptions.loadSingle(file);
        Table rows = TableReader.read(table, model.inputNames()::contains);
        double[] predictions = model.predict(new CpuEngine(), Dataset.inputs(rows, model.inputNames()), rows.rows());
        if (target.isPresent()) {
            PredictionWriter.write(table, predictions, target.get());
        } else {
            PrintWriter out = spec.commandLine().getOut();
            PredictionWriter.write(table, predictions, out);
            out.flush();
        }
        return 0;
    }
}
