package org.kan4j.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.kan4j.formula.Formula;
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

    /** Checks that a file can be written before work is spent on what goes into it. */
    static void requireWritable(CommandSpec spec, Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (Files.isDirectory(file)) {
            throw new ParameterException(spec.commandLine(), file + ": a file to write to required, got a directory");
        }
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new ParameterException(spec.commandLine(), file + ": its folder does not exist or is not writable");
        }
    }

    /** Text for a person: six significant digits. */
    static String shortNumber(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }

    /** Text for a person: four significant digits without zeros at the end. */
    static String brief(double value) {
        return plain(new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros());
    }

    /** A number and its standard error, which has two digits: {@code 9.8066 ± 0.0021}. */
    static String withError(double value, double error) {
        BigDecimal rounded = new BigDecimal(error).round(new MathContext(2));
        BigDecimal number = new BigDecimal(value).setScale(rounded.scale(), RoundingMode.HALF_EVEN);
        return plain(number) + " ± " + plain(rounded);
    }

    private static String plain(BigDecimal number) {
        int exponent = number.precision() - number.scale();
        return exponent < -3 || exponent > 7 ? number.toString() : number.toPlainString();
    }
}
