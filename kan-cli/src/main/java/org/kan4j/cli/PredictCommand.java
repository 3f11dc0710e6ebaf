package org.kan4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.kan4j.Interval;
import org.kan4j.Kan4j;
import org.kan4j.OptionException;
import org.kan4j.Predictions;
import org.kan4j.data.PredictionWriter;
import org.kan4j.data.TableFile;
import org.kan4j.formula.Formula;
import org.kan4j.model.KanModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan predict}: a table with one more column. */
@Command(name = "predict", description = "Copy a table with a column \"prediction\", and the probabilities of classes.")
final class PredictCommand implements Callable<Integer> {
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
    private Optional<Kan4j.Predictor> by = Optional.empty();

    @Option(
            names = "--interval",
            paramLabel = "P",
            description =
                    "columns \"lower\" and \"upper\" as well: intervals that cover a share P of rows, such as 0.9")
    private Optional<Double> level = Optional.empty();

    @Option(
            names = "--interval-by",
            paramLabel = "conformal|laplace",
            description = "errors on rows that judged the fit, or the curvature of the loss (default: conformal where"
                    + " enough rows were held back)")
    private Optional<Interval.Kind> kind = Optional.empty();

    @Option(
            names = "--costs",
            paramLabel = "LABEL=COST",
            split = ",",
            description =
                    "what it costs to take a row of this class for another; the column prediction has the class of least"
                            + " expected cost (default: 1 for each)")
    private Map<String, Double> costs = new LinkedHashMap<>();

    @Option(
            names = "--flags",
            description =
                    "a column \"flag\" as well: what a row lacks, and where it is beyond what the model was fitted to")
    private boolean flags;

    @Mixin
    private FormatOptions format = new FormatOptions();

    @Override
    public Integer call() throws IOException {
        if (kind.isPresent() && level.isEmpty()) {
            throw new OptionException("interval-by", "--interval with it required");
        }
        if (level.isPresent() && by.isPresent() && by.get() == Kan4j.Predictor.FORMULA) {
            throw new OptionException("interval", "the network required, got --by formula");
        }
        Optional<Interval> interval = level.map(share -> new Interval(share, kind));
        List<Path> read = new ArrayList<>(format.read(table));
        read.add(file);
        Output.requireWritable(spec, read, target.map(List::of).orElse(List.of()));
        KanModel model = Kan4j.load(file);
        TableFile rows = format.open(table);
        Predictions predicted = interval.isPresent()
                ? Kan4j.predict(model, rows, interval.get(), file.toString())
                : Kan4j.predict(model, rows, by, file.toString());
        if (!costs.isEmpty()) {
            predicted = predicted.decided(costs);
        }
        say(predicted);
        List<String> header = new ArrayList<>(predicted.header());
        List<String[]> cells = new ArrayList<>(predicted.cells(rows.decimal()));
        if (flags) {
            header.add("flag");
            cells.add(predicted.flags().toArray(String[]::new));
        }
        if (target.isPresent()) {
            PredictionWriter.write(rows, header, cells, target.get());
        } else {
            PrintWriter out = spec.commandLine().getOut();
            PredictionWriter.write(rows, header, cells, out);
            out.flush();
        }
        return 0;
    }

    /** Standard error says what the rows lack, and which formula predicted, since the network is in the model too. */
    private void say(Predictions predicted) {
        PrintWriter err = spec.commandLine().getErr();
        predicted.notes().forEach(note -> err.println("kan: " + note));
        int gaps = predicted.gaps().size();
        if (gaps > 0) {
            err.println("kan: " + gaps + " of " + predicted.rows() + " rows lack an input and have no prediction");
        }
        predicted.formula().ifPresent(formula -> {
            err.println("kan: predicted by the formula "
                    + formula.formulas().stream().map(Formula::toString).collect(Collectors.joining(", "))
                    + "; --by network uses the network");
            if (predicted.undefined() > 0) {
                err.println("kan: the formula has no finite value in " + predicted.undefined() + " of "
                        + predicted.rows() + " rows");
            }
        });
    }
}
