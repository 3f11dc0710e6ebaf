package org.kan4j.formula;

/**
 * A function of one argument, applied.
 *
 * @param function which
 * @param argument any expression
 */
public record Apply(Fn function, Expression argument) implements Expression {
    @Override
    public double evaluate(double[] row) {
        return function.value(argument.evaluate(row));
    }
}
