package org.kan4j.formula;

/**
 * An input column.
 *
 * @param index number of the column, from 0
 */
public record Variable(int index) implements Expression {
    /**
     * Validates.
     *
     * @param index number of the column, from 0
     */
    public Variable {
        if (index < 0) {
            throw new IllegalArgumentException("variable: index >= 0 required, got " + index);
        }
    }

    @Override
    public double evaluate(double[] row) {
        return row[index];
    }
}
