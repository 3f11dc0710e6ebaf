package org.kan4j.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kan4j.formula.Apply;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Fn;
import org.kan4j.formula.Power;
import org.kan4j.formula.Product;
import org.kan4j.formula.Sum;
import org.kan4j.formula.Term;
import org.kan4j.formula.Variable;

/**
 * What saturates as the sciences write it, in the same number of constants: c/(1 + (K/x)^h) for c'/(x^(−h) + d), and c/(1 + a·exp(−k·x)) for
 * c'/(exp(−k·x) + d). So its constants are the height, the place of half of it, and the steepness, each with its own error.
 */
final class Saturation {
    private Saturation() {}

    /** A formula with all parts that saturate written so. */
    static Expression of(Expression e) {
        if (e.children().isEmpty()) {
            return e;
        }
        Expression inner =
                e.withChildren(e.children().stream().map(Saturation::of).toList());
        return inner instanceof Product product ? height(product).orElse(inner) : inner;
    }

    /** A free number over a sum of a free number and terms that vanish far away. */
    private static Optional<Expression> height(Product product) {
        List<Expression> factors = new ArrayList<>(product.factors());
        if (!(factors.get(0) instanceof Constant above) || !above.isFree()) {
            return Optional.empty();
        }
        for (int f = 1; f < factors.size(); f++) {
            if (factors.get(f) instanceof Power power
                    && power.base() instanceof Sum below
                    && power.exponent().equals(Expression.constant(-1))) {
                Optional<Constant> level = level(below);
                if (level.isPresent()) {
                    double d = level.get().value();
                    factors.set(0, Constant.free(above.value() / d));
                    factors.set(f, Expression.power(divided(below, d), -1));
                    return Optional.of(Expression.product(factors));
                }
            }
        }
        return Optional.empty();
    }

    /** The free number of a sum whose other terms vanish far away and have no numbers. */
    private static Optional<Constant> level(Sum sum) {
        Optional<Constant> level = Optional.empty();
        for (Expression term : sum.terms()) {
            if (term instanceof Constant c && c.isFree()) {
                level = Optional.of(c);
            } else if (!vanishes(term)) {
                return Optional.empty();
            }
        }
        return level;
    }

    private static boolean vanishes(Expression term) {
        return term instanceof Apply apply && apply.function() == Fn.EXP
                || term instanceof Power power
                        && power.base() instanceof Variable
                        && power.exponent() instanceof Constant h
                        && h.value() < 0;
    }

    private static Expression divided(Sum sum, double d) {
        return Expression.sum(sum.terms().stream()
                .map(term -> term instanceof Constant
                        ? Expression.constant(1)
                        : term instanceof Power power && d > 0
                                ? place(power, d)
                                : new Term(Constant.free(1 / d), term).expression())
                .toList());
    }

    /** x^(−h)/d as (K/x)^h. */
    private static Expression place(Power power, double d) {
        double h = -((Constant) power.exponent()).value();
        Expression ratio = Expression.product(Constant.free(Math.pow(d, -1 / h)), Expression.power(power.base(), -1));
        return Expression.power(
                ratio,
                power.exponent() instanceof Constant c && c.isFree() ? Constant.free(h) : Expression.constant(h));
    }
}
