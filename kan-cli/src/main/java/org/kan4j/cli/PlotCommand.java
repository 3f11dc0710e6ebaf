package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.FormulaResult;
import org.kan4j.Kan4j;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.report.NetworkPlot;
import org.kan4j.report.html.Pictures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan plot}: a model as a picture. */
@Command(name = "plot", description = "Draw a model's network, or how it does on a table, as one file of SVG or PNG.")
final class PlotCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "model file; for pareto a file with what discover --json prints")
    private Path file = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TABLE.csv",
            description = "rows to draw the model on; parity and residuals require them")
    private Optional<Path> table = Optional.empty();

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE.svg|FILE.png",
            description = "where to write, and what")
    private Path target = Path.of("");

    @Option(
            names = "--what",
            paramLabel = "network|effects|parity|residuals|pareto",
            description = "what to draw: the network, what the prediction does as each input changes, predictions and"
                    + " residuals beside what was observed, or the errors of formulas by their complexity"
                    + " (default: network)")
    private What what = What.NETWORK;

    @Mixin
    private FormatOptions format = new FormatOptions();

    /** What is drawn. */
    private enum What {
        NETWORK,
        EFFECTS,
        PARITY,
        RESIDUALS,
        PARETO
    }

    @Override
    public Integer call() throws IOException {
        List<Path> read = new ArrayList<>(table.map(format::read).orElse(List.of()));
        read.add(file);
        Output.requireWritable(spec, read, List.of(target));
        boolean png = target.toString().toLowerCase(Locale.ROOT).endsWith(".png");
        String picture = picture(png);
        try {
            if (png) {
                Files.write(target, Raster.png(picture));
            } else {
                Files.writeString(target, picture);
            }
        } catch (IOException e) {
            throw Output.unwritable(target, e);
        }
        return 0;
    }

    /** The picture as SVG. */
    private String picture(boolean plain) throws IOException {
        if (what == What.PARETO) {
            if (table.isPresent()) {
                throw new ParameterException(
                        spec.commandLine(), "--what pareto: no TABLE.csv required, got " + table.get());
            }
            return file(List.of(Pictures.pareto("validation RMSE", FormulaFront.read(file))), plain);
        }
        KanModel model = Kan4j.load(file);
        if (what == What.NETWORK && table.isEmpty()) {
            return NetworkPlot.svg(model);
        }
        Optional<Dataset> rows = table.map(path -> Kan4j.read(format.open(path), model, Optional.empty()));
        if (rows.isEmpty() && what != What.EFFECTS) {
            throw new ParameterException(spec.commandLine(), "TABLE.csv required, whose rows are drawn");
        }
        Optional<Formula> formula = FormulaResult.held(model, file.toString()).map(FormulaResult::formula);
        try (CpuEngine engine = new CpuEngine()) {
            Pictures pictures = new Pictures(engine, model, formula, rows);
            List<Pictures.Picture> drawn = switch (what) {
                case NETWORK -> List.of(pictures.network());
                case EFFECTS -> pictures.effects();
                case PARITY -> pictures.parity();
                case RESIDUALS -> pictures.residuals();
                case PARETO -> throw new AssertionError(what);
            };
            if (drawn.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "--what: nothing to draw of this model");
            }
            return file(drawn, plain);
        }
    }

    private static String file(List<Pictures.Picture> drawn, boolean plain) {
        return plain ? Pictures.plainFile(drawn) : Pictures.file(drawn);
    }
}
