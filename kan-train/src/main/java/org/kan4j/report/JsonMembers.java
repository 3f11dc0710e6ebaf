package org.kan4j.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.kan4j.discover.evidence.Evidence;
import org.kan4j.formula.Formula;

/** Writes the members of a JSON object, in the order of the calls. */
public final class JsonMembers {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;

    private JsonMembers(JsonGenerator json) {
        this.json = json;
    }

    /** A step that the generator takes. */
    @FunctionalInterface
    private interface Step {
        void take() throws IOException;
    }

    /** A generator that writes to memory, or to a stream whose failure is the caller's, fails for nothing else. */
    private static void write(Step step) {
        try {
            step.take();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@return one JSON object}
     *
     * @param members adds what is in it
     */
    public static String object(Consumer<JsonMembers> members) {
        StringWriter text = new StringWriter();
        write(() -> {
            try (JsonGenerator json = JSON.createGenerator(text)) {
                json.writeStartObject();
                members.accept(new JsonMembers(json));
                json.writeEndObject();
            }
        });
        return text.toString();
    }

    /**
     * A number; null where it is not finite, since JSON has no other way to say so.
     *
     * @param name name of the member
     * @param value the number
     * @return this
     */
    public JsonMembers number(String name, double value) {
        write(() -> {
            if (Double.isFinite(value)) {
                json.writeNumberField(name, value);
            } else {
                json.writeNullField(name);
            }
        });
        return this;
    }

    /**
     * A list of numbers; null for each that is not finite.
     *
     * @param name name of the member
     * @param values in their order, not modified
     * @return this
     */
    public JsonMembers numbers(String name, double... values) {
        write(() -> {
            json.writeArrayFieldStart(name);
            for (double value : values) {
                if (Double.isFinite(value)) {
                    json.writeNumber(value);
                } else {
                    json.writeNull();
                }
            }
            json.writeEndArray();
        });
        return this;
    }

    /**
     * A whole number.
     *
     * @param name name of the member
     * @param value the number
     * @return this
     */
    public JsonMembers whole(String name, long value) {
        write(() -> json.writeNumberField(name, value));
        return this;
    }

    /**
     * True or false.
     *
     * @param name name of the member
     * @param value true or false
     * @return this
     */
    public JsonMembers flag(String name, boolean value) {
        write(() -> json.writeBooleanField(name, value));
        return this;
    }

    /**
     * Text.
     *
     * @param name name of the member
     * @param value its text
     * @return this
     */
    public JsonMembers string(String name, String value) {
        write(() -> json.writeStringField(name, value));
        return this;
    }

    /**
     * A list of texts.
     *
     * @param name name of the member
     * @param values in their order
     * @return this
     */
    public JsonMembers strings(String name, List<String> values) {
        write(() -> {
            json.writeArrayFieldStart(name);
            for (String value : values) {
                json.writeString(value);
            }
            json.writeEndArray();
        });
        return this;
    }

    /**
     * A list of whole numbers.
     *
     * @param name name of the member
     * @param values in their order
     * @return this
     */
    public JsonMembers wholes(String name, List<Integer> values) {
        write(() -> {
            json.writeArrayFieldStart(name);
            for (int value : values) {
                json.writeNumber(value);
            }
            json.writeEndArray();
        });
        return this;
    }

    /**
     * An object within this one.
     *
     * @param name name of the member
     * @param members adds what is in it
     * @return this
     */
    public JsonMembers object(String name, Consumer<JsonMembers> members) {
        write(() -> {
            json.writeObjectFieldStart(name);
            members.accept(this);
            json.writeEndObject();
        });
        return this;
    }

    /**
     * A list of objects, one for each value.
     *
     * @param <T> what an object is made of
     * @param name name of the member
     * @param values one for each object
     * @param members adds what is in the object of a value
     * @return this
     */
    public <T> JsonMembers objects(String name, List<T> values, BiConsumer<JsonMembers, T> members) {
        write(() -> {
            json.writeArrayFieldStart(name);
            for (T value : values) {
                json.writeStartObject();
                members.accept(this, value);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
        return this;
    }

    /**
     * A formula in the notations that other programs read, its symbols and its size.
     *
     * @param formula the formula
     * @return this
     */
    public JsonMembers formula(Formula formula) {
        return string("formula", formula.text())
                .string("formula_sympy", formula.sympy())
                .object("symbols", symbols -> {
                    for (int i = 0; i < formula.columns().size(); i++) {
                        symbols.string(
                                formula.symbols().get(i), formula.columns().get(i));
                    }
                })
                .string("latex", formula.latex())
                .whole("complexity", formula.size());
    }

    /**
     * The constants of a formula, with what the data say about each.
     *
     * @param constants in their order
     * @return this
     */
    public JsonMembers constants(List<Evidence.Parameter> constants) {
        return objects(
                "constants",
                constants,
                (each, p) -> each.string("name", p.name())
                        .number("value", p.value())
                        .flag("exact", p.exact())
                        .number("estimate", p.estimate())
                        .number("standard_error", p.standardError())
                        .number("margin_95", p.margin()));
    }
}
