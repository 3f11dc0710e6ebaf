package org.kan4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.Kan4j;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.data.TableFile;
import org.kan4j.layer.BaseActivation;
import org.kan4j.numeric.Parallel;
import org.kan4j.theory.GpRegression;
import org.kan4j.theory.GpReport;
import org.kan4j.theory.NngpKernel;
import org.kan4j.theory.Prior;
import org.kan4j.train.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan theory gp}: regression with the Gaussian process of wide networks. */
@Command(
        name = "gp",
        description = "Regression with the Gaussian process of wide networks: errors and intervals on rows held back.")
final class TheoryGpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TableOptions table = new TableOptions();

    @Mixin
    private EdgeOptions edges = new EdgeOptions();

    @Option(
            names = "--depths",
            paramLabel = "1,2",
            split = ",",
            description = "numbers of layers to choose from (default: ${DEFAULT-VALUE})",
            defaultValue = "1,2")
    private List<Integer> depths = new ArrayList<>();

    @Option(
            names = "--splits",
            paramLabel = "N",
            description = "each holds a fifth of the rows back (default: ${DEFAULT-VALUE})",
            defaultValue = "20")
    private int splits = 20;

    @Option(
            names = "--level",
            paramLabel = "P",
            description = "share of rows that intervals ought to cover (default: ${DEFAULT-VALUE})",
            defaultValue = "0.9")
    private double level = 0.9;

    @Mixin
    private TheoryOptions run = new TheoryOptions();

    @Override
    public Integer call() {
        if (!(splits >= 1 && level > 0 && level < 1)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--splits, --level: at least 1, and between 0 and 1 required, got " + splits + ", " + level);
        }
        Prior prior = new Prior(edges.base(), edges.basis(), edges.base() == BaseActivation.ZERO ? 0 : 1, 1);
        try (Parallel parallel = run.open(table.read());
                Interrupt interrupt = Interrupt.listen()) {
            GpRegression regression = RunOptions.checked(spec, () -> GpRegression.of(prior, depths, parallel));
            GpRegression lines = GpRegression.of(
                    new NngpKernel(new Prior(BaseActivation.IDENTITY, edges.basis(), 1, 0), 1, 1), parallel);
            TableFile opened = table.open();
            Dataset data = read(opened);
            List<GpRegression.Forecast> forecasts = new ArrayList<>();
            List<GpRegression.Forecast> linear = new ArrayList<>();
            try (TheoryProgress progress = run.progress()) {
                progress.stage("splits");
                for (int s = 0; s < splits && (s == 0 || !interrupt.getAsBoolean()); s++) {
                    Split split = Split.of(data, run.seed() + s);
                    forecasts.add(RunOptions.checked(
                            spec, () -> regression.forecast(data.x(), data.y(), data.inputs(), split)));
                    linear.add(lines.forecast(data.x(), data.y(), data.inputs(), split));
                    progress.accept((s + 1.0) / splits);
                }
            }
            GpReport report = new GpReport(opened.name(), data, level, forecasts, linear);
            run.finish(report, report::svg);
        }
        return 0;
    }

    private Dataset read(TableFile opened) {
        List<String> targets = table.targets(opened);
        if (targets.size() != 1) {
            throw new ParameterException(spec.commandLine(), "--target: one column required, got " + targets.size());
        }
        Dataset data = Kan4j.read(opened, table.roles(opened, targets.get(0), Optional.empty()));
        if (data.weights().length > 0) {
            throw new ParameterException(
                    spec.commandLine(), "--weights, --errors: rows that count once each required by theory gp");
        }
        if (data.inputs() == 0) {
            throw new DataException(opened.name() + ": at least 1 input required, got 0");
        }
        return data;
    }
}
