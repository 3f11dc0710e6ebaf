package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
@Command(name = "plot", description = "Draw a model's network, or how it does on a table, as one SVG file.")
final class PlotCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "model file")
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
            paramLabel = "FILE.svg",
            description = "where to write")
    private Path target = Path.of("");

    @Option(
            names = "--what",
            paramLabel = "network|effects|parity|residuals",
            description =
                    "what to draw: the network, what the prediction does as each input changes, or predictions and"
                            + " residuals beside what was observed (default: network)")
    private What what = What.NETWORK;

    @Mixin
    private FormatOptions format = new FormatOptions();

    /** What is drawn. */
    private enum What {
        NETWORK,
        EFFECTS,
        PARITY,
        RESIDUALS
    }

    @Override
    public Integer call() throws IOException {
        List<Path> read = new ArrayList<>(table.map(format::read).orElse(List.of()));
        read.add(file);
        Output.requireWritable(spec, read, List.of(target));
        String picture = picture(Kan4j.load(file));
        try {
            Files.writeString(target, picture);
        } catch (IOException e) {
            throw Output.unwritable(target, e);
        }
        return 0;
    }

    private String picture(KanModel model) {
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
            };
            if (drawn.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "--what: nothing to draw of this model");
            }
            return Pictures.file(drawn);
        }
    }
}
