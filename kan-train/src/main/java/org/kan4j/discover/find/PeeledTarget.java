package org.kan4j.discover.find;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.kan4j.formula.Expression;

/**
 * What is left of a table's target after an expression was taken off it, or a function of the target.
 *
 * @param values [rows]
 * @param errors the largest that the table's rounding causes, [rows]
 * @param undo from a formula for it to one for the target
 */
record PeeledTarget(double[] values, double[] errors, UnaryOperator<Expression> undo) {
    /** Values that spread by less than this share of their size are constant. */
    private static final double CONSTANT = 1e-9;

    /** Whether the values are finite and not constant. */
    private boolean usable() {
        double least = Arrays.stream(values).min().orElse(0);
        double largest = Arrays.stream(values).max().orElse(0);
        return largest - least > CONSTANT * Math.max(Math.abs(least), Math.abs(largest))
                && Arrays.stream(values).allMatch(Double::isFinite);
    }

    /** A function of what is left. */
    PeeledTarget then(PowerLaw.Outer outer) {
        double[] changed = new double[errors.length];
        Arrays.setAll(changed, r -> errors[r] * outer.slope(values[r]));
        return new PeeledTarget(
                Arrays.stream(values).map(outer::target).toArray(), changed, e -> undo.apply(outer.of(e)));
    }

    /** Errors of the values, or of their logarithms, [rows]. */
    double[] errors(boolean logarithmic) {
        double[] changed = errors.clone();
        for (int r = 0; r < changed.length && logarithmic; r++) {
            changed[r] /= Math.abs(values[r]);
        }
        return changed;
    }

    /** The functions of the values that are finite and not constant. */
    List<PeeledTarget> functions(List<PowerLaw.Outer> some) {
        return some.stream().map(this::then).filter(PeeledTarget::usable).toList();
    }
}
