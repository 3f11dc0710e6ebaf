package org.kan4j.symbolic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.symbolic.SymbolicFunction.Form;

/** An immutable, ordered list of the functions that {@link EdgeFitter} tries; names are unique. */
public final class SymbolicLibrary {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private static final SymbolicLibrary STANDARD = of(List.of(
            SymbolicFunction.onLine(named("identity"), Form.PLAIN, true, 0),
            SymbolicFunction.onLine(named("square"), Form.SHIFT, true, 1),
            SymbolicFunction.onLine(named("cube"), Form.SHIFT, true, 2),
            SymbolicFunction.onLine(named("fourth_power"), Form.SHIFT, true, 3),
            SymbolicFunction.onLine(named("fifth_power"), Form.SHIFT, true, 3),
            new SymbolicFunction(named("reciprocal"), Form.SHIFT, 0, INFINITY, true, 1),
            new SymbolicFunction(named("reciprocal_square"), Form.SHIFT, 0, INFINITY, true, 2),
            new SymbolicFunction(named("reciprocal_cube"), Form.SHIFT, 0, INFINITY, true, 3),
            new SymbolicFunction(named("sqrt"), Form.SHIFT, 0, INFINITY, false, 1),
            new SymbolicFunction(named("rsqrt"), Form.SHIFT, 0, INFINITY, false, 2),
            new SymbolicFunction(named("pow_1.5"), Form.SHIFT, 0, INFINITY, false, 3),
            new SymbolicFunction(named("cbrt"), Form.SHIFT, 0, INFINITY, false, 3),
            SymbolicFunction.anyPower(3),
            SymbolicFunction.onLine(named("exp"), Form.SCALE, false, 2),
            new SymbolicFunction(named("log"), Form.SHIFT, 0, INFINITY, false, 2),
            SymbolicFunction.onLine(named("sin"), Form.PERIODIC, true, 2),
            new SymbolicFunction(named("tan"), Form.AFFINE, -Math.PI / 2, Math.PI / 2, true, 3),
            new SymbolicFunction(named("asin"), Form.AFFINE, -1, 1, true, 3),
            SymbolicFunction.onLine(named("atan"), Form.AFFINE, true, 3),
            SymbolicFunction.onLine(named("sinh"), Form.AFFINE, true, 3),
            SymbolicFunction.onLine(named("cosh"), Form.AFFINE, true, 3),
            SymbolicFunction.onLine(named("tanh"), Form.AFFINE, true, 3),
            SymbolicFunction.onLine(named("asinh"), Form.AFFINE, true, 4),
            new SymbolicFunction(named("atanh"), Form.AFFINE, -1, 1, true, 4),
            SymbolicFunction.onLine(named("abs"), Form.SHIFT, true, 2),
            SymbolicFunction.onLine(named("sign"), Form.SHIFT, true, 4),
            SymbolicFunction.onLine(named("gaussian"), Form.AFFINE, true, 3),
            SymbolicFunction.onLine(named("logistic"), Form.AFFINE, true, 3),
            SymbolicFunction.onLine(named("lorentzian"), Form.AFFINE, true, 4),
            SymbolicFunction.onLine(named("hyperbola"), Form.AFFINE, true, 4),
            new SymbolicFunction(named("semicircle"), Form.AFFINE, -1, 1, true, 4),
            new SymbolicFunction(named("lorentz_factor"), Form.AFFINE, -1, 1, true, 5),
            new SymbolicFunction(named("bose"), Form.AFFINE, 0, INFINITY, false, 4),
            SymbolicFunction.onLine(named("sech"), Form.AFFINE, true, 4),
            SymbolicFunction.onLine(named("log_cosh"), Form.AFFINE, true, 6),
            SymbolicFunction.onLine(named("softplus"), Form.AFFINE, false, 5),
            SymbolicFunction.onLine(named("x_exp"), Form.AFFINE, false, 5),
            new SymbolicFunction(named("x_log"), Form.AFFINE, 0, INFINITY, false, 5),
            SymbolicFunction.onLine(named("sinc"), Form.AFFINE, true, 5)));

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
     * The entries.
     *
     * @return an unmodifiable list
     */
    public List<SymbolicFunction> functions() {
        return functions;
    }

    private static UnivariateFunction named(String name) {
        return Functions.byName(name).orElseThrow();
    }
}
