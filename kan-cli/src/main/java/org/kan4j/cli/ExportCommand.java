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
import org.kan4j.export.OnnxExport;
import org.kan4j.export.Precision;
import org.kan4j.export.SafeTensorsExport;
import org.kan4j.export.SqlDialect;
import org.kan4j.formula.Formula;
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
            "A network without a formula goes to Python, C, Java, SQL, ONNX and safetensors."
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "model file")
    private Path file = Path.of("");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "python|c|java|sql|excel|r|onnx|safetensors",
            description =
                    "a Python module for NumPy, a C header, a Java class, an SQL expression, a formula for Excel, an R function, a graph of ONNX, tensors")
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

    @Option(names = "--dtype", paramLabel = "float64|float32", description = "numbers of ONNX (default: float64)")
    private Optional<Precision> dtype = Optional.empty();

    @Override
    public Integer call() throws IOException {
        Output.requireWritable(spec, List.of(file), target.map(List::of).orElse(List.of()));
        ExportOptions options = options();
        if (dtype.isPresent() && language != Language.ONNX) {
            throw new ParameterException(spec.commandLine(), "--dtype goes with --to onnx alone");
        }
        KanModel model = Kan4j.load(file);
        Optional<Formula> held = FormulaResult.held(model, file.toString()).flatMap(FormulaResult::predicted);
        if (language.isBinary()) {
            byte[] bytes = binary(model, held);
            Path binary = target.orElseThrow(
                    () -> new ParameterException(spec.commandLine(), "-o FILE required, since the export is no text"));
            write(() -> Files.write(binary, bytes), binary);
            return 0;
        }
        String text = held.map(formula -> FormulaExport.write(formula, options))
                .orElseGet(() -> NetworkExport.write(model, options));
        if (target.isPresent()) {
            write(() -> Files.writeString(target.get(), text), target.get());
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

    private byte[] binary(KanModel model, Optional<Formula> held) {
        if (language == Language.SAFETENSORS) {
            return SafeTensorsExport.write(model);
        }
        Precision precision = dtype.orElse(Precision.FLOAT64);
        return held.map(formula -> OnnxExport.write(formula, precision))
                .orElseGet(() -> OnnxExport.write(model, precision));
    }

    /** Writes a file. */
    @FunctionalInterface
    private interface Written {
        Path write() throws IOException;
    }

    private static void write(Written written, Path target) {
        try {
            written.write();
        } catch (IOException e) {
            throw Output.unwritable(target, e);
        }
    }
}
