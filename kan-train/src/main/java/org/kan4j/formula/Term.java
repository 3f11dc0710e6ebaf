package org.kan4j.formula;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A term of a sum.
 *
 * @param coefficient a number
 * @param rest what it is multiplied by, without a number; 1 for a constant
 */
public record Term(double coefficient, Expression rest) {

    /** An expression as a term. */
    public static Term of(Expression e) {
        if (e instanceof Constant c) {
            return new Term(c.value(), Constant.ONE);
        } else if (e instanceof Product p && p.factors().get(0) instanceof Constant c) {
            return new Term(
                    c.value(),
                    Expression.product(p.factors().subList(1, p.factors().size())));
        }
        return new Term(1, e);
    }

    /** The product of the two. */
    public Expression expression() {
        return Expression.product(new Constant(coefficient), rest);
    }

    boolean isConstant() {
        return rest instanceof Constant;
    }

    List<Expression> factors() {
        return rest instanceof Product p ? p.factors() : List.of(rest);
    }

    /** Bases with their constant exponents; a power with another exponent is a base of its own. */
    Map<Expression, Double> powers() {
        Map<Expression, Double> powers = new LinkedHashMap<>();
        for (Expression f : factors()) {
            if (f instanceof Power p && p.exponent() instanceof Constant c) {
                powers.merge(p.base(), c.value(), Double::sum);
            } else if (!(f instanceof Constant)) {
                powers.merge(f, 1.0, Double::sum);
            }
        }
        return powers;
    }

    /** The product of powers. */
    static Expression ofPowers(Map<Expression, Double> powers) {
        return Expression.product(powers.entrySet().stream()
                .map(e -> Expression.power(e.getKey(), e.getValue()))
                .sorted(Order.CANONICAL)
                .toList());
    }
}
