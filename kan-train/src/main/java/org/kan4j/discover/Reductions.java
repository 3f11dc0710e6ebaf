package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.kan4j.formula.Apply;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Power;
import org.kan4j.formula.Product;
import org.kan4j.formula.Sum;

/** Smaller formulas made from a formula by leaving parts out. */
final class Reductions {
    private static final int STEPS = 12;
    private static final int ITERATIONS = 10;

    private Reductions() {}

    /**
     * From a formula downwards: at each step the part is left out that costs least, and the constants are refitted.
     *
     * @param stop asked between parts; ends the path where it is
     * @return formulas of falling size, without the first
     */
    static List<Expression> path(Expression from, Refinement refinement, BooleanSupplier stop) {
        List<Expression> path = new ArrayList<>();
        Expression now = from;
        for (int step = 0; step < STEPS && now.size() > 1; step++) {
            double least = Double.POSITIVE_INFINITY;
            Expression next = now;
            for (Expression smaller : smaller(now)) {
                if (stop.getAsBoolean()) {
                    return path;
                }
                if (smaller.size() >= now.size()) {
                    continue;
                }
                Refinement.Scored fitted = refinement.fit(smaller, ITERATIONS);
                if (fitted.descriptionLength() < least) {
                    least = fitted.descriptionLength();
                    next = fitted.expression();
                }
            }
            if (next.size() >= now.size()) {
                break;
            }
            now = next.simplify();
            path.add(now);
        }
        return path;
    }

    /** All formulas with one part left out: a term, a factor, a function around its argument, or an exponent. */
    static List<Expression> smaller(Expression e) {
        List<Expression> all = new ArrayList<>();
        if (e instanceof Sum sum) {
            for (int i = 0; i < sum.terms().size(); i++) {
                all.add(sum(without(sum.terms(), i)));
                for (Expression part : smaller(sum.terms().get(i))) {
                    all.add(sum(with(sum.terms(), i, part)));
                }
            }
        } else if (e instanceof Product product) {
            for (int i = 0; i < product.factors().size(); i++) {
                all.add(product(without(product.factors(), i)));
                for (Expression part : smaller(product.factors().get(i))) {
                    all.add(product(with(product.factors(), i, part)));
                }
            }
        } else if (e instanceof Power power) {
            all.add(power.base());
            for (Expression part : smaller(power.base())) {
                all.add(Expression.power(part, power.exponent()));
            }
        } else if (e instanceof Apply apply) {
            all.add(apply.argument());
            for (Expression part : smaller(apply.argument())) {
                all.add(new Apply(apply.function(), part));
            }
        }
        return all;
    }

    /** A sum in which equal terms are one. */
    private static Expression sum(List<Expression> terms) {
        return Expression.sum(terms.stream()
                .distinct()
                .map(t -> Expression.product(Expression.constant(Collections.frequency(terms, t)), t))
                .toList());
    }

    /** A product in which equal factors are one. */
    private static Expression product(List<Expression> factors) {
        return Expression.product(factors.stream()
                .distinct()
                .map(f -> Expression.power(f, Collections.frequency(factors, f)))
                .toList());
    }

    private static List<Expression> without(List<Expression> parts, int index) {
        List<Expression> rest = new ArrayList<>(parts);
        rest.remove(index);
        return rest;
    }

    private static List<Expression> with(List<Expression> parts, int index, Expression part) {
        List<Expression> changed = new ArrayList<>(parts);
        changed.set(index, part);
        return changed;
    }
}
