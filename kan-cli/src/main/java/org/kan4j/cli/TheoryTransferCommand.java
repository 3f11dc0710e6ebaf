package org.kan4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.numeric.Parallel;
import org.kan4j.theory.RateSweep;
import org.kan4j.theory.TransferReport;
import org.kan4j.train.MaximalUpdate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan theory transfer}: rates that stay the best as networks get wider. */
@Command(
        name = "transfer",
        description = "The best learning rate of adam against width, in the standard parameterization and in mup.")
final class TheoryTransferCommand implements Callable<Integer> {
    /** Steps of a coordinate check, and log2 of its rate. */
    private static final int FEW_STEPS = 5;

    private static final double CHECKED_RATE = -7;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--widths",
            paramLabel = "64,128",
            split = ",",
            description = "nodes of the hidden layers (default: ${DEFAULT-VALUE})",
            defaultValue = "64,128,256")
    private List<Integer> widths = new ArrayList<>();

    @Option(
            names = "--hidden",
            paramLabel = "1,2",
            split = ",",
            description = "numbers of hidden layers (default: ${DEFAULT-VALUE})",
            defaultValue = "1,2")
    private List<Integer> hidden = new ArrayList<>();

    @Option(
            names = "--base-width",
            paramLabel = "N",
            description = "for which rates are meant in mup (default: ${DEFAULT-VALUE})",
            defaultValue = "64")
    private int baseWidth = 64;

    @Option(
            names = "--intervals",
            paramLabel = "5,10",
            split = ",",
            description = "numbers of intervals; with several, the best rate against them, at the base width"
                    + " (default: ${DEFAULT-VALUE})",
            defaultValue = "5")
    private List<Integer> intervals = new ArrayList<>();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "trainings at each rate (default: ${DEFAULT-VALUE})",
            defaultValue = "3")
    private int seeds = 3;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "of each training (default: ${DEFAULT-VALUE})",
            defaultValue = "60")
    private int steps = 60;

    @Mixin
    private TheoryOptions run = new TheoryOptions();

    @Override
    public Integer call() {
        if (!(seeds >= 2
                && steps >= 20
                && widths.stream().allMatch(n -> n >= 1)
                && hidden.stream().allMatch(n -> n >= 1)
                && intervals.stream().allMatch(n -> n >= 1))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--seeds, --steps, --widths, --hidden, --intervals: at least 2, 20, 1, 1 and 1 required, got "
                            + seeds + ", " + steps + ", " + widths + ", " + hidden + ", " + intervals);
        }
        MaximalUpdate update = RunOptions.checked(spec, () -> new MaximalUpdate(baseWidth));
        List<RateSweep.Setting> overWidths = new ArrayList<>();
        List<RateSweep.Setting> overIntervals = new ArrayList<>();
        for (int layers : hidden) {
            for (Optional<MaximalUpdate> scaling : List.of(Optional.<MaximalUpdate>empty(), Optional.of(update))) {
                for (int width : widths) {
                    overWidths.add(new RateSweep.Setting(layers, width, intervals.get(0), scaling));
                }
            }
            for (int count : intervals.size() > 1 ? intervals : List.<Integer>of()) {
                overIntervals.add(new RateSweep.Setting(layers, baseWidth, count, Optional.empty()));
            }
        }
        try (Parallel parallel = run.open(List.of());
                CpuEngine engine = new CpuEngine(1);
                Interrupt interrupt = Interrupt.listen()) {
            TransferReport report;
            try (TheoryProgress progress = run.progress()) {
                List<RateSweep> ofWidths = sweeps(overWidths, engine, parallel, progress, interrupt);
                List<RateSweep> ofIntervals = sweeps(overIntervals, engine, parallel, progress, interrupt);
                List<TransferReport.Check> checks = new ArrayList<>();
                for (RateSweep.Setting setting : overWidths) {
                    if (!interrupt.getAsBoolean()) {
                        checks.add(new TransferReport.Check(
                                setting, RateSweep.moved(setting, CHECKED_RATE, FEW_STEPS, run.seed(), engine)));
                    }
                }
                report = new TransferReport(baseWidth, steps, ofWidths, ofIntervals, checks);
            }
            run.finish(report, report::svg);
        }
        return 0;
    }

    private List<RateSweep> sweeps(
            List<RateSweep.Setting> settings,
            CpuEngine engine,
            Parallel parallel,
            TheoryProgress progress,
            Interrupt interrupt) {
        List<RateSweep> sweeps = new ArrayList<>();
        double all = settings.stream().mapToDouble(TheoryTransferCommand::work).sum();
        double done = 0;
        progress.stage("rates");
        for (RateSweep.Setting setting : settings) {
            if (interrupt.getAsBoolean()) {
                break;
            }
            RateSweep.of(setting, steps, seeds, run.seed(), engine, parallel, interrupt)
                    .ifPresent(sweeps::add);
            done += work(setting);
            progress.accept(done / all);
        }
        return sweeps;
    }

    /** About the number of parameters. */
    private static double work(RateSweep.Setting setting) {
        double width = setting.width();
        return (5 * width + (setting.hidden() - 1) * width * width) * (setting.intervals() + 4);
    }
}
