package org.kan4j.formula;

import java.util.List;

/**
 * A product. Factors that are powers with a negative constant exponent form its denominator: the value is the product of the
 * others, from left to right, divided by the product of these. {@link Expression#product} builds one from any factors.
 *
 * @param factors at least two, none a product itself, at most one constant and that first, the denominator last
 */
public record Product(List<Expression> factors) implements Expression {
    /**
     * Validates.
     *
     * @param factors at least two, none a product itself, at most one constant and that first, the denominator last
     */
    public Product {
        factors = List.copyOf(factors);
        if (factors.size() < 2) {
            throw new IllegalArgumentException("product: at least two factors required, got " + factors.size());
        }
        boolean below = false;
        for (int i = 0; i < factors.size(); i++) {
            Expression f = factors.get(i);
            if (f instanceof Product || (f instanceof Constant && i > 0) || (below && !isDenominator(f))) {
                throw new IllegalArgumentException("product: no factor that is a product, a constant only at the start"
                        + " and the denominator at the end required, got " + factors);
            }
            below = isDenominator(f);
        }
    }

    /** Whether a factor belongs below the fraction bar. */
    static boolean isDenominator(Expression factor) {
        return factor instanceof Power p && p.exponent() instanceof Constant c && c.value() < 0;
    }

    /** Whether printers write a factor of the denominator as a power in the numerator, because its base would fall apart. */
    static boolean isWrittenAbove(Power denominator) {
        Expression base = denominator.base();
        return denominator.exponent() instanceof Constant c
                && c.value() == -1
                && (base instanceof Power || base instanceof Product || base instanceof Constant);
    }

    @Override
    public double evaluate(double[] row) {
        double above = 1;
        double below = 1;
        for (Expression factor : factors) {
            if (isDenominator(factor)) {
                Power p = (Power) factor;
                below *= Power.pow(p.base().evaluate(row), -((Constant) p.exponent()).value());
            } else {
                above *= factor.evaluate(row);
            }
        }
        return above / below;
    }
}
