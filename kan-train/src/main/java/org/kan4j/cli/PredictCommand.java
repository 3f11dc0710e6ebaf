package org.kan4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
@Command(name = "predict", description = "Copy a table with a column \"prediction\", and the probabilities of classes.")
final class PredictCommand implements Callable<Integer> {
    private static final String COLUMN = "prediction";

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
        KanModel model = ModelOptions.load(file);
        Table rows = TableReader.read(table, model.inputNames()::contains);
        double[] x = Dataset.inputs(rows, model.inputNames());
        List<String> columns = new ArrayList<>();
        List<String[]> cells = new ArrayList<>();
        try (CpuEngine engine = new CpuEngine()) {
            if (model.classes().isEmpty()) {
                addOutputs(model, model.predict(engine, x, rows.rows()), rows.rows(), columns, cells);
            } else {
                addClasses(model, model.probabilities(engine, x, rows.rows()), rows.rows(), columns, cells);
            }
        }
        if (target.isPresent()) {
            PredictionWriter.write(table, columns, cells, target.get());
        } else {
            PrintWriter out = spec.commandLine().getOut();
            PredictionWriter.write(table, columns, cells, out);
            out.flush();
        }
        return 0;
    }

    /** A column {@code prediction}, or one for each of several outputs. */
    private static void addOutputs(KanModel model, double[] y, int rows, List<String> columns, List<String[]> cells) {
        int out = model.outputNames().size();
        for (int o = 0; o < out; o++) {
            columns.add(
                    out == 1 ? COLUMN : COLUMN + " of " + model.outputNames().get(o));
            cells.add(column(y, rows, out, o));
        }
    }

    /** A column with the most probable class, and one with the probability of each. */
    private static void addClasses(
            KanModel model, double[] probabilities, int rows, List<String> columns, List<String[]> cells) {
        int classes = model.classes().size();
        String[] labels = new String[rows];
        for (int r = 0; r < rows; r++) {
            int most = 0;
            for (int c = 1; c < classes; c++) {
                most = probabilities[r * classes + c] > probabilities[r * classes + most] ? c : most;
            }
            labels[r] = model.classes().get(most);
        }
        columns.add(COLUMN);
        cells.add(labels);
        for (int c = 0; c < classes; c++) {
            columns.add("probability of " + model.classes().get(c));
            cells.add(column(probabilities, rows, classes, c));
        }
    }

    private static String[] column(double[] values, int rows, int columns, int c) {
        String[] cells = new String[rows];
        for (int r = 0; r < rows; r++) {
            cells[r] = Double.toString(values[r * columns + c]);
        }
        return cells;
    }
}
