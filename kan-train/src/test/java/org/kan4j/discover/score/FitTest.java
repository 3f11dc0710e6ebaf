package org.kan4j.discover.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;

class FitTest {
    private static final List<String> X = List.of("x");
    private static final Batch ROWS = new Batch(new double[] {1, 2, 4}, new double[] {3, 3, 7}, 3);

    @Test
    void theSpreadIsTheStandardDeviationAtAnyScale() {
        // Of 1, -2 and 7 the mean is 2 and the mean square about it (1 + 16 + 25)/3.
        for (double scale : new double[] {1, -3, 1e-200, 1e200}) {
            double[] y =
                    Arrays.stream(new double[] {1, -2, 7}).map(v -> scale * v).toArray();
            double expected = Math.abs(scale) * Math.sqrt(14);
            assertThat(Fit.spread(y)).isCloseTo(expected, within(1e-14 * expected));
        }
        assertThat(Fit.spread(new double[3])).isZero();
        assertThat(Fit.spread(new double[] {5, 5})).isZero();
    }

    @Test
    void theErrorIsTheRootOfTheMeanSquareAtAnyScale() {
        // Values 2, 4 and 8 minus targets: -1, 1 and 1.
        Expression twice = FormulaParser.parse("2*x", X);
        assertThat(Fit.residuals(twice, ROWS)).containsExactly(-1, 1, 1);
        assertThat(Fit.rmse(twice, ROWS)).isCloseTo(1, within(1e-15));
        assertThat(Fit.rmse(FormulaParser.parse("3", X), ROWS)).isCloseTo(4 / Math.sqrt(3), within(1e-14));
        Batch large = new Batch(new double[] {1, 2}, new double[] {0, 0}, 2);
        assertThat(Fit.rmse(FormulaParser.parse("1e200*x", X), large)).isCloseTo(1e200 * Math.sqrt(2.5), within(1e186));
        assertThat(Fit.rmse(FormulaParser.parse("x", X), new Batch(new double[] {1, 2}, new double[] {1, 2}, 2)))
                .isZero();
    }

    @Test
    void aFormulaWithoutValueAtARowHasNoError() {
        Expression root = FormulaParser.parse("sqrt(x - 1.5)", X);
        assertThat(Fit.rmse(root, ROWS)).isNaN();
        assertThat(Fit.rmse(FormulaParser.parse("1/(x - 2)", X), ROWS)).isInfinite();
    }

    @Test
    void settledConstantsAreWhatTheirValuesSay() {
        Expression fitted = Expression.sum(
                Expression.product(Constant.free(2), Expression.variable(0)), Constant.fixed(1.23456789));
        List<Constant> before = CompiledExpression.constants(fitted);
        assertThat(before).filteredOn(Constant::isFree).hasSize(1);
        List<Constant> settled = CompiledExpression.constants(Fit.settled(fitted));
        // The simple number is free no more, and the one that was told to be fixed stays so.
        assertThat(settled).noneMatch(Constant::isFree);
        assertThat(settled.stream().mapToDouble(Constant::value)).containsExactlyInAnyOrder(2.0, 1.23456789);
    }

    @Test
    void residualsAndTheirDerivativesAreInUnitsOfTheSpread() {
        CompiledExpression compiled = CompiledExpression.of(FormulaParser.parse("1.5123456*x + 0.7123456", X));
        FormulaProblem problem = new FormulaProblem(compiled, ROWS, 4);
        assertThat(problem.unknowns()).isEqualTo(2);
        assertThat(problem.residuals()).isEqualTo(3);
        double[] p = {2, 1};
        double[] r = new double[3];
        problem.residuals(p, r);
        assertThat(r).containsExactly(0, 0.5, 0.5);
        double[] jacobian = new double[6];
        Arrays.fill(r, 7);
        problem.jacobian(p, r, jacobian);
        assertThat(r).containsExactly(0, 0.5, 0.5);
        assertThat(jacobian).containsExactly(0.25, 0.25, 0.5, 0.25, 1, 0.25);
    }

    @Test
    void residualsOfWeightedRowsCountAsTheirWeights() {
        Batch weighted = new Batch(ROWS.x(), ROWS.y(), new double[] {2, 8, 14}, 3);
        CompiledExpression compiled = CompiledExpression.of(FormulaParser.parse("1.5123456*x", X));
        FormulaProblem problem = new FormulaProblem(compiled, weighted, 4);
        double[] p = {2};
        double[] r = new double[3];
        double[] jacobian = new double[3];
        problem.jacobian(p, r, jacobian);
        // Of mean 1 the weights are 1/4, 1 and 7/4; residuals -1, 1 and 1 in units of 4.
        assertThat(r).containsExactly(new double[] {-0.125, 0.25, Math.sqrt(1.75) / 4}, within(1e-15));
        assertThat(jacobian).containsExactly(new double[] {0.125, 0.5, Math.sqrt(1.75)}, within(1e-15));
        // So their mean square is that of the weighted error.
        double squares = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
        Expression twice = FormulaParser.parse("2*x", X);
        assertThat(Math.sqrt(squares / 3)).isCloseTo(Fit.rmse(twice, weighted) / 4, within(1e-15));
    }
}
