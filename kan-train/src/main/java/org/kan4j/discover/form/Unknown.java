package org.kan4j.discover.form;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.numeric.DampedGaussNewton;
import org.kan4j.numeric.LeastSquaresProblem;
import org.kan4j.numeric.ScaledProblem;

/**
 * A formula some of whose variables are unknown numbers, the same in all rows and wherever they occur, with a value for each.
 *
 * @param body variables are the inputs, then the unknowns, then further columns
 * @param inputs number of inputs
 * @param values [unknowns]
 * @param further [further columns][rows]
 */
record Unknown(Expression body, int inputs, double[] values, double[][] further) {

    /** A formula without further columns. */
    static Unknown of(Expression body, int inputs, double[] values) {
        return new Unknown(body, inputs, values, new double[0][]);
    }

    Unknown withValues(double[] changed) {
        return new Unknown(body, inputs, changed, further);
    }

    /** The same with values that fit rows better; the same where none do. */
    Unknown fitted(Batch rows, int iterations, BooleanSupplier stop) {
        if (values.length == 0) {
            return this;
        }
        ScaledProblem problem = new ScaledProblem(new Problem(rows), values);
        DampedGaussNewton.Result run = DampedGaussNewton.of(iterations)
                .withTolerance(1e-9)
                .withTarget(1e-24 * rows.rows())
                .withStop(stop)
                .minimize(problem, problem.scaled(values));
        return Double.isFinite(run.cost()) ? withValues(problem.original(run.unknowns())) : this;
    }

    /** The sum of squared residuals, in units of the target's variance; infinite where it is not finite. */
    double cost(Batch rows) {
        double[] r = new double[rows.rows()];
        new Problem(rows).residuals(values, r);
        double sum = Arrays.stream(r).map(v -> v * v).sum();
        return Double.isFinite(sum) ? sum : Double.POSITIVE_INFINITY;
    }

    /** The formula; unknowns are free constants, and fixed ones where they are in several places, which no later fit keeps equal. */
    Expression formula() {
        return body.substitute(i -> i < inputs
                ? Expression.variable(i)
                : count(body, i) > 1 ? Constant.fixed(values[i - inputs]) : Constant.free(values[i - inputs]));
    }

    private static int count(Expression e, int variable) {
        return e.equals(Expression.variable(variable))
                ? 1
                : e.children().stream().mapToInt(part -> count(part, variable)).sum();
    }

    /** Residuals, and their derivatives by the unknowns from exact derivatives of the formula. */
    private final class Problem implements LeastSquaresProblem {
        private final Batch rows;
        private final double[][] columns;
        private final double[] factors;
        private final CompiledExpression compiled = fixed(body);
        private final CompiledExpression[] derivatives = IntStream.range(inputs, inputs + values.length)
                .mapToObj(i -> fixed(body.derivative(i)))
                .toArray(CompiledExpression[]::new);

        Problem(Batch rows) {
            this.rows = rows;
            int n = rows.rows();
            columns = new double[inputs + values.length + further.length][];
            for (int i = 0; i < columns.length; i++) {
                int column = i;
                columns[i] = i < inputs
                        ? IntStream.range(0, n)
                                .mapToDouble(r -> rows.x()[r * rows.in() + column])
                                .toArray()
                        : i < inputs + values.length ? new double[n] : further[i - inputs - values.length];
            }
            double spread = Fit.spread(rows);
            double mean = rows.totalWeight() / n;
            factors = IntStream.range(0, n)
                    .mapToDouble(r -> Math.sqrt(rows.weight(r) / mean) / (spread > 0 ? spread : 1))
                    .toArray();
        }

        private static CompiledExpression fixed(Expression e) {
            return CompiledExpression.of(
                    e, new boolean[CompiledExpression.constants(e).size()]);
        }

        @Override
        public int unknowns() {
            return values.length;
        }

        @Override
        public int residuals() {
            return rows.rows();
        }

        @Override
        public void residuals(double[] p, double[] r) {
            for (int k = 0; k < p.length; k++) {
                Arrays.fill(columns[inputs + k], p[k]);
            }
            compiled.values(new double[0], columns, rows.rows(), r);
            for (int i = 0; i < rows.rows(); i++) {
                r[i] = (r[i] - rows.y()[i]) * factors[i];
            }
        }

        @Override
        public void jacobian(double[] p, double[] r, double[] jacobian) {
            residuals(p, r);
            double[] slopes = new double[rows.rows()];
            for (int k = 0; k < p.length; k++) {
                derivatives[k].values(new double[0], columns, rows.rows(), slopes);
                for (int i = 0; i < slopes.length; i++) {
                    // 0^p does not change with p > 0, though its logarithm says so.
                    double slope = slopes[i] * factors[i];
                    jacobian[i * p.length + k] = Double.isNaN(slope) ? 0 : slope;
                }
            }
        }
    }
}
