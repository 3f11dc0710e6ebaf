package org.kan4j.formula;

import static org.kan4j.formula.Expression.apply;
import static org.kan4j.formula.Expression.constant;
import static org.kan4j.formula.Expression.power;
import static org.kan4j.formula.Expression.product;
import static org.kan4j.formula.Expression.sum;

import java.util.ArrayList;
import java.util.List;

/** Exact differentiation. */
final class Derivative {
    private Derivative() {}

    static Expression of(Expression e, int variable) {
        if (e instanceof Variable v) {
            return v.index() == variable ? Constant.ONE : Constant.ZERO;
        } else if (e instanceof Sum s) {
            return sum(s.terms().stream().map(t -> of(t, variable)).toList());
        } else if (e instanceof Product p) {
            return ofProduct(p.factors(), variable);
        } else if (e instanceof Power p) {
            return ofPower(p, variable);
        } else if (e instanceof Apply a) {
            Expression inner = of(a.argument(), variable);
            return inner.equals(Constant.ZERO) ? inner : product(a.function().derivative(a.argument()), inner);
        } else if (e instanceof Extremum m) {
            return ofExtremum(m, variable);
        }
        return Constant.ZERO;
    }

    /** The derivative of the side that it is: half of both, and of their difference by the sign of the sides' difference. */
    private static Expression ofExtremum(Extremum m, int variable) {
        Expression left = of(m.left(), variable);
        Expression right = of(m.right(), variable);
        Expression half = constant(m.larger() ? 0.5 : -0.5);
        Expression side = apply(Fn.SIGN, Expression.difference(m.left(), m.right()));
        return sum(product(constant(0.5), sum(left, right)), product(half, side, Expression.difference(left, right)));
    }

    private static Expression ofProduct(List<Expression> factors, int variable) {
        List<Expression> terms = new ArrayList<>();
        for (int i = 0; i < factors.size(); i++) {
            List<Expression> copy = new ArrayList<>(factors);
            copy.set(i, of(factors.get(i), variable));
            terms.add(product(copy));
        }
        return sum(terms);
    }

    private static Expression ofPower(Power p, int variable) {
        Expression base = of(p.base(), variable);
        Expression exponent = of(p.exponent(), variable);
        List<Expression> terms = new ArrayList<>();
        if (!base.equals(Constant.ZERO)) {
            terms.add(product(p.exponent(), power(p.base(), sum(p.exponent(), constant(-1))), base));
        }
        if (!exponent.equals(Constant.ZERO)) {
            terms.add(product(p, apply(Fn.LOG, p.base()), exponent));
        }
        return sum(terms);
    }
}
