package org.kan4j.discover.reduce;

import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.formula.Expression;

/**
 * What a part of the law leaves of the target.
 *
 * @param part a formula of the inputs
 * @param factor whether the part is a factor, by which the target is divided; otherwise it is a term, which is subtracted
 */
public record Remainder(Expression part, boolean factor) implements Reduction {
    @Override
    public Batch apply(Batch batch) {
        double[] values = Fit.values(part, batch);
        double[] y = batch.y().clone();
        for (int r = 0; r < y.length; r++) {
            y[r] = factor ? y[r] / values[r] : y[r] - values[r];
        }
        return new Batch(batch.x(), y, batch.rows());
    }

    @Override
    public Expression undo(Expression formula) {
        return factor ? Expression.product(part, formula) : Expression.sum(part, formula);
    }
}
