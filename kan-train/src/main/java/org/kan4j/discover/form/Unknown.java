package org.kan4j.discover.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * @param bounds [unknowns] between which each must be
 * @param further [further columns][rows]
 */
record Unknown(Expression body, int inputs, double[] values, List<Bound> bounds, double[][] further) {
    /** The share by which a constant at its bound may raise what is left, and what is rounding errors, in units of the variance. */
    private static final double AS_WELL = 1e-6;

    private static final double LEAST = 1e-22;

    /**
     * A formula without further columns.
     *
     * @param bounds of the first unknowns; others have none
     */
    static Unknown of(Expression body, int inputs, double[] values, List<Bound> bounds) {
        return of(body, inputs, values, bounds, new double[0][]);
    }

    /** A formula with further columns. */
    static Unknown of(Expression body, int inputs, double[] values, List<Bound> bounds, double[][] further) {
        List<Bound> all = new ArrayList<>(bounds);
        while (all.size() < values.length) {
            all.add(Bound.none());
        }
        return new Unknown(body, inputs, values, all, further);
    }

    private Unknown withValues(double[] changed) {
        return new Unknown(body, inputs, changed, bounds, further);
    }

    /** The same with values that fit rows better; the same where none do. */
    Unknown fitted(Batch rows, int iterations, BooleanSupplier stop) {
        if (values.length == 0) {
            return this;
        }
        double[] start = new double[values.length];
        Arrays.setAll(start, k -> bounds.get(k).of(values[k]));
        ScaledProblem problem = new ScaledProblem(new Problem(rows), start);
        DampedGaussNewton.Result run = DampedGaussNewton.of(iterations)
                .withTolerance(1e-9)
                .withTarget(1e-24 * rows.rows())
                .withStop(stop)
                .minimize(problem, problem.scaled(start));
        return Double.isFinite(run.cost()) ? withValues(within(problem.original(run.unknowns()))) : this;
    }

    private double[] within(double[] numbers) {
        double[] all = new double[numbers.length];
        Arrays.setAll(all, k -> bounds.get(k).value(numbers[k]));
        return all;
    }

    /** The same with unknowns put at bounds that they are near to, where rows are fitted as well then. */
    Unknown atBounds(Batch rows, int iterations, BooleanSupplier stop) {
        Unknown best = this;
        for (int k = 0; k < values.length; k++) {
            if (bounds.get(k).bounded()) {
                double bound = bounds.get(k).nearest(best.values[k]);
                Unknown at =
                        best.pinned(k, bound).fitted(rows, iterations, stop).with(k, bound);
                best = at.cost(rows) <= best.cost(rows) * (1 + AS_WELL) + LEAST * rows.rows() ? at : best;
            }
        }
        return best;
    }

    /** The same with an unknown that is none any more. */
    private Unknown pinned(int unknown, double value) {
        Expression fixed = body.substitute(i -> i == inputs + unknown ? Constant.fixed(value) : Expression.variable(i));
        return new Unknown(fixed, inputs, values, bounds, further);
    }

    private Unknown with(int unknown, double value) {
        double[] changed = values.clone();
        changed[unknown] = value;
        return withValues(changed);
    }

    /** Says which constants are at their bounds. */
    List<String> said() {
        return IntStream.range(0, values.length)
                .filter(k -> values[k] == bounds.get(k).low()
                        || values[k] == bounds.get(k).high())
                .mapToObj(k -> bounds.get(k).said(values[k]))
                .toList();
    }

    /** The sum of squared residuals, in units of the target's variance; infinite where it is not finite. */
    double cost(Batch rows) {
        double[] r = new double[rows.rows()];
        new Problem(rows).values(values, r);
        double sum = Arrays.stream(r).map(v -> v * v).sum();
        return Double.isFinite(sum) ? sum : Double.POSITIVE_INFINITY;
    }

    /**
     * The formula; unknowns are free constants, and fixed ones where they have bounds or are in several places, which no later fit
     * knows.
     */
    Expression formula() {
        return body.substitute(i -> i < inputs ? Expression.variable(i) : constant(i - inputs));
    }

    private Constant constant(int unknown) {
        return bounds.get(unknown).bounded() || count(body, inputs + unknown) > 1
                ? Constant.fixed(values[unknown])
                : Constant.free(values[unknown]);
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
            values(within(p), r);
        }

        void values(double[] p, double[] r) {
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
                    double slope = slopes[i] * factors[i] * bounds.get(k).slope(p[k]);
                    jacobian[i * p.length + k] = Double.isNaN(slope) ? 0 : slope;
                }
            }
        }
    }
}
