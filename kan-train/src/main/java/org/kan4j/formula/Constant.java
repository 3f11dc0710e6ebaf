package org.kan4j.formula;

/**
 * A number.
 *
 * @param value any double; negative zero becomes zero
 */
public record Constant(double value) implements Expression {
    static final Constant ZERO = new Constant(0);
    static final Constant ONE = new Constant(1);
    static final Constant MINUS_ONE = new Constant(-1);

    public Constant {
        value = value == 0 ? 0.0 : value;
    }

    @Override
    public double evaluate(double[] row) {
        return value;
    }

    boolean isInteger() {
        return value == Math.rint(value) && Math.abs(value) < 1e15;
    }
}
