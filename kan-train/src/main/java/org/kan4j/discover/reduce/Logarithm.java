package org.kan4j.discover.reduce;

import java.util.Arrays;
import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Fn;

/**
 * The logarithm of the target, log(sign·y): products become sums.
 *
 * @param sign of the target in all rows, 1 or −1; the logarithm of a row of the other sign is not finite
 */
public record Logarithm(double sign) implements Reduction {

    /** The logarithm for a target of the first row's sign. */
    public static Logarithm of(Task task) {
        return new Logarithm(Math.signum(task.rawTrain().y()[0]));
    }

    @Override
    public Batch apply(Batch batch) {
        return new Batch(
                batch.x(), Arrays.stream(batch.y()).map(y -> Math.log(sign * y)).toArray(), batch.rows());
    }

    @Override
    public Expression undo(Expression formula) {
        return signed(Expression.apply(Fn.EXP, formula));
    }

    /** From a formula for |y| to one for y. */
    public Expression signed(Expression formula) {
        return Expression.product(Expression.constant(sign), formula);
    }
}
