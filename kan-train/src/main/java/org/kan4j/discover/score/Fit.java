package org.kan4j.discover.score;

import java.util.function.IntToDoubleFunction;
import org.kan4j.data.Batch;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Expression;

/** How well a formula does on rows. */
public final class Fit {
    private Fit() {}

    /** Values, [rows]. */
    public static double[] values(Expression expression, Batch batch) {
        double[] y = new double[batch.rows()];
        // With exponents as parameters x/sqrt(y) is x times a power: divided, it would have other last bits, and ties
        // other winners.
        CompiledExpression compiled =
                CompiledExpression.of(expression, CompiledExpression.allButIntegerExponents(expression));
        compiled.values(compiled.parameters(), batch.x(), batch.rows(), batch.in(), y);
        return y;
    }

    /**
     * A fitted formula whose free constants are what their values say: exact data leave a constant on a simple number, to the last bit, and
     * noise does not.
     */
    public static Expression settled(Expression fitted) {
        return fitted.replaceConstants(c -> c.isFree() ? Expression.constant(c.value()) : c);
    }

    /** Values minus targets, [rows]. */
    public static double[] residuals(Expression expression, Batch batch) {
        double[] y = values(expression, batch);
        for (int r = 0; r < y.length; r++) {
            y[r] -= batch.y()[r];
        }
        return y;
    }

    /** Root mean squared error, of weighted rows where there are weights; NaN where the formula is undefined somewhere. */
    public static double rmse(Expression expression, Batch batch) {
        double[] residuals = residuals(expression, batch);
        double largest = 0;
        for (double d : residuals) {
            largest = Double.isNaN(d) ? d : Math.max(largest, Math.abs(d));
        }
        if (!(largest > 0) || Double.isInfinite(largest)) {
            return largest;
        }
        double sum = 0;
        for (int r = 0; r < residuals.length; r++) {
            sum += batch.weight(r) * (residuals[r] / largest) * (residuals[r] / largest);
        }
        return Math.sqrt(sum / batch.totalWeight()) * largest;
    }

    /** Standard deviation of the targets, of weighted rows where there are weights. */
    public static double spread(Batch batch) {
        return spread(batch.y(), batch::weight, batch.totalWeight());
    }

    /** Standard deviation of the targets. */
    public static double spread(double[] y) {
        return spread(y, r -> 1, y.length);
    }

    private static double spread(double[] y, IntToDoubleFunction weight, double total) {
        double largest = 0;
        for (double v : y) {
            largest = Math.max(largest, Math.abs(v));
        }
        if (!(largest > 0)) {
            return 0;
        }
        double mean = 0;
        for (int r = 0; r < y.length; r++) {
            mean += weight.applyAsDouble(r) * (y[r] / largest) / total;
        }
        double squares = 0;
        for (int r = 0; r < y.length; r++) {
            double off = y[r] / largest - mean;
            squares += weight.applyAsDouble(r) * off * off;
        }
        return Math.sqrt(squares / total) * largest;
    }
}
