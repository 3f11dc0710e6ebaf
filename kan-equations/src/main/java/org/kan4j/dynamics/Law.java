package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Expression;

/**
 * A law of motion: a formula for what each state does.
 *
 * @param kind what the formulas give
 * @param inputs number of variables of a formula: states, velocities where the formulas are accelerations, inputs of the system
 * @param rates a formula for each state
 */
record Law(Kind kind, int inputs, List<RateForm> rates) {

    /** What formulas give of the states. */
    enum Kind {
        /** x'. */
        RATE,
        /** x''. */
        ACCELERATION,
        /** The next x. */
        MAP
    }

    Law {
        rates = List.copyOf(rates);
    }

    int equations() {
        return rates.size();
    }

    /** Number of values that a run starts from. */
    int dimension() {
        return kind == Kind.ACCELERATION ? 2 * rates.size() : rates.size();
    }

    /** The constants of all formulas, one after the other. */
    double[] constants() {
        return rates.stream()
                .flatMapToDouble(rate -> Arrays.stream(rate.constants()))
                .toArray();
    }

    Law withConstants(double[] all) {
        List<RateForm> changed = new ArrayList<>();
        int next = 0;
        for (RateForm rate : rates) {
            int count = rate.constants().length;
            changed.add(rate.withConstants(Arrays.copyOfRange(all, next, next + count)));
            next += count;
        }
        return new Law(kind, inputs, changed);
    }

    Law with(int equation, RateForm rate) {
        List<RateForm> changed = new ArrayList<>(rates);
        changed.set(equation, rate);
        return new Law(kind, inputs, changed);
    }

    /** The formulas of the states, as functions of the variables and, after these, of the constants; not thread-safe. */
    List<CompiledExpression> compiled() {
        List<CompiledExpression> compiled = new ArrayList<>();
        int next = 0;
        for (RateForm rate : rates) {
            Expression form = rate.shifted(next);
            compiled.add(CompiledExpression.of(form, new boolean[CompiledExpression.constants(form).size()]));
            next += rate.constants().length;
        }
        return compiled;
    }

    /** How much there is to tell of the forms of the formulas. */
    int size() {
        return rates.stream().mapToInt(rate -> rate.form().size()).sum();
    }
}
