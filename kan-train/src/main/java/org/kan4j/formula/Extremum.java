package org.kan4j.formula;

/**
 * The larger or the smaller of two expressions.
 *
 * @param larger whether it is the larger one
 * @param left any expression
 * @param right any expression
 */
public record Extremum(boolean larger, Expression left, Expression right) implements Expression {
    @Override
    public double evaluate(double[] row) {
        return of(left.evaluate(row), right.evaluate(row));
    }

    /** The larger or the smaller of two numbers; NaN where one is. */
    double of(double a, double b) {
        return larger ? Math.max(a, b) : Math.min(a, b);
    }

    /** {@return the name in plain text, JSON and most notations} */
    public String symbol() {
        return larger ? "max" : "min";
    }

    /** The name in SymPy syntax, where the lower case is Python's own. */
    String sympy() {
        return larger ? "Max" : "Min";
    }
}
