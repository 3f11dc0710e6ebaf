package org.kan4j.bench.recovery;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.kan4j.data.Batch;
import org.kan4j.discover.evidence.Evidence;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.FormulaProblem;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.numeric.DampedGaussNewton;

/** What the constants of a found formula should have been: they are fitted to the law itself, without noise. */
final class TrueConstants {
    private static final int STEPS = 300;
    private static final double SAME = 1e-6;

    private TrueConstants() {}

    /**
     * The true values of the constants, in their order: exact ones as they are where that gives the law, else fitted as the others are.
     * Empty where no values make the formula the law, or where there are more to fit than the law has constants.
     *
     * @param found what is known of the formula
     * @param columns number of columns of the table
     * @param most constants of the law
     * @param law rows without noise
     */
    static Optional<double[]> of(Evidence found, int columns, int most, Batch law) {
        return fitted(found, columns, most, law, p -> !p.exact())
                .or(() -> fitted(found, columns, most, law, p -> true));
    }

    private static Optional<double[]> fitted(
            Evidence found, int columns, int most, Batch law, Predicate<Evidence.Parameter> free) {
        List<Evidence.Parameter> parameters = found.constants();
        Expression formula = found.named().expression().substitute(i -> {
            if (i < columns) {
                return Expression.variable(i);
            }
            Evidence.Parameter p = parameters.get(i - columns);
            return free.test(p) ? Constant.free(p.value()) : Constant.fixed(p.value());
        });
        CompiledExpression compiled = CompiledExpression.of(formula);
        double[] start = compiled.parameters();
        double[] printed = parameters.stream()
                .filter(free)
                .mapToDouble(Evidence.Parameter::value)
                .toArray();
        if (!Arrays.equals(start, printed)) {
            throw new IllegalStateException("constants: those of the evidence in their order required, got "
                    + Arrays.toString(start) + " for " + Arrays.toString(printed));
        }
        double spread = Fit.spread(law.y());
        double[] values = start.length == 0
                ? start
                : DampedGaussNewton.of(STEPS)
                        .minimize(new FormulaProblem(compiled, law, spread), start)
                        .unknowns();
        if (start.length > most || !(Fit.rmse(compiled.withParameters(values), law) < SAME * spread)) {
            return Optional.empty();
        }
        double[] all = new double[parameters.size()];
        int next = 0;
        for (int k = 0; k < all.length; k++) {
            all[k] = free.test(parameters.get(k))
                    ? values[next++]
                    : parameters.get(k).value();
        }
        return Optional.of(all);
    }
}
