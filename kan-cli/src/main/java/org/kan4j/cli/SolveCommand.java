package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.kan4j.equations.Equations;
import org.kan4j.equations.Problem;
import org.kan4j.equations.ProblemFile;
import org.kan4j.equations.SolutionPlot;
import org.kan4j.equations.SolveOptions;
import org.kan4j.equations.SolveResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan solve}: differential equations. */
@Command(
        name = "solve",
        description =
                "Solve differential equations on a box, or estimate their constants from rows that were measured.")
final class SolveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "PROBLEM.pde", description = "domain, unknowns, equations and conditions")
    private Path file = Path.of("");

    @Option(
            names = "--check",
            paramLabel = "FILE.csv",
            description = "a table of inputs and unknowns to measure the error against")
    private Optional<Path> check = Optional.empty();

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            description = "no refinement begins after that (default: ${DEFAULT-VALUE})",
            defaultValue = "60")
    private double timeLimit = 60;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of the points that judge, and of starts (default: ${DEFAULT-VALUE})",
            defaultValue = "0")
    private long seed;

    @Option(names = "--model", paramLabel = "FILE.kan", description = "where to write the solution, for kan predict")
    private Optional<Path> model = Optional.empty();

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "where to draw the solution: curves or maps")
    private Optional<Path> plot = Optional.empty();

    @Mixin
    private RunOptions.Printing printing = new RunOptions.Printing();

    @Override
    public Integer call() throws IOException {
        List<Path> read = new ArrayList<>(List.of(file));
        check.ifPresent(read::add);
        Output.requireWritable(
                spec, read, Stream.concat(model.stream(), plot.stream()).toList());
        SolveOptions options = RunOptions.checked(spec, () -> new SolveOptions(timeLimit, seed, check));
        Problem problem = ProblemFile.read(file);
        try (Interrupt interrupt = Interrupt.listen()) {
            SolveResult result = Equations.solve(problem, options, interrupt);
            if (model.isPresent()) {
                Output.save(spec, result.model(), model.get(), interrupt);
            }
            if (plot.isPresent()) {
                draw(result, plot.get());
            }
            if (printing.json()) {
                result.warnings().forEach(w -> spec.commandLine().getErr().println("kan: " + w));
            }
            printing.print(result);
        }
        return 0;
    }

    private static void draw(SolveResult result, Path file) {
        try {
            Files.writeString(file, SolutionPlot.svg(result));
        } catch (IOException e) {
            throw Output.unwritable(file, e);
        }
    }
}
