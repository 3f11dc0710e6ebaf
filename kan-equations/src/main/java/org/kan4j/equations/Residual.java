package org.kan4j.equations;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Expression;

/** An expression in a problem's variables at many points: values, and derivatives by the jets of the unknowns and by the parameters. */
final class Residual {
    private static final double[] NONE = {};

    private final CompiledExpression value;
    /** The variables of which the expression depends that are no inputs, and the derivatives by them. */
    private final int[] variables;

    private final List<CompiledExpression> derivatives = new ArrayList<>();
    final boolean linear;

    Residual(Problem problem, Expression expression) {
        Expression simple = expression.simplify();
        this.value = compile(simple);
        List<Integer> used = expression.variables().stream()
                .filter(v -> v >= problem.inputs())
                .filter(v -> v < problem.parameter(0)
                        || problem.parameters().get(v - problem.parameter(0)).estimated())
                .toList();
        this.variables = used.stream().mapToInt(Integer::intValue).toArray();
        for (int v : variables) {
            derivatives.add(compile(simple.derivative(v).simplify()));
        }
        this.linear = problem.linear(expression);
    }

    private static CompiledExpression compile(Expression e) {
        return CompiledExpression.of(
                e, new boolean[CompiledExpression.constants(e).size()]);
    }

    int[] variables() {
        return variables;
    }

    /** Values at points whose variables stand in columns, [variables][count]. */
    void values(double[][] columns, int count, double[] out) {
        value.values(NONE, columns, count, out);
    }

    /** Derivatives by {@link #variables}, [variables][count]. */
    double[][] derivatives(double[][] columns, int count) {
        double[][] out = new double[variables.length][count];
        for (int k = 0; k < variables.length; k++) {
            derivatives.get(k).values(NONE, columns, count, out[k]);
        }
        return out;
    }
}
