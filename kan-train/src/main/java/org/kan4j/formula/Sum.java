package org.kan4j.formula;

import java.util.List;

/**
 * A sum, added from left to right. {@link Expression#sum} builds one from any terms.
 *
 * @param terms at least two, none a sum itself, at most one constant and that last
 */
public record Sum(List<Expression> terms) implements Expression {
    /**
     * Validates.
     *
     * @param terms at least two, none a sum itself, at most one constant and that last
     */
    public Sum {
        terms = List.copyOf(terms);
        if (terms.size() < 2) {
            throw new IllegalArgumentException("sum: at least two terms required, got " + terms.size());
        }
        for (int i = 0; i < terms.size(); i++) {
            Expression t = terms.get(i);
            if (t instanceof Sum || (t instanceof Constant && i < terms.size() - 1)) {
                throw new IllegalArgumentException(
                        "sum: no term that is a sum and a constant only at the end required, got " + terms);
            }
        }
    }

    @Override
    public double evaluate(double[] row) {
        double sum = terms.get(0).evaluate(row);
        for (int i = 1; i < terms.size(); i++) {
            sum += terms.get(i).evaluate(row);
        }
        return sum;
    }
}
