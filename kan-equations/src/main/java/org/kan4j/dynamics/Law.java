package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.formula.Apply;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Power;

/**
 * A law of motion: a formula for what each state does.
 *
 * @param kind what the formulas give
 * @param inputs number of variables of a formula: states, velocities where the formulas are accelerations, inputs of the system
 * @param rates a formula for each state
 */
record Law(LawKind kind, int inputs, List<RateForm> rates) {
    /** What a function or a quotient costs beside its nodes, in nats. */
    private static final double FUNCTION = 2;

    Law {
        rates = List.copyOf(rates);
    }

    int equations() {
        return rates.size();
    }

    /** Number of values that a run starts from. */
    int dimension() {
        return kind == LawKind.ACCELERATION ? 2 * rates.size() : rates.size();
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
            compiled.add(CompiledExpression.of(
                    form, new boolean[CompiledExpression.constants(form).size()]));
            next += rate.constants().length;
        }
        return compiled;
    }

    /** How much there is to tell of the forms of the formulas, in nats. */
    double size() {
        return rates.stream().mapToDouble(rate -> size(rate.form())).sum();
    }

    /** How much there is to tell of a form: a nat for each node, more for functions and quotients, which are many. */
    static double size(Expression form) {
        return form.size() + FUNCTION * functions(form);
    }

    private static int functions(Expression e) {
        boolean function = e instanceof Apply
                || e instanceof Power power
                        && !(power.exponent() instanceof Constant c
                                && c.value() > 0
                                && c.value() == Math.rint(c.value()));
        return (function ? 1 : 0)
                + e.children().stream().mapToInt(Law::functions).sum();
    }
}
