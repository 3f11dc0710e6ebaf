package org.kan4j.discover.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;

class LeverageTest {
    private static final double[] X = {0, 1, 2, 3, 4};

    private static double largest(String formula) {
        Expression expression = FormulaParser.parse(formula, List.of("x"));
        return Leverage.largest(expression, new Batch(X, X.clone(), X.length));
    }

    @Test
    void endsOfALineHaveTheClosedForm() {
        // 1/n + (x - mean)^2 / sum of squares = 1/5 + 4/10
        assertThat(largest("1.312345*x + 0.772345")).isCloseTo(0.6, within(1e-12));
        assertThat(largest("1.312345")).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void aPeakOfOneRowHasThatRow() {
        assertThat(largest("0.772345 + 1.312345*exp(-99.712345*(x - 2.001234)^2)"))
                .isCloseTo(1, within(1e-6));
    }

    @Test
    void aRowOfMoreWeightHasMoreOfTheMean() {
        // The fitted mean is that of weighted rows, so a row has its share of the weights.
        Batch weighted = new Batch(new double[4], new double[] {1, 2, 3, 4}, new double[] {1, 1, 1, 5}, 4);
        assertThat(Leverage.largest(Constant.free(2), weighted)).isCloseTo(5 / 8.0, within(1e-12));
    }
}
