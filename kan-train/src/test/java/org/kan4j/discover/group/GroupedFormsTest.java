package org.kan4j.discover.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;
import org.kan4j.numeric.LeastSquaresProblem;

class GroupedFormsTest {
    private static final List<String> COLUMNS = List.of("x", "a", "b");
    private static final int ROWS = 15;

    /** A saturation curve in two groups, the columns a and b telling which, with noise. */
    private static Batch rows(double firstTop, double secondTop, double firstHalf, double secondHalf) {
        SplittableRandom random = new SplittableRandom(7);
        double[] x = new double[2 * ROWS * 3];
        double[] y = new double[2 * ROWS];
        for (int r = 0; r < y.length; r++) {
            boolean first = r < ROWS;
            double c = 0.1 + 0.2 * (r % ROWS);
            x[3 * r] = c;
            x[3 * r + (first ? 1 : 2)] = 1;
            y[r] = (first ? firstTop : secondTop) * c / ((first ? firstHalf : secondHalf) + c)
                    + 0.005 * (random.nextDouble() - 0.5);
        }
        return new Batch(x, y, y.length);
    }

    private static Refinement.Scored best(Batch rows) {
        Expression form = FormulaParser.parse("3.13*x/(0.77 + x)", COLUMNS);
        return new GroupedForms(rows, 2, new Refinement(rows, () -> false), () -> false).best(form, 3);
    }

    private static List<Double> constants(Expression expression) {
        return CompiledExpression.constants(expression).stream()
                .filter(Constant::isFree)
                .map(Constant::value)
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "2.137, 2.137, 0.518, 0.518, 2",
        "2.137, 3.291, 0.518, 0.518, 3",
        "3.291, 3.291, 0.518, 1.533, 3",
        "2.137, 3.291, 0.518, 1.533, 4"
    })
    void constantsThatDifferAreOfEachGroupAndOthersAreShared(
            double firstTop, double secondTop, double firstHalf, double secondHalf, int count) {
        Refinement.Scored best = best(rows(firstTop, secondTop, firstHalf, secondHalf));
        assertThat(constants(best.expression()))
                .as(Formula.of(best.expression(), COLUMNS, "y").text())
                .hasSize(count);
        double[] inFirst = {0.5, 1, 0};
        double[] inSecond = {0.5, 0, 1};
        assertThat(best.expression().evaluate(inFirst)).isCloseTo(firstTop * 0.5 / (firstHalf + 0.5), within(0.03));
        assertThat(best.expression().evaluate(inSecond)).isCloseTo(secondTop * 0.5 / (secondHalf + 0.5), within(0.03));
    }

    @Test
    void simpleNumbersAreShared() {
        assertThat(Formula.of(best(rows(2, 3, 0.5, 0.5)).expression(), COLUMNS, "y")
                        .text())
                .isEqualTo("(2*a + 3*b)*x/(x + 0.5)");
    }

    @Test
    void theDerivativesAreThoseOfDifferences() {
        Batch rows = rows(2, 3, 0.5, 1.5);
        CompiledExpression form = CompiledExpression.of(FormulaParser.parse("3.1234*x/(0.771234567 + x)", COLUMNS));
        List<Batch> groups = List.of(
                rows.subset(java.util.stream.IntStream.range(0, ROWS).toArray()),
                rows.subset(java.util.stream.IntStream.range(ROWS, 2 * ROWS).toArray()));
        LeastSquaresProblem problem = new GroupProblem(form, groups, 0.7, new int[][] {{0, 1}, {2, 1}});
        double[] p = {2.1, 0.6, 2.8};
        double[] r = new double[problem.residuals()];
        double[] jacobian = new double[r.length * 3];
        problem.jacobian(p, r, jacobian);
        double[] up = r.clone();
        double[] down = r.clone();
        for (int j = 0; j < 3; j++) {
            double[] moved = p.clone();
            moved[j] += 1e-6;
            problem.residuals(moved, up);
            moved[j] -= 2e-6;
            problem.residuals(moved, down);
            for (int i = 0; i < r.length; i++) {
                assertThat(jacobian[3 * i + j]).isCloseTo((up[i] - down[i]) / 2e-6, within(1e-6));
            }
        }
    }
}
