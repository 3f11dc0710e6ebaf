package org.kan4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.kan4j.FormulaReading;
import org.kan4j.FormulaResult;
import org.kan4j.Kan4j;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan formula}: the formula of a model; with a table, it is read anew from the network. */
@Command(name = "formula", description = "Print a model's formula; with a table, read it off the network.")
final class FormulaCommand implements Callable<Integer> {

    /** Notations. */
    enum Format {
        TEXT,
        SYMPY,
        LATEX,
        MATHML,
        JAVA,
        JSON;

        String of(Formula formula) {
            return switch (this) {
                case TEXT -> formula.toString();
                case SYMPY -> formula.sympy();
                case LATEX -> formula.latex();
                case MATHML -> formula.mathml();
                case JAVA -> formula.java("Formula").stripTrailing();
                case JSON -> formula.json();
            };
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "model file")
    private Path file = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "TABLE.csv", description = "rows to refine the constants on")
    private Optional<Path> table = Optional.empty();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "where to write the model with symbolic edges")
    private Optional<Path> target = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "text|sympy|latex|mathml|java|json",
            description = "notation (default: text); json is the expression tree")
    private Optional<Format> format = Optional.empty();

    @Mixin
    private RowOptions rows = new RowOptions();

    @Mixin
    private FormatOptions tableFormat = new FormatOptions();

    @Mixin
    private RunOptions.Threads threads = new RunOptions.Threads();

    @Mixin
    private RunOptions.Printing printing = new RunOptions.Printing();

    @Override
    public Integer call() throws IOException {
        List<Path> read = new ArrayList<>(table.map(tableFormat::read).orElse(List.of()));
        read.add(file);
        Output.requireWritable(spec, read, target.map(List::of).orElse(List.of()));
        if (printing.json() && format.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--format: not with --json, whose object has the formula in its own notations");
        }
        threads.count();
        KanModel model = Kan4j.load(file);
        String name = file.toString();
        FormulaReading.requireFormulas(model, name);
        if (table.isEmpty()) {
            write(
                    FormulaResult.held(model, name)
                            .orElseThrow(() -> new DataException(
                                    name + ": the model holds no formula; give a table to read one off the network")),
                    () -> false);
            return 0;
        }
        Dataset data = Kan4j.read(tableFormat.open(table.get()), model, rows.weights());
        Output.say(spec, data);
        try (CpuEngine engine = threads.engine(false);
                Interrupt interrupt = Interrupt.listen()) {
            FormulaReading reading = new FormulaReading(engine, interrupt);
            write(reading.read(model, data, name), interrupt);
        }
        return 0;
    }

    private void write(FormulaResult result, BooleanSupplier interrupted) {
        target.ifPresent(path -> Output.save(spec, result.model(), path, interrupted));
        if (format.isEmpty() || format.get() == Format.TEXT) {
            printing.print(result);
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        result.formulas().forEach(formula -> out.println(format.get().of(formula)));
        out.flush();
    }
}
