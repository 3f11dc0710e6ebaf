package org.kan4j.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.data.Dataset;
import org.kan4j.discover.find.Wishes;
import org.kan4j.formula.Vocabulary;

/**
 * What a user asks of the formulas of a search.
 *
 * @param vocabulary functions and operators that formulas may hold
 * @param use inputs that must appear in the formula
 * @param avoid inputs that are left out of the table
 */
public record Steering(Vocabulary vocabulary, List<String> use, List<String> avoid) {
    /**
     * Validates.
     *
     * @param vocabulary functions and operators that formulas may hold
     * @param use inputs that must appear in the formula
     * @param avoid inputs that are left out of the table
     */
    public Steering {
        use = List.copyOf(use);
        avoid = List.copyOf(avoid);
        for (String name : use) {
            if (avoid.contains(name)) {
                throw new IllegalArgumentException(
                        "use: inputs that are not to be avoided required, got \"" + name + '"');
            }
        }
    }

    /** {@return nothing is asked} */
    public static Steering none() {
        return new Steering(Vocabulary.all(), List.of(), List.of());
    }

    /**
     * {@return a copy that asks for formulas of some functions}
     *
     * @param changed functions and operators that formulas may hold
     */
    public Steering withVocabulary(Vocabulary changed) {
        return new Steering(changed, use, avoid);
    }

    /**
     * {@return a copy that asks for formulas with some inputs}
     *
     * @param inputs that must all appear
     */
    public Steering withUse(String... inputs) {
        return new Steering(vocabulary, List.of(inputs), avoid);
    }

    /**
     * {@return a copy that asks for formulas without some inputs}
     *
     * @param inputs that are left out of the table
     */
    public Steering withAvoid(String... inputs) {
        return new Steering(vocabulary, use, List.of(inputs));
    }

    /**
     * Tells what cannot be asked of a table.
     *
     * @param data the table
     * @throws IllegalArgumentException if a name is no input of it, or no input is left
     */
    public void check(Dataset data) {
        require(data, "use", use);
        require(data, "avoid", avoid);
        if (avoid.containsAll(data.inputNames())) {
            throw new IllegalArgumentException("avoid: at least 1 input that is left required, got " + avoid);
        }
    }

    private static void require(Dataset data, String what, List<String> names) {
        for (String name : names) {
            if (!data.inputNames().contains(name)) {
                throw new IllegalArgumentException(what + ": one of the inputs " + String.join(", ", data.inputNames())
                        + " required, got \"" + name + '"');
            }
        }
    }

    /** The table without the inputs to avoid. */
    Dataset narrowed(Dataset data) {
        check(data);
        if (avoid.isEmpty()) {
            return data;
        }
        return data.withInputs(IntStream.range(0, data.inputs())
                .filter(i -> !avoid.contains(data.inputNames().get(i)))
                .toArray());
    }

    /** What finders have to know, of a table of some inputs. */
    Wishes wishes(List<String> inputs) {
        return new Wishes(vocabulary, use.stream().map(inputs::indexOf).toList());
    }

    /** {@return what is asked, in words; empty where nothing is} */
    public String text() {
        List<String> parts = new ArrayList<>();
        if (!vocabulary.text().isEmpty()) {
            parts.add(vocabulary.text());
        }
        if (!use.isEmpty()) {
            parts.add("with " + String.join(", ", use));
        }
        if (!avoid.isEmpty()) {
            parts.add("without " + String.join(", ", avoid));
        }
        return String.join("; ", parts);
    }
}
