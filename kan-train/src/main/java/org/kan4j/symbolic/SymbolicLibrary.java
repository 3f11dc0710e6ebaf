package org.kan4j.symbolic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Vocabulary;
import org.kan4j.function.Functions;
import org.kan4j.symbolic.SymbolicFunction.Form;

/** An immutable, ordered list of the functions that {@link EdgeFitter} tries; names are unique. */
public final class SymbolicLibrary {
    private static final SymbolicLibrary STANDARD = of(List.of(
            entry("identity", Form.PLAIN, 0),
            entry("square", Form.SHIFT, 1),
            entry("cube", Form.SHIFT, 2),
            entry("fourth_power", Form.SHIFT, 3),
            entry("fifth_power", Form.SHIFT, 3),
            entry("reciprocal", Form.SHIFT, 1),
            entry("reciprocal_square", Form.SHIFT, 2),
            entry("reciprocal_cube", Form.SHIFT, 3),
            entry("sqrt", Form.SHIFT, 1),
            entry("rsqrt", Form.SHIFT, 2),
            entry("pow_1.5", Form.SHIFT, 3),
            entry("cbrt", Form.SHIFT, 3),
            SymbolicFunction.anyPower(3),
            entry("exp", Form.SCALE, 2),
            entry("log", Form.SHIFT, 2),
            entry("sin", Form.PERIODIC, 2),
            entry("tan", Form.AFFINE, 3),
            entry("asin", Form.AFFINE, 3),
            entry("atan", Form.AFFINE, 3),
            entry("sinh", Form.AFFINE, 3),
            entry("cosh", Form.AFFINE, 3),
            entry("tanh", Form.AFFINE, 3),
            entry("asinh", Form.AFFINE, 4),
            entry("atanh", Form.AFFINE, 4),
            entry("abs", Form.SHIFT, 2),
            entry("sign", Form.SHIFT, 4),
            entry("gaussian", Form.AFFINE, 3),
            entry("logistic", Form.AFFINE, 3),
            entry("lorentzian", Form.AFFINE, 4),
            entry("hyperbola", Form.AFFINE, 4),
            entry("semicircle", Form.AFFINE, 4),
            entry("lorentz_factor", Form.AFFINE, 5),
            entry("bose", Form.AFFINE, 4),
            entry("sech", Form.AFFINE, 4),
            entry("log_cosh", Form.AFFINE, 6),
            entry("softplus", Form.AFFINE, 5),
            entry("x_exp", Form.AFFINE, 5),
            entry("x_log", Form.AFFINE, 5),
            entry("sinc", Form.AFFINE, 5)));

    private final List<SymbolicFunction> functions;

    private SymbolicLibrary(List<SymbolicFunction> functions) {
        this.functions = functions;
    }

    /**
     * The standard library, from simple to less simple. It leaves out what an edge can write with another entry: the
     * cosine is a sine with a phase, the arc cosine an arc sine.
     *
     * @return 38 entries
     */
    public static SymbolicLibrary standard() {
        return STANDARD;
    }

    /**
     * A library of the given functions, in their order.
     *
     * @param functions entries with different names, at least one
     * @return the library
     * @throws IllegalArgumentException if the list is empty or a name occurs twice
     */
    public static SymbolicLibrary of(List<SymbolicFunction> functions) {
        List<String> names = functions.stream().map(SymbolicFunction::name).collect(Collectors.toList());
        if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException(
                    "library: at least one function and different names required, got " + names);
        }
        return new SymbolicLibrary(List.copyOf(functions));
    }

    /**
     * This library with one more function at its end, or with the entry of the same name replaced.
     *
     * @param function the entry
     * @return a new library
     */
    public SymbolicLibrary with(SymbolicFunction function) {
        List<SymbolicFunction> list = new ArrayList<>(functions);
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).name().equals(function.name())) {
                list.set(i, function);
                return of(list);
            }
        }
        list.add(function);
        return of(list);
    }

    /**
     * This library without one function.
     *
     * @param name an entry's name; a name that no entry has changes nothing
     * @return a new library
     * @throws IllegalArgumentException if nothing would be left
     */
    public SymbolicLibrary without(String name) {
        return of(functions.stream().filter(f -> !f.name().equals(name)).collect(Collectors.toList()));
    }

    /**
     * This library without functions that hold others than some; the identity is always left.
     *
     * @param vocabulary what functions may hold
     * @return a library of at least one entry
     */
    public SymbolicLibrary within(Vocabulary vocabulary) {
        List<SymbolicFunction> some = functions.stream()
                .filter(f -> f.form() == Form.POWER
                        ? vocabulary.allows("^")
                        : vocabulary.leadsTo(FunctionExpressions.apply(f.function(), Expression.variable(0))))
                .toList();
        return some.isEmpty() ? of(List.of(entry("identity", Form.PLAIN, 0))) : of(some);
    }

    /**
     * The entries.
     *
     * @return an unmodifiable list
     */
    public List<SymbolicFunction> functions() {
        return functions;
    }

    private static SymbolicFunction entry(String name, Form form, int complexity) {
        return new SymbolicFunction(
                Functions.byName(name)
                        .orElseThrow(() -> new IllegalStateException("library: no function is named " + name)),
                form,
                complexity);
    }
}
