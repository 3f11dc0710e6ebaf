package org.kan4j.edit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes that can be made again, as a JSON object that people may read and write: {@code model}, {@code table}, {@code out}, {@code seed} and {@code edits}, a list of texts that
 * {@link Edit#parse} reads.
 *
 * @param model file of the model before, as it was named
 * @param table file of the rows
 * @param out file of the model after
 * @param seed of the split of the rows
 * @param edits the changes in their order
 */
public record EditScript(String model, String table, String out, long seed, List<Edit> edits) {
    private static final JsonFactory JSON = new JsonFactory();

    private static final List<String> TEXTS = List.of("model", "table", "out");

    /**
     * Copies.
     *
     * @param model file of the model before, as it was named
     * @param table file of the rows
     * @param out file of the model after
     * @param seed of the split of the rows
     * @param edits the changes in their order
     */
    public EditScript {
        edits = List.copyOf(edits);
    }

    /** {@return the object, ended by a line feed} */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
            json.writeStartObject();
            json.writeStringField("model", model);
            json.writeStringField("table", table);
            json.writeStringField("out", out);
            json.writeNumberField("seed", seed);
            json.writeArrayFieldStart("edits");
            for (Edit edit : edits) {
                json.writeString(edit.toString());
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    /**
     * {@return the changes that a text says}
     *
     * @param text a JSON object
     * @param name what to call it in messages, such as its file
     * @throws EditException if it is none, or lacks something
     */
    public static EditScript parse(String text, String name) {
        Map<String, String> texts = new HashMap<>();
        List<Edit> edits = new ArrayList<>();
        long seed = 0;
        try (JsonParser json = JSON.createParser(text)) {
            require(json.nextToken() == JsonToken.START_OBJECT, json, name, "a JSON object required");
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String key = json.currentName();
                json.nextToken();
                if (TEXTS.contains(key)) {
                    require(json.currentToken() == JsonToken.VALUE_STRING, json, name, key + ": a text required");
                    texts.put(key, json.getText());
                } else if ("seed".equals(key)) {
                    require(
                            json.currentToken() == JsonToken.VALUE_NUMBER_INT,
                            json,
                            name,
                            "seed: a whole number required");
                    seed = json.getLongValue();
                } else {
                    require(
                            "edits".equals(key) && json.currentToken() == JsonToken.START_ARRAY,
                            json,
                            name,
                            "model, table, out, seed or a list of edits required, got \"" + key + "\"");
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        require(json.currentToken() == JsonToken.VALUE_STRING, json, name, "edits: texts required");
                        edits.add(Edit.parse(json.getText()));
                    }
                }
            }
        } catch (IOException e) {
            throw new EditException(name + ": not JSON: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        return new EditScript(
                required("model", texts, name),
                required("table", texts, name),
                required("out", texts, name),
                seed,
                edits);
    }

    private static String required(String key, Map<String, String> texts, String name) {
        String text = texts.get(key);
        if (text == null) {
            throw new EditException(name + ": \"" + key + "\" required");
        }
        return text;
    }

    private static void require(boolean holds, JsonParser json, String name, String rule) {
        if (!holds) {
            throw new EditException(name + ", line " + json.currentLocation().getLineNr() + ": " + rule);
        }
    }
}
