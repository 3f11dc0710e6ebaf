package org.kan4j.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A schema as JSON, to be read and changed by people: {@code encoding}, {@code separator}, {@code decimal}, and {@code columns} of
 * {@code name}, {@code type}, and where they have one a {@code sign} and why they are {@code left_out}.
 */
public final class SchemaFile {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_BYTES = 1 << 24;

    private SchemaFile() {}

    /**
     * {@return the text of a file}
     *
     * @param schema what is written; what it leaves open is left out
     */
    public static String text(Schema schema) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
            lines.indentArraysWith(DefaultPrettyPrinter.FixedSpaceIndenter.instance);
            json.setPrettyPrinter(lines);
            json.writeStartObject();
            if (schema.encoding().isPresent()) {
                json.writeStringField("encoding", schema.encoding().get().name());
            }
            if (schema.separator().isPresent()) {
                json.writeStringField("separator", word(schema.separator().get()));
            }
            if (schema.decimal().isPresent()) {
                json.writeStringField("decimal", word(schema.decimal().get()));
            }
            json.writeArrayFieldStart("columns");
            for (Column column : schema.columns()) {
                json.writeStartObject();
                json.writeStringField("name", column.name());
                json.writeStringField("type", column.type().text());
                if (!column.sign().isEmpty()) {
                    json.writeStringField("sign", column.sign());
                }
                if (!column.leftOut().isEmpty()) {
                    json.writeStringField("left_out", column.leftOut());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory", e);
        }
        return text + "\n";
    }

    /**
     * Writes a file.
     *
     * @param schema what is written
     * @param file where; an existing one is replaced
     * @throws IOException if it cannot be written
     */
    public static void write(Schema schema, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(text(schema));
        }
    }

    /**
     * Reads a file.
     *
     * @param file that {@link #write} wrote, or a person
     * @return what it says; open where it says nothing
     * @throws DataException if there is no such file, or it is no schema
     */
    public static Schema read(Path file) {
        String name = String.valueOf(file.getFileName());
        if (!Files.isRegularFile(file)) {
            throw new DataException(file + ": no such schema file; kan table TABLE.csv --save FILE writes one");
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new DataException(name + ": a schema of at most " + MOST_BYTES + " bytes required");
            }
            try (JsonParser json = JSON.createParser(Files.readString(file))) {
                return new Reader(name, json).schema();
            }
        } catch (IOException e) {
            throw new DataException(name + ": a schema in JSON required: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Reads the tokens of one file. */
    private record Reader(String name, JsonParser json) {

        Schema schema() throws IOException {
            Schema schema = Schema.OPEN;
            expect(json.nextToken(), JsonToken.START_OBJECT, "an object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String member = json.currentName();
                json.nextToken();
                schema = switch (member) {
                    case "encoding" -> schema.withEncoding(encoding(text(member)));
                    case "separator" -> schema.withSeparator(choice(member, Separator.values()));
                    case "decimal" -> schema.withDecimal(choice(member, Decimal.values()));
                    case "columns" -> schema.withColumns(columns());
                    default -> throw bad("encoding, separator, decimal or columns", member);
                };
            }
            expect(json.currentToken(), JsonToken.END_OBJECT, "the end of the object");
            return schema;
        }

        private List<Column> columns() throws IOException {
            List<Column> columns = new ArrayList<>();
            expect(json.currentToken(), JsonToken.START_ARRAY, "an array");
            while (json.nextToken() != JsonToken.END_ARRAY) {
                expect(json.currentToken(), JsonToken.START_OBJECT, "an object");
                Map<String, String> members = new LinkedHashMap<>(Map.of("sign", "", "left_out", ""));
                Optional<Column.Type> type = Optional.empty();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String member = json.currentName();
                    json.nextToken();
                    switch (member) {
                        case "type" -> type = Optional.of(choice(member, Column.Type.values()));
                        case "name", "sign", "left_out" -> members.put(member, text(member));
                        default -> throw bad("name, type, sign or left_out", member);
                    }
                }
                String sign = members.getOrDefault("sign", "");
                if (!sign.equals(Numbers.signOf(sign + "0"))) {
                    throw bad("a sign of %, $, €, £ or ¥", sign);
                }
                String column = Optional.ofNullable(members.get("name"))
                        .orElseThrow(() -> bad("a name for each column", "none"));
                columns.add(new Column(
                        column,
                        type.orElseThrow(() -> bad("a type for each column", "none")),
                        sign,
                        members.getOrDefault("left_out", "")));
            }
            return columns;
        }

        private String text(String member) throws IOException {
            expect(json.currentToken(), JsonToken.VALUE_STRING, "text for " + member);
            return json.getText();
        }

        private Charset encoding(String text) {
            try {
                return Charset.forName(text);
            } catch (IllegalArgumentException e) {
                throw bad("an encoding such as utf-8, latin1 or utf-16", text);
            }
        }

        private <E extends Enum<E>> E choice(String member, E[] values) throws IOException {
            String text = text(member);
            for (E value : values) {
                if (word(value).replace('_', '-').equals(text)) {
                    return value;
                }
            }
            throw bad(
                    member + " of "
                            + Arrays.stream(values)
                                    .map(value -> word(value).replace('_', '-'))
                                    .collect(Collectors.joining(", ")),
                    text);
        }

        private void expect(JsonToken token, JsonToken required, String what) {
            if (token != required) {
                throw bad(what, String.valueOf(token));
            }
        }

        private DataException bad(String required, String got) {
            return new DataException(name + ", line " + json.currentLocation().getLineNr() + ": " + required
                    + " required, got " + TableReader.shown(got));
        }
    }
}
