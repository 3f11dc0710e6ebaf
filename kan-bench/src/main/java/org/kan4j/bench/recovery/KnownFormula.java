package org.kan4j.bench.recovery;

import java.util.Arrays;
import java.util.List;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;

/**
 * A formula to draw tables from.
 *
 * @param category in the totals
 * @param text in SymPy syntax
 * @param inputs in the order of the columns
 */
record KnownFormula(String id, String category, String text, List<Input> inputs) {

    /** A column and where its numbers lie. */
    record Input(String name, double low, double high) {
        Input {
            if (!(low < high)) {
                throw new IllegalArgumentException(
                        "range of " + name + ": low < high required, got " + low + ".." + high);
            }
        }

        /** From {@code name:low..high}. */
        static Input parse(String text) {
            String[] parts = text.strip().split(":|\\.\\.", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("range: name:low..high required, got \"" + text + "\"");
            }
            return new Input(parts[0], Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
        }
    }

    KnownFormula {
        inputs = List.copyOf(inputs);
    }

    /** A formula with its ranges as {@code x:1..5; y:0.1..2}. */
    static KnownFormula of(String id, String category, String text, String ranges) {
        return new KnownFormula(
                id,
                category,
                text,
                Arrays.stream(ranges.split(";")).map(Input::parse).toList());
    }

    /** The formulas of a set. */
    static List<KnownFormula> all(String set) {
        return Resources.records(set + ".csv").stream()
                .map(r -> of(r.getField("id"), r.getField("class"), r.getField("formula"), r.getField("ranges")))
                .toList();
    }

    List<String> names() {
        return inputs.stream().map(Input::name).toList();
    }

    /** To compute with. */
    Expression expression() {
        return FormulaParser.parse(text, names());
    }

    /** As SymPy holds it. */
    Sym sym() {
        return SymReader.read(text, names());
    }
}
