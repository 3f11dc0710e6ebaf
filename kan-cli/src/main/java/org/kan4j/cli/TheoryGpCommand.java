package org.kan4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
import picocli.CommandLine.Spec;

/** {@code kan theory gp}: regression with the Gaussian process of wide networks. */
@Command(
        name = "gp",
        description = "Regression with the Gaussian process of wide networks: errors and intervals on rows held back.")
final class TheoryGpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SplitOptions splits = new SplitOptions();

    @Mixin
    private EdgeOptions edges = new EdgeOptions();

    @Option(
            names = "--depths",
            paramLabel = "1,2",
            split = ",",
            description = "numbers of layers to choose from (default: ${DEFAULT-VALUE})",
            defaultValue = "1,2")
    private List<Integer> depths = new ArrayList<>();

    @Mixin
    private TheoryOptions run = new TheoryOptions();

    @Override
    public Integer call() {
        splits.check();
        Prior prior = new Prior(edges.base(), edges.basis(), edges.base() == BaseActivation.ZERO ? 0 : 1, 1);
        try (Parallel parallel = run.open(splits.table().read());
                Interrupt interrupt = Interrupt.listen()) {
            GpRegression regression = RunOptions.checked(spec, () -> GpRegression.of(prior, depths, parallel));
            GpRegression lines = GpRegression.of(
                    new NngpKernel(new Prior(BaseActivation.IDENTITY, edges.basis(), 1, 0), 1, 1), parallel);
            TableFile opened = splits.table().open();
            Dataset data = splits.read(opened);
            List<GpRegression.Forecast> forecasts = new ArrayList<>();
            List<GpRegression.Forecast> linear = new ArrayList<>();
            try (TheoryProgress progress = run.progress()) {
                progress.stage("splits");
                for (int s = 0; s < splits.splits() && (s == 0 || !interrupt.getAsBoolean()); s++) {
                    Split split = Split.of(data, run.seed() + s);
                    forecasts.add(RunOptions.checked(
                            spec, () -> regression.forecast(data.x(), data.y(), data.inputs(), split)));
                    linear.add(lines.forecast(data.x(), data.y(), data.inputs(), split));
                    progress.accept((s + 1.0) / splits.splits());
                }
            }
            GpReport report = new GpReport(opened.name(), data, splits.level(), forecasts, linear);
            run.finish(report, report::svg);
        }
        return 0;
    }
}
