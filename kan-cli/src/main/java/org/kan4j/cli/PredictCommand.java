package org.kan4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.data.PredictionWriter;
import org.kan4j.data.Table;
import org.kan4j.data.TableReader;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Formula;
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

    @Option(
            names = "--by",
            paramLabel = "formula|network",
            description = "what predicts (default: the model's formula where it holds one, else its network)")
    private Optional<By> by = Optional.empty();

    /** What predicts. */
    enum By {
        FORMULA,
        NETWORK
    }

    @Override
    public Integer call() throws IOException {
        Output.requireWritable(spec, List.of(file, table), target.map(List::of).orElse(List.of()));
        KanModel model = ModelOptions.load(file);
        Optional<Formula> held =
                by.filter(By.NETWORK::equals).isPresent() ? Optional.empty() : ModelOptions.formula(file, model);
        if (by.filter(By.FORMULA::equals).isPresent() && held.isEmpty()) {
            throw new DataException(file + ": the model holds no formula; --by network predicts by its network");
        }
        List<String> inputs = held.map(Formula::columns).orElse(model.inputNames());
        Table rows = TableReader.read(table, inputs::contains);
        double[] x = Dataset.inputs(rows, inputs);
        List<String> columns = new ArrayList<>();
        List<String[]> cells = new ArrayList<>();
        if (held.isPresent()) {
            addFormula(held.get(), x, rows.rows(), columns, cells);
        } else {
            addNetwork(model, x, rows, columns, cells);
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

    /** A column {@code prediction}; standard error says by what, since the network is in the model too. */
    private void addFormula(Formula formula, double[] x, int rows, List<String> columns, List<String[]> cells) {
        double[] y = new double[rows];
        CompiledExpression compiled = CompiledExpression.of(formula.expression());
        compiled.values(compiled.parameters(), x, rows, formula.columns().size(), y);
        columns.add(COLUMN);
        cells.add(column(y, rows, 1, 0));
        PrintWriter err = spec.commandLine().getErr();
        err.println("kan: predicted by the formula " + formula + "; --by network uses the network");
        long undefined =
                Arrays.stream(y).filter(value -> !Double.isFinite(value)).count();
        if (undefined > 0) {
            err.println("kan: the formula has no finite value in " + undefined + " of " + rows + " rows");
        }
    }

    private static void addNetwork(KanModel model, double[] x, Table rows, List<String> columns, List<String[]> cells) {
        try (CpuEngine engine = new CpuEngine()) {
            if (model.classes().isEmpty()) {
                addOutputs(model, model.predict(engine, x, rows.rows()), rows.rows(), columns, cells);
            } else {
                addClasses(model, model.probabilities(engine, x, rows.rows()), rows.rows(), columns, cells);
            }
        }
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
