package org.kan4j.discover.reduce;

import static org.kan4j.formula.Expression.power;
import static org.kan4j.formula.Expression.product;
import static org.kan4j.formula.Expression.sum;
import static org.kan4j.formula.Expression.variable;

import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;

/**
 * One step from a table to a smaller one with the same law: a factor or term is taken off the target, or two inputs become
 * one. The input that goes is {@code j}; where two become one, the new input takes the place of {@code i}.
 *
 * @param kind what happens
 * @param i number of the input that changes; unused where only the target does
 * @param j number of the input that goes
 * @param constant the exponent or factor
 * @param offset taken off the target before it is divided; 0 for the kinds that do not divide
 */
public record Step(Action kind, int i, int j, double constant, double offset) implements Reduction {

    /** A step without an offset. */
    public Step(Action kind, int i, int j, double constant) {
        this(kind, i, j, constant, 0);
    }

    /** What a step does. */
    public enum Action {
        /** (y − d) / x_j^p. */
        FACTOR,
        /** y − c·x_j. */
        TERM,
        /** x_i + c·x_j for x_i. */
        SUM,
        /** x_i·x_j^p for x_i. */
        PRODUCT,
        /** x_i² + c·x_j² for x_i. */
        SQUARES,
        /** (y − d) / x_j^p, and x_i / x_j for x_i. */
        SCALE,
        /** y − c·x_j, and x_i − x_j for x_i. */
        SHIFT;

        boolean divides() {
            return this == FACTOR || this == SCALE;
        }

        boolean subtracts() {
            return this == TERM || this == SHIFT;
        }
    }

    @Override
    public Batch apply(Batch batch) {
        int in = batch.in();
        double[] x = new double[batch.rows() * (in - 1)];
        double[] y = batch.y().clone();
        for (int r = 0; r < batch.rows(); r++) {
            double a = batch.x()[r * in + i];
            double b = batch.x()[r * in + j];
            int to = r * (in - 1);
            for (int c = 0; c < in; c++) {
                if (c != j) {
                    x[to++] = c == i ? merged(a, b) : batch.x()[r * in + c];
                }
            }
            if (kind.divides()) {
                y[r] = (y[r] - offset) / Math.pow(b, constant);
            } else if (kind.subtracts()) {
                y[r] -= constant * b;
            }
        }
        return new Batch(x, y, batch.rows());
    }

    private double merged(double a, double b) {
        return switch (kind) {
            case FACTOR, TERM -> a;
            case SUM -> a + constant * b;
            case PRODUCT -> a * Math.pow(b, constant);
            case SQUARES -> a * a + constant * b * b;
            case SCALE -> a / b;
            case SHIFT -> a - b;
        };
    }

    @Override
    public Expression undo(Expression small) {
        Expression a = variable(i);
        Expression b = variable(j);
        Expression c = Expression.constant(constant);
        Expression merged = switch (kind) {
            case FACTOR, TERM -> a;
            case SUM -> sum(a, product(c, b));
            case PRODUCT -> product(a, power(b, c));
            case SQUARES -> sum(power(a, 2), product(c, power(b, 2)));
            case SCALE -> Expression.quotient(a, b);
            case SHIFT -> Expression.difference(a, b);
        };
        Expression large = small.substitute(v -> {
            int before = v < j ? v : v + 1;
            return before == i ? merged : variable(before);
        });
        if (kind.divides()) {
            return sum(product(large, power(b, c)), Expression.constant(offset));
        }
        return kind.subtracts() ? sum(large, product(c, b)) : large;
    }
}
