package org.kan4j.cli;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kan4j.data.Decimal;
import org.kan4j.data.Schema;
import org.kan4j.data.SchemaFile;
import org.kan4j.data.Separator;
import org.kan4j.data.TableFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a table is written, where its first rows do not tell. */
final class FormatOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--separator",
            paramLabel = "comma|semicolon|tab|blank",
            description = "what stands between cells (default: told by the table)")
    private Optional<Separator> separator = Optional.empty();

    @Option(
            names = "--decimal",
            paramLabel = "comma|point",
            description = "mark before decimals (default: told by the table)")
    private Optional<Decimal> decimal = Optional.empty();

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description = "of the characters, such as latin1 (default: told by the table)")
    private Optional<String> encoding = Optional.empty();

    @Option(
            names = "--schema",
            paramLabel = "FILE.json",
            description = "what kan table --save wrote of the table: types of its columns, and all of the above")
    private Optional<Path> schema = Optional.empty();

    /** The files that are read with a table: itself, and its schema where there is one. */
    List<Path> read(Path table) {
        return schema.map(file -> List.of(table, file)).orElse(List.of(table));
    }

    /** A table, read as these options say. */
    TableFile open(Path table) {
        Schema told = schema.map(SchemaFile::read).orElse(Schema.OPEN);
        return TableFile.open(
                table,
                new Schema(
                        encoding.map(this::charset).or(told::encoding),
                        separator.or(told::separator),
                        decimal.or(told::decimal),
                        told.columns()));
    }

    private Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--encoding: an encoding such as utf-8, latin1 or utf-16 required, got " + name);
        }
    }
}
