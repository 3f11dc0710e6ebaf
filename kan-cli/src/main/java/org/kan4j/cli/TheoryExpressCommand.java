package org.kan4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.kan4j.basis.BSpline;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.numeric.Parallel;
import org.kan4j.theory.ExpressReport;
import org.kan4j.theory.Expressivity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan theory express}: how near networks come to functions. */
@Command(
        name = "express",
        description =
                "Errors of networks of splines against their size, on functions that are smooth and one that is not.")
final class TheoryExpressCommand implements Callable<Integer> {
    private static final List<Integer> INPUTS = List.of(1, 2, 4, 8, 16);
    private static final List<Integer> PERCEPTRON_INPUTS = List.of(1, 4);
    private static final int MOST_INTERVALS = 200;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--intervals",
            paramLabel = "8,16",
            split = ",",
            description = "numbers of intervals G (default: ${DEFAULT-VALUE})",
            defaultValue = "8,16,32,64")
    private List<Integer> intervals = new ArrayList<>();

    @Option(
            names = "--order",
            paramLabel = "K",
            description = "degree of the splines (default: ${DEFAULT-VALUE})",
            defaultValue = "3")
    private int order = 3;

    @Option(
            names = "--widths",
            paramLabel = "1,2",
            split = ",",
            description = "of the trained networks (default: ${DEFAULT-VALUE})",
            defaultValue = "1,2,3,5,8")
    private List<Integer> widths = new ArrayList<>();

    @Mixin
    private TheoryOptions run = new TheoryOptions();

    @Override
    public Integer call() {
        if (!(intervals.size() >= 2 && intervals.stream().allMatch(g -> g >= 1 && g <= MOST_INTERVALS))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--intervals: two numbers or more from 1 to " + MOST_INTERVALS + " required, got " + intervals);
        }
        if (!(order >= 1 && order <= BSpline.MAX_ORDER && widths.stream().allMatch(n -> n >= 1 && n <= 50))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--order, --widths: 1 to " + BSpline.MAX_ORDER + ", and 1 to 50 required, got " + order + ", "
                            + widths);
        }
        try (Parallel parallel = run.open(List.of());
                CpuEngine engine = new CpuEngine(1);
                Interrupt interrupt = Interrupt.listen()) {
            List<Supplier<Expressivity>> experiments = new ArrayList<>();
            for (int d : INPUTS) {
                experiments.add(() -> Expressivity.smooth(d, order, intervals, run.seed(), parallel));
            }
            experiments.add(() -> Expressivity.rough(order, intervals, run.seed(), parallel));
            for (int d : PERCEPTRON_INPUTS) {
                experiments.add(() -> Expressivity.perceptron(d, order, intervals, run.seed(), engine, parallel));
            }
            experiments.add(() -> Expressivity.width(widths, run.seed(), engine, parallel));
            List<Expressivity> made = new ArrayList<>();
            try (TheoryProgress progress = run.progress()) {
                progress.stage("experiments");
                for (Supplier<Expressivity> experiment : experiments) {
                    if (!interrupt.getAsBoolean()) {
                        made.add(experiment.get());
                        progress.accept((double) made.size() / experiments.size());
                    }
                }
            }
            ExpressReport report = new ExpressReport(order, made);
            run.finish(report, report::svg);
        }
        return 0;
    }
}
