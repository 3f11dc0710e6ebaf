package org.kan4j.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kan4j.data.Dataset;
import org.kan4j.discover.find.Wishes;
import org.kan4j.discover.form.Bound;
import org.kan4j.discover.form.Form;
import org.kan4j.discover.form.FormFinder;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;
import org.kan4j.formula.Vocabulary;

/**
 * What a user asks of the formulas of a search.
 *
 * @param vocabulary functions and operators that formulas may hold
 * @param use inputs that must appear in the formula
 * @param avoid inputs that are left out of the table
 * @param start a formula to begin with, as text, if there is one
 * @param form the form of the formula, as text, if it is known
 * @param bounds of constants of the form, as text
 */
public record Steering(
        Vocabulary vocabulary,
        List<String> use,
        List<String> avoid,
        Optional<String> start,
        Optional<String> form,
        List<String> bounds) {
    /**
     * Validates.
     *
     * @param vocabulary functions and operators that formulas may hold
     * @param use inputs that must appear in the formula
     * @param avoid inputs that are left out of the table
     * @param start a formula to begin with, as text, if there is one
     * @param form the form of the formula, as text, if it is known
     * @param bounds of constants of the form, as text
     */
    public Steering {
        use = List.copyOf(use);
        avoid = List.copyOf(avoid);
        bounds = List.copyOf(bounds);
        bounds.forEach(Bound::of);
        if (form.isPresent() && start.isPresent()) {
            throw new IllegalArgumentException("start: not with a form, whose constants begin in many places");
        }
        for (String name : use) {
            if (avoid.contains(name)) {
                throw new IllegalArgumentException(
                        "use: inputs that are not to be avoided required, got \"" + name + '"');
            }
        }
    }

    /** {@return nothing is asked} */
    public static Steering none() {
        return new Steering(Vocabulary.all(), List.of(), List.of(), Optional.empty(), Optional.empty(), List.of());
    }

    /**
     * {@return a copy that asks for formulas of some functions}
     *
     * @param changed functions and operators that formulas may hold
     */
    public Steering withVocabulary(Vocabulary changed) {
        return new Steering(changed, use, avoid, start, form, bounds);
    }

    /**
     * {@return a copy that asks for formulas with some inputs}
     *
     * @param inputs that must all appear
     */
    public Steering withUse(String... inputs) {
        return new Steering(vocabulary, List.of(inputs), avoid, start, form, bounds);
    }

    /**
     * {@return a copy that asks for formulas without some inputs}
     *
     * @param inputs that are left out of the table
     */
    public Steering withAvoid(String... inputs) {
        return new Steering(vocabulary, use, List.of(inputs), start, form, bounds);
    }

    /**
     * {@return a copy that asks for a search that begins with a formula}
     *
     * @param formula plain text in the symbols of the inputs; its constants are refitted
     */
    public Steering withStart(String formula) {
        return new Steering(vocabulary, use, avoid, Optional.of(formula), form, bounds);
    }

    /**
     * {@return a copy that asks for a formula of a form}
     *
     * @param formula plain text in the symbols of the inputs; other names are constants, and where they are applied, functions to be
     *     found
     */
    public Steering withForm(String formula) {
        return new Steering(vocabulary, use, avoid, start, Optional.of(formula), bounds);
    }

    /**
     * {@return a copy that asks for constants of the form within bounds}
     *
     * @param some such as {@code a>0} and {@code 0<=b<=1}, see {@link Bound#of(String)}
     */
    public Steering withBounds(String... some) {
        return new Steering(vocabulary, use, avoid, start, form, List.of(some));
    }

    /**
     * Tells what cannot be asked of a table.
     *
     * @param data the table
     * @throws IllegalArgumentException if a name is no input of it, no input is left, or the formula to begin with cannot be read or
     *     holds a function that is not allowed
     */
    public void check(Dataset data) {
        require(data, "use", use);
        require(data, "avoid", avoid);
        if (avoid.containsAll(data.inputNames())) {
            throw new IllegalArgumentException("avoid: at least 1 input that is left required, got " + avoid);
        }
        if (start(without(data)).filter(formula -> !vocabulary.leadsTo(formula)).isPresent()) {
            throw new IllegalArgumentException("start: allowed functions alone required, got " + start.orElseThrow());
        }
        List<String> constants = form(data).map(Form::constants).orElse(List.of());
        for (String bound : bounds) {
            String name = Bound.of(bound).name();
            if (!constants.contains(name)) {
                throw new IllegalArgumentException(
                        "bound: a constant of the form required, one of " + constants + ", got \"" + name + '"');
            }
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

    /** The table without the inputs to avoid, and without those that a form does not hold. */
    Dataset narrowed(Dataset data) {
        check(data);
        List<String> names = without(data);
        return used(data).size() == data.inputs()
                ? data
                : data.withInputs(used(data).stream()
                        .mapToInt(i -> data.inputNames().indexOf(names.get(i)))
                        .toArray());
    }

    private List<String> without(Dataset data) {
        return data.inputNames().stream().filter(name -> !avoid.contains(name)).toList();
    }

    /** The formula to begin with, of some inputs. */
    private Optional<Expression> start(List<String> inputs) {
        return start.map(text -> {
            try {
                return FormulaParser.parse(text, Formula.symbolsFor(inputs));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("start: " + e.getMessage(), e);
            }
        });
    }

    /**
     * The form of the formula.
     *
     * @param data the table
     * @return variables are the inputs of the narrowed table
     */
    private Optional<Form> form(Dataset data) {
        return form.map(text -> {
            try {
                List<String> symbols = Formula.symbolsFor(without(data));
                return Form.of(text, used(data).stream().map(symbols::get).toList());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("form: " + e.getMessage(), e);
            }
        });
    }

    /** What finds formulas of the form, if there is one. */
    Optional<FormFinder> formFinder(Dataset data) {
        return form(data)
                .map(known ->
                        new FormFinder(known, bounds.stream().map(Bound::of).toList()));
    }

    /** Inputs that the form holds, by their numbers among those that are not to be avoided; all where there is no form, or it holds none. */
    private List<Integer> used(Dataset data) {
        List<String> names = without(data);
        List<Integer> all = IntStream.range(0, names.size()).boxed().toList();
        List<Integer> some = form.map(
                        text -> Form.of(text, Formula.symbolsFor(names)).used())
                .orElse(all);
        return some.isEmpty() ? all : some;
    }

    /** Inputs that are searched in any case, of those of a narrowed table. */
    List<String> kept(List<String> inputs) {
        List<String> kept = new ArrayList<>(use);
        start(inputs).ifPresent(e -> e.variables().forEach(i -> kept.add(inputs.get(i))));
        return kept;
    }

    /**
     * What finders have to know.
     *
     * @param inputs of the narrowed table
     * @param searched those of them that are searched
     */
    Wishes wishes(List<String> inputs, List<String> searched) {
        return new Wishes(
                vocabulary,
                use.stream().map(searched::indexOf).toList(),
                start(inputs).map(e -> e.substitute(i -> Expression.variable(searched.indexOf(inputs.get(i))))));
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
        start.ifPresent(formula -> parts.add("from " + formula));
        form.ifPresent(formula ->
                parts.add("of the form " + formula + (bounds.isEmpty() ? "" : ", " + String.join(", ", bounds))));
        return String.join("; ", parts);
    }
}
