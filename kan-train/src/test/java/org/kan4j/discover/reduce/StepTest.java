package org.kan4j.discover.reduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;
import org.kan4j.train.Tables;

class StepTest {

    @ParameterizedTest
    @EnumSource(Step.Action.class)
    void aFormulaForTheSmallerTableBecomesOneForTheLarger(Step.Action kind) {
        Batch large = Tables.uniform(20, 3, 1, 2, 4, x -> x[0] + x[1] * x[2]);
        for (int[] pair : new int[][] {{0, 1}, {0, 2}, {2, 0}, {1, 2}}) {
            Step step = new Step(kind, pair[0], pair[1], -2, kind.divides() ? 3 : 0);
            Batch small = step.apply(large);
            Expression e = Expression.sum(
                    Expression.sin(Expression.variable(0)),
                    Expression.product(Expression.variable(1), Expression.variable(1)));
            Expression undone = step.undo(e);
            for (int r = 0; r < 20; r++) {
                double[] row = Arrays.copyOfRange(small.x(), 2 * r, 2 * r + 2);
                double[] wide = Arrays.copyOfRange(large.x(), 3 * r, 3 * r + 3);
                // The error of the formula on the small table is that of the other, up to what was divided off.
                double scale = kind.divides() ? Math.pow(wide[pair[1]], -2) : 1;
                assertThat((undone.evaluate(wide) - large.y()[r]) / scale)
                        .isCloseTo(e.evaluate(row) - small.y()[r], within(1e-9));
            }
        }
    }
}
