package org.kan4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.data.DataException;
import org.kan4j.discover.Symbolifier;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.symbolic.SymbolicLibrary;
import picocli.CommandLine.Command;
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

    @Option(names = "--threads", paramLabel = "N", description = "default: all processors")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Output.requireWritable(
                spec,
                table.map(rows -> List.of(file, rows)).orElse(List.of(file)),
                target.map(List::of).orElse(List.of()));
        if (threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads: at least 1 required, got " + threads);
        }
        if (json && format.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--format: not with --json, whose object has the formula in its own notations");
        }
        KanModel loaded = ModelOptions.loadSingle(file);
        try (CpuEngine engine = new CpuEngine(threads);
                Interrupt interrupt = Interrupt.listen()) {
            KanModel model = table.isPresent() ? symbolic(loaded, table.get(), engine, interrupt) : loaded;
            Formula formula = ModelOptions.formula(file, model)
                    .orElseThrow(() -> new DataException(
                            file + ": the model holds no formula; give a table to read one off the network"));
            target.ifPresent(path -> Output.save(spec, model, path, interrupt));
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                Output.json(out, members -> Output.formula(members, formula));
            } else {
                out.println(format.orElse(Format.TEXT).of(formula));
                if (format.orElse(Format.TEXT) == Format.TEXT) {
                    Output.legend(out, formula);
                }
            }
            out.flush();
        }
        return 0;
    }

    private KanModel symbolic(KanModel model, Path rows, CpuEngine engine, Interrupt interrupt) {
        return new Symbolifier(engine, SymbolicLibrary.standard())
                .symbolify(model, ModelOptions.rows(model, rows), interrupt)
                .orElseThrow(() -> new DataException(file
                        + (interrupt.getAsBoolean()
                                ? ": interrupted before there was a formula"
                                : ": no functions fit the edges of this model")))
                .model();
    }
}
