package org.kan4j.discover.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;

/**
 * A simple number that the rows may speak against.
 *
 * @param step from it to what the rows give in its place
 * @param error standard error of that
 * @param freed the formula with what the rows give in its place
 */
record Doubt(double step, double error, Expression freed) {

    boolean beyond(double standardErrors) {
        return Math.abs(step) > standardErrors * error;
    }

    /** All simple numbers but ones of a formula, each as if it were free beside the constants that are. */
    static List<Doubt> of(Expression expression, Batch data) {
        List<Constant> constants = CompiledExpression.constants(expression);
        double[] values = constants.stream().mapToDouble(Constant::value).toArray();
        boolean[] all = new boolean[values.length];
        Arrays.fill(all, true);
        CompiledExpression compiled = CompiledExpression.of(expression, all);
        Linearization linear = new Linearization(compiled, data);
        int[] free = IntStream.range(0, values.length)
                .filter(k -> constants.get(k).isFree())
                .toArray();
        List<Doubt> doubts = new ArrayList<>();
        for (int k = 0; k < values.length; k++) {
            if (!constants.get(k).isFree() && !constants.get(k).told() && Math.abs(values[k]) != 1) {
                int[] some = Arrays.copyOf(free, free.length + 1);
                some[free.length] = k;
                Linearization.Solution solution = linear.solve(some);
                double step = solution.steps()[free.length];
                double[] changed = values.clone();
                changed[k] += step;
                doubts.add(new Doubt(step, solution.errors()[free.length], compiled.withParameters(changed)));
            }
        }
        return doubts;
    }
}
