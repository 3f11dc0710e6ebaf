package org.kan4j.data;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the columns of a table are for.
 *
 * @param targets columns to explain, at least one
 * @param inputs columns to explain them by; all others where this is empty
 * @param drop columns not to use
 * @param weights the column of what each row counts, if any
 * @param labels whether the target, which is one then, holds labels of classes and not numbers
 * @param mixed what is done about gaps where inputs may have such, and text is read as categories; where it is empty inputs are numbers
 *     without gaps, and columns of text are left out
 */
public record Roles(
        List<String> targets,
        List<String> inputs,
        List<String> drop,
        Optional<RowWeights> weights,
        boolean labels,
        Optional<Missing> mixed) {
    /**
     * Copies.
     *
     * @param targets columns to explain, at least one
     * @param inputs columns to explain them by; all others where this is empty
     * @param drop columns not to use
     * @param weights the column of what each row counts, if any
     * @param labels whether the target, which is one then, holds labels of classes and not numbers
     * @param mixed what is done about gaps where inputs may have such, and text is read as categories; where it is empty inputs are numbers
     *     without gaps, and columns of text are left out
     */
    public Roles {
        targets = List.copyOf(targets);
        inputs = List.copyOf(inputs);
        drop = List.copyOf(drop);
        if (targets.isEmpty() || (labels && targets.size() > 1)) {
            throw new IllegalArgumentException(
                    "roles: " + (labels ? "1 target" : "at least 1 target") + " required, got " + targets);
        }
    }

    /**
     * Inputs of numbers without gaps.
     *
     * @param targets columns to explain, at least one
     * @param inputs columns to explain them by; all others where this is empty
     * @param drop columns not to use
     * @param weights the column of what each row counts, if any
     * @param labels whether the target, which is one then, holds labels of classes and not numbers
     */
    public Roles(
            List<String> targets,
            List<String> inputs,
            List<String> drop,
            Optional<RowWeights> weights,
            boolean labels) {
        this(targets, inputs, drop, weights, labels, Optional.empty());
    }

    /**
     * {@return a copy whose inputs may be categories and have gaps}
     *
     * @param missing what is done about gaps
     */
    public Roles withMixed(Missing missing) {
        return new Roles(targets, inputs, drop, weights, labels, Optional.of(missing));
    }

    /**
     * {@return targets of numbers, explained by all other columns of numbers; no weights}
     *
     * @param targets names of the columns to explain, one or more
     */
    public static Roles of(String... targets) {
        return new Roles(List.of(targets), List.of(), List.of(), Optional.empty(), false, Optional.empty());
    }

    /**
     * {@return a target of labels, explained by all columns of numbers; no weights}
     *
     * @param target name of the column of labels
     */
    public static Roles ofClasses(String target) {
        return new Roles(List.of(target), List.of(), List.of(), Optional.empty(), true, Optional.empty());
    }

    /**
     * {@return a copy that explains the targets by these columns alone}
     *
     * @param changed names of columns
     */
    public Roles withInputs(String... changed) {
        return new Roles(targets, List.of(changed), drop, weights, labels, mixed);
    }

    /**
     * {@return a copy that does not use these columns}
     *
     * @param columns names of columns
     */
    public Roles without(String... columns) {
        return new Roles(targets, inputs, List.of(columns), weights, labels, mixed);
    }

    /**
     * {@return a copy where a column says what each row counts}
     *
     * @param column name of the column
     */
    public Roles withWeights(String column) {
        return new Roles(targets, inputs, drop, Optional.of(new RowWeights(column, false)), labels, mixed);
    }

    /**
     * {@return a copy where a column holds the standard error of each row's target}
     *
     * @param column name of the column
     */
    public Roles withErrors(String column) {
        return new Roles(targets, inputs, drop, Optional.of(new RowWeights(column, true)), labels, mixed);
    }

    /**
     * {@return one target of numbers, no weights}
     *
     * @param target name of the column to explain
     * @param inputs names of the columns that explain; all others where it is empty
     * @param drop names of columns not to use
     */
    public static Roles of(String target, List<String> inputs, List<String> drop) {
        return new Roles(List.of(target), inputs, drop, Optional.empty(), false, Optional.empty());
    }

    /** Tells what is wrong with the roles on a table of these columns. */
    void check(String source, List<String> header) {
        for (String name : drop) {
            require(header.contains(name), source, "column to drop " + TableReader.shown(name) + ": no such column");
        }
        unique(source, "target", targets);
        unique(source, "input", inputs);
        for (String name : targets) {
            exclusive(source, name, "the target", drop.contains(name) ? "to be dropped" : "");
            exclusive(source, name, "the target", inputs.contains(name) ? "an input" : "");
        }
        for (String name : inputs) {
            exclusive(source, name, "an input", drop.contains(name) ? "to be dropped" : "");
        }
        weights.ifPresent(of -> {
            String name = of.column();
            exclusive(source, name, "the " + of.role(), drop.contains(name) ? "to be dropped" : "");
            exclusive(source, name, "the " + of.role(), inputs.contains(name) ? "an input" : "");
            exclusive(source, name, "the " + of.role(), targets.contains(name) ? "the target" : "");
        });
    }

    private static void unique(String source, String role, List<String> names) {
        require(
                new LinkedHashSet<>(names).size() == names.size(),
                source,
                (role.startsWith("i") ? "an " : "a ") + role + " is named twice in " + names);
    }

    private static void exclusive(String source, String name, String role, String other) {
        require(other.isEmpty(), source, "column " + TableReader.shown(name) + " is " + role + " and " + other);
    }

    private static void require(boolean holds, String source, String message) {
        if (!holds) {
            throw new DataException(source + ": " + message);
        }
    }

    /** The columns that may be inputs, of those with numbers. */
    Set<String> candidates(List<String> names) {
        Set<String> candidates = new LinkedHashSet<>(inputs.isEmpty() ? names : inputs);
        targets.forEach(candidates::remove);
        drop.forEach(candidates::remove);
        weights.map(RowWeights::column).ifPresent(candidates::remove);
        return candidates;
    }

    /** How a file is read for these roles. */
    Reading reading() {
        return new Reading(
                this::numeric,
                name -> targets.contains(name)
                        || input(name) && mixed.filter(m -> m != Missing.REFUSE).isPresent(),
                name -> mixed.isPresent() && input(name),
                Map.of());
    }

    /** Whether a column may be an input. */
    private boolean input(String name) {
        return candidates(List.of(name)).contains(name);
    }

    /** Whether numbers of a column are read. */
    boolean numeric(String name) {
        return !drop.contains(name)
                && (inputs.isEmpty()
                        || inputs.contains(name)
                        || targets.contains(name)
                        || weights.map(RowWeights::column).filter(name::equals).isPresent())
                && !(labels && targets.contains(name));
    }
}
