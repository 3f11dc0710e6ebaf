package org.kan4j.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.kan4j.data.DataException;
import org.kan4j.formula.Formula;
import org.kan4j.io.ModelFile;
import org.kan4j.model.KanModel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Where a command writes, and how. */
final class Output {
    private static final JsonFactory JSON = new JsonFactory();

    private Output() {}

    /** The members of a JSON object. */
    @FunctionalInterface
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /** Prints one JSON object and a line end. */
    static void json(PrintWriter out, Members members) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        }
        out.println(text);
    }

    /** A number; null where it is not finite, since JSON has no other way to say so. */
    static void number(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(name, value);
        } else {
            json.writeNullField(name);
        }
    }

    static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    /** What a formula's symbols stand for, where they are not the names of their columns: {@code where v1 = "b b"}. */
    static void legend(PrintWriter out, Formula formula) {
        for (int column : formula.expression().variables()) {
            if (!formula.symbols().get(column).equals(formula.columns().get(column))) {
                out.println("where " + formula.symbols().get(column) + " = \""
                        + formula.columns().get(column) + '"');
            }
        }
    }

    /** A formula in all its forms. */
    static void formula(JsonGenerator json, Formula formula) throws IOException {
        json.writeStringField("formula", formula.text());
        json.writeStringField("formula_sympy", formula.sympy());
        json.writeObjectFieldStart("symbols");
        for (int i = 0; i < formula.columns().size(); i++) {
            json.writeStringField(formula.symbols().get(i), formula.columns().get(i));
        }
        json.writeEndObject();
        json.writeStringField("latex", formula.latex());
        json.writeNumberField("complexity", formula.size());
    }

    /**
     * Checks, before work is spent, that a command can write its files, and that each is another one than those it reads and than
     * the other ones it writes.
     */
    static void requireWritable(CommandSpec spec, List<Path> read, List<Path> written) {
        for (int i = 0; i < written.size(); i++) {
            Path file = written.get(i);
            requireWritable(spec, file);
            requireOther(spec, read, file);
            if (written.subList(0, i).stream().anyMatch(other -> same(file, other))) {
                throw new ParameterException(spec.commandLine(), file + ": a file of its own required for each output");
            }
        }
    }

    /** Checks that a file to write is none that a command reads. */
    static void requireOther(CommandSpec spec, List<Path> read, Path file) {
        if (read.stream().anyMatch(other -> same(file, other))) {
            throw new ParameterException(
                    spec.commandLine(), file + ": this command reads that file; another to write to required");
        }
    }

    /** Whether two paths are one regular file, or would be. */
    private static boolean same(Path a, Path b) {
        try {
            if (Files.exists(a) && Files.exists(b)) {
                return Files.isRegularFile(a) && Files.isSameFile(a, b);
            }
            return !Files.exists(a) && !Files.exists(b) && place(a).equals(place(b));
        } catch (IOException e) {
            return false;
        }
    }

    /** Where a file that does not exist would be. */
    private static Path place(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        return folder == null ? absolute : folder.toRealPath().resolve(absolute.getFileName());
    }

    private static void requireWritable(CommandSpec spec, Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (Files.isDirectory(file)) {
            throw new ParameterException(spec.commandLine(), file + ": a file to write to required, got a directory");
        }
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new ParameterException(spec.commandLine(), file + ": its folder does not exist or is not writable");
        }
    }

    /**
     * Writes a model. After an interrupt a file that is there stays as it was: the model goes into a new one beside it, and
     * standard error says so.
     *
     * @return where it is
     */
    static Path save(CommandSpec spec, KanModel model, Path file, BooleanSupplier interrupted) {
        Path target = file;
        String stem = String.valueOf(file.getFileName()).replaceFirst("\\.kan$", "");
        if (interrupted.getAsBoolean()) {
            for (int n = 1; Files.exists(target); n++) {
                target = file.resolveSibling(stem + ".interrupted" + (n == 1 ? "" : n) + ".kan");
            }
        }
        try {
            ModelFile.save(model, target);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
        if (!target.equals(file)) {
            spec.commandLine()
                    .getErr()
                    .println("kan: interrupted: " + file + " stays as it was, the model found so far is in " + target);
        }
        return target;
    }

    /** What to say of a file that could not be written. */
    static DataException unwritable(Path file, IOException cause) {
        return new DataException(file + ": cannot be written: " + reason(cause));
    }

    /** Why a file could not be read or written, in a few words. */
    static String reason(IOException e) {
        if (e instanceof FileSystemException file) {
            String reason = file.getReason() == null
                    ? file.getClass().getSimpleName().replace("Exception", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                    : file.getReason();
            return reason.toLowerCase(Locale.ROOT);
        }
        return String.valueOf(e.getMessage());
    }

    /** Text for a person: six significant digits; – for what there is not. */
    static String shortNumber(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.6g", value);
    }

    /** Text for a person: four significant digits without zeros at the end. */
    static String brief(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        return plain(new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros());
    }

    /** A number and its standard error, which has two digits: {@code 9.8066 ± 0.0021}. */
    static String withError(double value, double error) {
        if (!Double.isFinite(value) || !Double.isFinite(error)) {
            return value + " ± " + error;
        }
        BigDecimal rounded = new BigDecimal(error).round(new MathContext(2));
        BigDecimal number = new BigDecimal(value).setScale(rounded.scale(), RoundingMode.HALF_EVEN);
        return plain(number) + " ± " + plain(rounded);
    }

    private static String plain(BigDecimal number) {
        int exponent = number.precision() - number.scale();
        return exponent < -3 || exponent > 7 ? number.toString() : number.toPlainString();
    }
}
