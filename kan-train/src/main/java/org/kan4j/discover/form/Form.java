package org.kan4j.discover.form;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;

/**
 * A formula with unknowns: names that are no inputs are constants, and names that are no functions, applied, are functions. Numbers
 * are as they are.
 *
 * @param body variables are the inputs, then the constants, then the applications of unknown functions
 * @param inputs number of inputs
 * @param constants names of the constants
 * @param functions names of the unknown functions
 * @param applications of these
 */
public record Form(
        Expression body, int inputs, List<String> constants, List<String> functions, List<Application> applications) {
    /** The most arguments of an unknown function. */
    private static final int ARGUMENTS = 3;

    /**
     * An unknown function of expressions.
     *
     * @param function its number
     * @param arguments variables are the inputs, then the constants
     */
    public record Application(int function, List<Expression> arguments) {}

    /**
     * Reads a form.
     *
     * @param text plain text
     * @param symbols of the inputs
     * @throws IllegalArgumentException if the text is no such form
     */
    public static Form of(String text, List<String> symbols) {
        Reader reader = new Reader(symbols.size());
        Expression body = FormulaParser.parse(text, symbols, reader).replaceConstants(c -> Constant.fixed(c.value()));
        int in = symbols.size();
        int constants = reader.constants.size();
        return new Form(
                body.substitute(i -> Expression.variable(reader.numbers(i, constants))),
                in,
                reader.constants,
                reader.functions,
                reader.applications.stream()
                        .map(a -> new Application(
                                a.function,
                                a.arguments.stream()
                                        .map(e -> e.substitute(i -> Expression.variable(reader.numbers(i, constants))))
                                        .toList()))
                        .toList());
    }

    /** {@return the inputs that it holds} */
    public List<Integer> used() {
        TreeSet<Integer> used = new TreeSet<>(body.variables());
        applications.forEach(a -> a.arguments.forEach(e -> used.addAll(e.variables())));
        used.removeIf(i -> i >= inputs);
        return List.copyOf(used);
    }

    /** Constants that arguments of unknown functions hold, by their numbers. */
    List<Integer> within() {
        TreeSet<Integer> within = new TreeSet<>();
        applications.forEach(a -> a.arguments.forEach(e -> within.addAll(e.variables())));
        within.removeIf(i -> i < inputs);
        return within.stream().map(i -> i - inputs).toList();
    }

    /** Collects unknowns; variables after the inputs are constants where they are even, and applications where they are odd. */
    private static final class Reader implements FormulaParser.Unknowns {
        private final int inputs;
        private final List<String> constants = new ArrayList<>();
        private final List<String> functions = new ArrayList<>();
        private final List<Application> applications = new ArrayList<>();

        Reader(int inputs) {
            this.inputs = inputs;
        }

        @Override
        public Expression name(String name) {
            if (!constants.contains(name)) {
                constants.add(name);
            }
            return Expression.variable(inputs + 2 * constants.indexOf(name));
        }

        @Override
        public Expression application(String name, List<Expression> arguments) {
            if (!functions.contains(name)) {
                functions.add(name);
            }
            Application application = new Application(functions.indexOf(name), arguments);
            boolean alike = applications.stream()
                    .filter(a -> a.function == application.function)
                    .allMatch(a -> a.arguments.size() == arguments.size());
            boolean known = arguments.stream()
                    .flatMap(e -> e.variables().stream())
                    .noneMatch(i -> i >= inputs && (i - inputs) % 2 == 1);
            if (!alike || !known || arguments.size() > ARGUMENTS) {
                throw new IllegalArgumentException("unknown function " + name + ": 1 to " + ARGUMENTS
                        + " arguments required, as many everywhere and without unknown functions within");
            }
            if (!applications.contains(application)) {
                applications.add(application);
            }
            return Expression.variable(inputs + 2 * applications.indexOf(application) + 1);
        }

        int numbers(int variable, int constantCount) {
            int unknown = variable - inputs;
            return unknown < 0 ? variable : inputs + unknown / 2 + (unknown % 2 == 1 ? constantCount : 0);
        }
    }
}
