package org.kan4j.studio;

import java.util.List;
import java.util.Optional;
import org.kan4j.data.Column;
import org.kan4j.data.Missing;
import org.kan4j.data.Roles;

/**
 * What is to be trained.
 *
 * @param target the column to explain
 * @param inputs columns to explain it by, one or more
 * @param classes whether the target holds labels
 * @param shape such as {@code 2,5,1}, or {@value #AUTO}
 * @param intervals G of the grids of a given shape
 * @param seed of the split of the rows and of all that is random
 */
record Choice(String target, List<String> inputs, boolean classes, String shape, int intervals, int seed) {
    static final String AUTO = "auto";

    private static final int INTERVALS = 5;

    Choice {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw Refusal.bad("inputs: at least one column required");
        }
        if (inputs.contains(target)) {
            throw Refusal.bad("inputs: other columns than the target " + target + " required");
        }
    }

    /** What to begin with: all columns that can be read explain the target of the source. */
    static Choice of(Source source) {
        List<String> inputs = source.columns().stream()
                .filter(Choice::readable)
                .map(Column::name)
                .filter(name -> !name.equals(source.target()))
                .toList();
        return new Choice(source.target(), inputs, source.holdsLabels(source.target()), source.shape(), INTERVALS, 0);
    }

    /** Whether a column can be an input. */
    static boolean readable(Column column) {
        return column.leftOut().isEmpty() && (column.type().numeric() || column.type() == Column.Type.CATEGORY);
    }

    /** What a page chose; its columns must be those of the table. */
    static Choice of(Message message, Source source) {
        List<String> names = source.columns().stream().map(Column::name).toList();
        String target = message.text("target");
        List<String> inputs = message.texts("inputs");
        if (!names.contains(target) || !names.containsAll(inputs)) {
            throw Refusal.bad("target, inputs: columns of the table required");
        }
        return new Choice(
                target,
                inputs,
                message.flag("classes") || source.holdsLabels(target),
                message.text("shape").strip(),
                message.whole("intervals"),
                message.whole("seed"));
    }

    /** Whether another choice is of the same columns for the same purpose. */
    boolean sameColumns(Choice other) {
        return target.equals(other.target) && inputs.equals(other.inputs) && classes == other.classes;
    }

    Roles roles() {
        return new Roles(List.of(target), inputs, List.of(), Optional.empty(), classes).withMixed(Missing.EFFECT);
    }
}
