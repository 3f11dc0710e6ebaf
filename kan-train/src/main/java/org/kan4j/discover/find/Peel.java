package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.formula.Expression;

/** Ways to take an expression off the target. */
enum Peel {
    DIVIDE,
    MULTIPLY,
    SUBTRACT,
    ADD;

    /** What is left of a value. */
    double value(double t, double g) {
        return switch (this) {
            case DIVIDE -> t / g;
            case MULTIPLY -> t * g;
            case SUBTRACT -> t - g;
            case ADD -> t + g;
        };
    }

    /** The target from what is left of it. */
    private Expression undo(Expression t, Expression g) {
        return switch (this) {
            case DIVIDE -> Expression.product(t, g);
            case MULTIPLY -> Expression.quotient(t, g);
            case SUBTRACT -> Expression.sum(t, g);
            case ADD -> Expression.difference(t, g);
        };
    }

    /** Functions of what is left that a form does not cover by itself. */
    List<PowerLaw.Outer> functions(boolean logarithmic, boolean pairs) {
        List<PowerLaw.Outer> some = new ArrayList<>(logarithmic ? LinearForm.OF_PRODUCTS : LinearForm.OF_SUMS);
        boolean product = this == DIVIDE || this == MULTIPLY;
        if (logarithmic ? product : !(product && pairs)) {
            some.remove(PowerLaw.Outer.SAME);
        }
        return some;
    }

    /** What is left of a target. */
    PeeledTarget of(PeeledTarget t, Dictionary.Entry g) {
        double[] values = new double[t.values().length];
        double[] errors = new double[t.values().length];
        Arrays.setAll(values, r -> value(t.values()[r], g.values()[r]));
        boolean product = this == DIVIDE || this == MULTIPLY;
        Arrays.setAll(errors, r -> product ? Math.abs(value(t.errors()[r], g.values()[r])) : t.errors()[r]);
        return new PeeledTarget(values, errors, inner -> t.undo().apply(undo(inner, g.expression())));
    }
}
