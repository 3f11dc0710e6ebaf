package org.kan4j.discover.reduce;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;

/**
 * A step from a table with units to one without: some inputs, the basis, make the others and the target free of units,
 *
 * <pre>
 * z_k = x_{rest k} / Π_b x_b^{inputExponents[k][b]},   y / Π_b x_b^{targetExponents[b]}
 * </pre>
 *
 * and only z matters (Buckingham's theorem).
 *
 * @param basis numbers of the inputs that go, rising, not modified
 * @param rest numbers of the inputs that stay, rising, not modified
 * @param inputExponents [rest][basis], not modified
 * @param targetExponents [basis], not modified
 */
public record Groups(int[] basis, int[] rest, double[][] inputExponents, double[] targetExponents)
        implements Reduction {

    @Override
    public Batch apply(Batch batch) {
        int in = batch.in();
        double[] x = new double[batch.rows() * rest.length];
        double[] y = new double[batch.rows()];
        for (int r = 0; r < y.length; r++) {
            for (int k = 0; k < rest.length; k++) {
                x[r * rest.length + k] = batch.x()[r * in + rest[k]] / monomial(inputExponents[k], batch.x(), r * in);
            }
            y[r] = batch.y()[r] / monomial(targetExponents, batch.x(), r * in);
        }
        return new Batch(x, y, y.length);
    }

    private double monomial(double[] exponents, double[] x, int row) {
        double product = 1;
        for (int b = 0; b < basis.length; b++) {
            product *= exponents[b] == 0 ? 1 : Math.pow(x[row + basis[b]], exponents[b]);
        }
        return product;
    }

    @Override
    public Expression undo(Expression small) {
        Expression large =
                small.substitute(k -> Expression.quotient(Expression.variable(rest[k]), monomial(inputExponents[k])));
        return Expression.product(large, monomial(targetExponents));
    }

    private Expression monomial(double[] exponents) {
        List<Expression> factors = new ArrayList<>();
        for (int b = 0; b < basis.length; b++) {
            factors.add(Expression.power(Expression.variable(basis[b]), exponents[b]));
        }
        return Expression.product(factors);
    }
}
