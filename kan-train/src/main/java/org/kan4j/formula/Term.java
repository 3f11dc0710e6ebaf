package org.kan4j.formula;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A term of a sum.
 *
 * @param number what the rest is multiplied by
 * @param rest without a number; 1 for a constant
 */
public record Term(Constant number, Expression rest) {

    /**
     * A term whose number is what its value says.
     *
     * @param coefficient the number
     * @param rest what it multiplies
     */
    public Term(double coefficient, Expression rest) {
        this(new Constant(coefficient), rest);
    }

    /**
     * {@return an expression as a term}
     *
     * @param e the expression
     */
    public static Term of(Expression e) {
        if (e instanceof Constant c) {
            return new Term(c, Constant.ONE);
        } else if (e instanceof Product p && p.factors().get(0) instanceof Constant c) {
            return new Term(
                    c, Expression.product(p.factors().subList(1, p.factors().size())));
        }
        return new Term(Constant.ONE, e);
    }

    /** {@return the value of the number} */
    public double coefficient() {
        return number.value();
    }

    /** {@return the product of the two} */
    public Expression expression() {
        return Expression.product(number, rest);
    }

    boolean isConstant() {
        return rest instanceof Constant;
    }

    List<Expression> factors() {
        return rest instanceof Product p ? p.factors() : List.of(rest);
    }

    /** Bases with their constant exponents; a power with another exponent, or one that was told, is a base of its own. */
    Map<Expression, Double> powers() {
        Map<Expression, Double> powers = new LinkedHashMap<>();
        for (Expression f : factors()) {
            if (f instanceof Power p && p.exponent() instanceof Constant c && !c.told()) {
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
