package org.kan4j.formula;

/**
 * A power; a square root is an exponent of 1/2, a reciprocal one of −1. A negative base needs an exponent without fraction, the
 * value is NaN otherwise.
 *
 * @param base any expression
 * @param exponent any expression
 */
public record Power(Expression base, Expression exponent) implements Expression {
    private static final int LARGEST_BY_PRODUCTS = 64;

    @Override
    public double evaluate(double[] row) {
        return pow(base.evaluate(row), exponent.evaluate(row));
    }

    /** b^p: small integer exponents by products, ±1/2 by the square root, a negative p as the reciprocal of b^−p. */
    static double pow(double b, double p) {
        if (p < 0) {
            return 1 / pow(b, -p);
        }
        if (p == 0.5) {
            return Math.sqrt(b);
        }
        if (p == Math.rint(p) && p <= LARGEST_BY_PRODUCTS) {
            return integerPower(b, (int) p);
        }
        return Math.pow(b, p);
    }

    static double integerPower(double b, int n) {
        if (n == 2) {
            return b * b;
        }
        double result = 1;
        double square = b;
        for (int k = n; k > 0; k >>= 1) {
            if ((k & 1) == 1) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }
}
