package org.kan4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.kan4j.FitOptions;
import org.kan4j.data.Dataset;
import org.kan4j.data.TableFile;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.network.Shape;
import org.kan4j.theory.IntervalReport;
import org.kan4j.theory.IntervalTrial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kan theory intervals}: how often intervals of {@code kan predict} are right. */
@Command(
        name = "intervals",
        description = "How many rows that a fit never saw lie within the intervals of predict, over several splits.")
final class TheoryIntervalsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SplitOptions splits = new SplitOptions();

    @Option(names = "--shape", required = true, paramLabel = "2,5,1", description = "widths of the network")
    private String shape = "";

    @Mixin
    private TheoryOptions run = new TheoryOptions();

    @Override
    public Integer call() {
        splits.check();
        FitOptions options = RunOptions.checked(spec, () -> FitOptions.of(shape));
        run.check(splits.table().read());
        try (CpuEngine engine = new CpuEngine(run.threads());
                Interrupt interrupt = Interrupt.listen()) {
            TableFile opened = splits.table().open();
            Dataset data = splits.read(opened);
            List<IntervalTrial> trials = new ArrayList<>();
            try (TheoryProgress progress = run.progress()) {
                progress.stage("splits");
                for (int s = 0; s < splits.splits() && (s == 0 || !interrupt.getAsBoolean()); s++) {
                    FitOptions seeded = options.withSeed(run.seed() + s);
                    trials.addAll(RunOptions.checked(
                            spec,
                            () -> IntervalTrial.of(data, seeded, splits.level(), engine, run.threads(), interrupt)));
                    progress.accept((s + 1.0) / splits.splits());
                }
            }
            IntervalReport report = new IntervalReport(opened.name(), data, Shape.parse(shape), splits.level(), trials);
            run.finish(report, report::svg);
        }
        return 0;
    }
}
