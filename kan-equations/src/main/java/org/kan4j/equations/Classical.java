package org.kan4j.equations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.ode.DenseOutputModel;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.kan4j.formula.Expression;

/**
 * Ordinary differential equations from their beginning by Dormand and Prince's method of order eight, to compare with: the highest
 * derivatives stand linearly in the equations, which are solved for them at each step.
 */
final class Classical implements OrdinaryDifferentialEquation {
    private static final double SHORTEST = 1e-14;
    private static final double TOLERANCE = 1e-12;
    private static final int MOST_EVALUATIONS = 500_000;

    private final Problem problem;
    /** Variables of the lower derivatives, the states, and of the highest ones. */
    private final List<Integer> states = new ArrayList<>();

    private final List<Integer> highest = new ArrayList<>();
    private final List<Expression> residuals;

    private Classical(Problem problem) {
        this.problem = problem;
        this.residuals =
                problem.equations().stream().map(Problem.Equation::residual).toList();
        for (int k = 0; k < problem.unknowns().size(); k++) {
            int order = problem.order(k, 0);
            for (int d = 0; d < order; d++) {
                states.add(problem.variable(k, d));
            }
            highest.add(problem.variable(k, Math.max(0, order)));
        }
    }

    /**
     * Values of the unknowns, [points, unknowns]; nothing where the equations are of another kind, or the method does not get to the end.
     *
     * @param x times
     */
    static Optional<double[]> values(Problem problem, double[] x) {
        if (problem.inputs() != 1
                || problem.evolution() != 0
                || !problem.estimated().isEmpty()) {
            return Optional.empty();
        }
        Classical method = new Classical(problem);
        if (!method.explicit()) {
            return Optional.empty();
        }
        try {
            return Optional.of(method.run(x));
        } catch (MathRuntimeException e) {
            return Optional.empty();
        }
    }

    /** Whether each unknown has a derivative, the equations are linear in the highest ones, and the conditions in the states. */
    private boolean explicit() {
        return states.containsAll(IntStream.range(0, problem.unknowns().size())
                        .mapToObj(k -> problem.variable(k, 0))
                        .toList())
                && residuals.stream()
                        .allMatch(e -> highest.stream()
                                .allMatch(v -> e.derivative(v).simplify().variables().stream()
                                        .noneMatch(highest::contains)))
                && problem.conditions().stream().allMatch(c -> problem.linear(c.residual()));
    }

    private double[] run(double[] x) {
        Problem.Range range = problem.domain().get(0);
        List<Expression> conditions =
                problem.conditions().stream().map(Problem.Condition::residual).toList();
        double[] start = solved(conditions, states, row(range.lo(), new double[states.size()]));
        DormandPrince853Integrator integrator =
                new DormandPrince853Integrator(SHORTEST * range.length(), range.length(), TOLERANCE, TOLERANCE);
        integrator.setMaxEvaluations(MOST_EVALUATIONS);
        DenseOutputModel between = new DenseOutputModel();
        integrator.addStepHandler(between);
        integrator.integrate(this, new ODEState(range.lo(), start), range.hi());
        int unknowns = problem.unknowns().size();
        double[] values = new double[x.length * unknowns];
        for (int p = 0; p < x.length; p++) {
            double[] y = between.getInterpolatedState(x[p]).getPrimaryState();
            for (int k = 0; k < unknowns; k++) {
                values[p * unknowns + k] = y[states.indexOf(problem.variable(k, 0))];
            }
        }
        return values;
    }

    @Override
    public int getDimension() {
        return states.size();
    }

    @Override
    public double[] computeDerivatives(double t, double[] y) {
        double[] row = row(t, y);
        double[] top = solved(residuals, highest, row);
        for (int k = 0; k < top.length; k++) {
            row[highest.get(k)] = top[k];
        }
        return states.stream().mapToDouble(variable -> row[variable + 1]).toArray();
    }

    private double[] row(double t, double[] y) {
        double[] row = new double[problem.variables()];
        row[0] = t;
        for (int m = 0; m < problem.parameters().size(); m++) {
            row[problem.parameter(m)] = problem.parameters().get(m).lo();
        }
        for (int s = 0; s < y.length; s++) {
            row[states.get(s)] = y[s];
        }
        return row;
    }

    /** The values of some variables for which linear expressions are zero, which are zero in the row. */
    private static double[] solved(List<Expression> expressions, List<Integer> variables, double[] row) {
        int n = variables.size();
        double[] right = expressions.stream().mapToDouble(e -> -e.evaluate(row)).toArray();
        double[][] matrix = new double[right.length][n];
        for (int k = 0; k < n; k++) {
            row[variables.get(k)] = 1;
            for (int e = 0; e < right.length; e++) {
                matrix[e][k] = expressions.get(e).evaluate(row) + right[e];
            }
            row[variables.get(k)] = 0;
        }
        return new LUDecomposition(new Array2DRowRealMatrix(matrix, false))
                .getSolver()
                .solve(new ArrayRealVector(right, false))
                .toArray();
    }
}
