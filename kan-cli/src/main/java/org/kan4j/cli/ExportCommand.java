package org.kan4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.FormulaResult;
import org.kan4j.Kan4j;
import org.kan4j.export.ExportOptions;
import org.kan4j.export.FormulaExport;
import org.kan4j.export.Language;
import org.kan4j.export.NetworkExport;
import org.kan4j.export.SqlDialect;
import org.kan4j.model.KanModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan export}: a model's formula, or its network where it holds none, in another language. */
@Command(
        name = "export",
        description = {
            "Write a model's formula as a program, a query or a formula of a sheet.",
            "A network without a formula goes to Python, C and Java."
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "model file")
    private Path file = Path.of("");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "python|c|java|sql|excel|r",
            description =
                    "a Python module for NumPy, a C header, a Java class, an SQL expression, a formula for Excel, an R function")
    private Language language = Language.PYTHON;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "where to write (default: standard output)")
    private Optional<Path> target = Optional.empty();

    @Option(
            names = "--dialect",
            paramLabel = "postgresql|sqlite|duckdb|spark|sqlserver",
            description = "whose SQL (default: postgresql)")
    private Optional<SqlDialect> dialect = Optional.empty();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "of the function or the class (default: predict; of a class Formula or Network)")
    private Optional<String> name = Optional.empty();

    @Override
    public Integer call() throws IOException {
        Output.requireWritable(spec, List.of(file), target.map(List::of).orElse(List.of()));
        ExportOptions options = options();
        KanModel model = Kan4j.load(file);
        Optional<FormulaResult> held = FormulaResult.held(model, file.toString());
        String text = held.map(found -> FormulaExport.write(found.formula(), options))
                .orElseGet(() -> NetworkExport.write(model, options));
        if (target.isPresent()) {
            write(text, target.get());
        } else {
            PrintWriter out = spec.commandLine().getOut();
            out.print(text);
            out.flush();
        }
        return 0;
    }

    private ExportOptions options() {
        try {
            return new ExportOptions(language, name, dialect);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private static void write(String text, Path target) {
        try {
            Files.writeString(target, text);
        } catch (IOException e) {
            throw Output.unwritable(target, e);
        }
    }
}
