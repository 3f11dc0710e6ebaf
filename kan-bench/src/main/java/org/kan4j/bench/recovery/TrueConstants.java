package org.kan4j.bench.recovery;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
     * The true values of the constants that are not exact, in their order; empty where no values make the formula the law, or where
     * there are more constants than the law has.
     *
     * @param found what is known of the formula
     * @param columns number of columns of the table
     * @param most constants of the law
     * @param law rows without noise
     */
    static Optional<double[]> of(Evidence found, int columns, int most, Batch law) {
        List<Evidence.Parameter> parameters = found.constants();
        Expression formula = found.named()
                .expression()
                .substitute(i -> i < columns ? Expression.variable(i) : constant(parameters.get(i - columns)));
        CompiledExpression compiled = CompiledExpression.of(formula);
        double[] start = compiled.parameters();
        double[] printed =
                free(parameters).stream().mapToDouble(Evidence.Parameter::value).toArray();
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
        boolean same = Fit.rmse(compiled.withParameters(values), law) < SAME * spread;
        return same && start.length <= most ? Optional.of(values) : Optional.empty();
    }

    /** The constants that are not exact. */
    static List<Evidence.Parameter> free(List<Evidence.Parameter> parameters) {
        return parameters.stream().filter(p -> !p.exact()).toList();
    }

    private static Constant constant(Evidence.Parameter p) {
        return p.exact() ? Constant.fixed(p.value()) : Constant.free(p.value());
    }
}
