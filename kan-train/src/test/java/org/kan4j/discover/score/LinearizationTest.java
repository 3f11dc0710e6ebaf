package org.kan4j.discover.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;
import org.kan4j.train.Tables;

class LinearizationTest {
    private static final List<String> XY = List.of("x", "y");

    /** With all constants but integer exponents as parameters. */
    private static CompiledExpression compiled(String formula) {
        Expression expression = FormulaParser.parse(formula, XY);
        boolean[] all = new boolean[CompiledExpression.constants(expression).size()];
        Arrays.fill(all, true);
        return CompiledExpression.of(expression, all);
    }

    private static Batch noisy(int rows) {
        SplittableRandom random = new SplittableRandom(6);
        return Tables.uniform(rows, 2, 1, 3, 6, x -> 2 * x[0] - x[1] + 0.1 * random.nextGaussian());
    }

    /** Steps and then errors by the normal equations, solved by elimination. */
    private static double[] textbook(CompiledExpression compiled, Batch batch, int... some) {
        int rows = batch.rows();
        int all = compiled.parameterCount();
        int n = some.length;
        double[] r = new double[rows];
        double[] jacobian = new double[rows * all];
        compiled.jacobian(compiled.parameters(), batch.x(), rows, batch.in(), r, jacobian);
        double[][] a = new double[n][2 * n + 1];
        for (int i = 0; i < n; i++) {
            a[i][n + i] = 1;
            for (int row = 0; row < rows; row++) {
                for (int j = 0; j < n; j++) {
                    a[i][j] += jacobian[row * all + some[i]] * jacobian[row * all + some[j]];
                }
                a[i][2 * n] -= jacobian[row * all + some[i]] * (r[row] - batch.y()[row]);
            }
        }
        for (int i = 0; i < n; i++) {
            double pivot = a[i][i];
            for (int j = 0; j <= 2 * n; j++) {
                a[i][j] /= pivot;
            }
            for (int k = 0; k < n; k++) {
                double factor = k == i ? 0 : a[k][i];
                for (int j = 0; j <= 2 * n; j++) {
                    a[k][j] -= factor * a[i][j];
                }
            }
        }
        double[] variances = new double[n];
        for (int row = 0; row < rows; row++) {
            double rest = r[row] - batch.y()[row];
            double leverage = 0;
            double[] inverse = new double[n];
            for (int i = 0; i < n; i++) {
                rest += jacobian[row * all + some[i]] * a[i][2 * n];
                for (int j = 0; j < n; j++) {
                    inverse[i] += a[i][n + j] * jacobian[row * all + some[j]];
                }
                leverage += inverse[i] * jacobian[row * all + some[i]];
            }
            for (int i = 0; i < n; i++) {
                variances[i] += Math.pow(inverse[i] * rest / (1 - leverage), 2);
            }
        }
        return IntStream.range(0, 2 * n)
                .mapToDouble(i -> i < n ? a[i][2 * n] : Math.sqrt(variances[i - n]))
                .toArray();
    }

    private static void agrees(Linearization.Solution solution, double[] expected, double tolerance) {
        int n = expected.length / 2;
        for (int i = 0; i < n; i++) {
            assertThat(solution.steps()[i]).isCloseTo(expected[i], within(tolerance * Math.abs(expected[i])));
            assertThat(solution.errors()[i]).isCloseTo(expected[n + i], within(tolerance * expected[n + i]));
        }
    }

    @Test
    void stepsAndErrorsAreThoseOfTheNormalEquations() {
        Batch batch = noisy(40);
        for (String formula : new String[] {
            "1.5123456*x + 0.7123456*x*y + 2.1123456",
            "1.5123456*exp(0.7123456*x) - 0.3123456*y",
            "0.5123456*x*y^1.2123456"
        }) {
            CompiledExpression compiled = compiled(formula);
            Linearization linear = new Linearization(compiled, batch);
            int last = compiled.parameterCount() - 1;
            int[] all = IntStream.rangeClosed(0, last).toArray();
            // Columns that are not orthogonal cost the normal equations a few digits.
            agrees(linear.solve(all), textbook(compiled, batch, all), 1e-8);
            agrees(linear.solve(last, 0), textbook(compiled, batch, last, 0), 1e-8);
            agrees(linear.solve(last), textbook(compiled, batch, last), 1e-8);
        }
    }

    @Test
    void aColumnWithOneRowAloneIsSolvedLikeOthers() {
        Batch batch = new Batch(new double[] {1, 0, 0, 2, 0, 3, 0, 5}, new double[] {4, 1, 2, 2}, 4);
        CompiledExpression compiled = compiled("3*x + 2*y");
        Linearization.Solution solution = new Linearization(compiled, batch).solve(0, 1);
        double[] alone = textbook(compiled, batch, 1);
        assertThat(solution.steps()).containsExactly(new double[] {1, alone[0]}, within(1e-12));
        assertThat(solution.errors()[1]).isCloseTo(alone[1], within(1e-12));
    }

    @Test
    void numbersWhoseSquaresOverflowAreNoDifferentFromOthers() {
        Batch batch = noisy(40);
        double scale = 1e200;
        Batch large = new Batch(
                Arrays.stream(batch.x()).map(v -> scale * v).toArray(),
                Arrays.stream(batch.y()).map(v -> scale * v).toArray(),
                batch.rows());
        CompiledExpression compiled = compiled("1.5123456*x + 0.25*y");
        agrees(new Linearization(compiled, large).solve(0, 1), textbook(compiled, batch, 0, 1), 1e-9);
    }

    @Test
    void errorsThatGrowWithAnInputAreInTheStandardErrors() {
        SplittableRandom random = new SplittableRandom(3);
        CompiledExpression compiled = compiled("2*x");
        int tables = 400;
        double steps = 0;
        double errors = 0;
        for (int t = 0; t < tables; t++) {
            Batch batch = Tables.uniform(25, 1, 0, 3, t, x -> 2 * x[0] + x[0] * x[0] * random.nextGaussian());
            Linearization.Solution solution = new Linearization(compiled, batch).solve(0);
            steps += solution.steps()[0] * solution.steps()[0] / tables;
            errors += solution.errors()[0] * solution.errors()[0] / tables;
        }
        // Errors taken for equal give 0.4 of the variance that the slopes have.
        assertThat(errors / steps).isBetween(0.9, 1.4);
    }

    @Test
    void aRowThatAloneDecidesAConstantHasErrorsLikeTheOthers() {
        Batch batch = new Batch(new double[] {1, 0, 2, 0, 3, 0, 4, 0, 0, 1}, new double[] {2.1, 3.9, 6.1, 7.9, 5}, 5);
        Linearization.Solution solution = new Linearization(compiled("2*x + 4*y"), batch).solve(0, 1);
        assertThat(solution.steps()[1]).isCloseTo(1, within(1e-12));
        // The residuals of the others: 0.1 each with alternating signs, less what the slope takes; three are free.
        assertThat(solution.errors()[1]).isCloseTo(Math.sqrt(0.04 / 3), within(2e-3));
    }

    @Test
    void exactDataLeaveNothingToStepOrToDoubt() {
        Batch batch = Tables.uniform(20, 2, 1, 3, 6, x -> 2 * x[0]);
        Linearization.Solution solution = new Linearization(compiled("2*x"), batch).solve(0);
        assertThat(solution.steps()).containsExactly(0);
        assertThat(solution.errors()).containsExactly(0);
    }

    @Test
    void constantsThatStandForEachOtherHaveNoErrorsAndTheOthersKeepTheirs() {
        Batch batch = noisy(40);
        CompiledExpression compiled = compiled("1.5123456*exp(x + 0.7123456) - 0.3123456*y");
        Linearization linear = new Linearization(compiled, batch);
        double[] apart = textbook(compiled, batch, 0, 2);
        Linearization.Solution solution = linear.solve(0, 1, 2);
        assertThat(solution.errors()[0]).isNaN();
        assertThat(solution.errors()[1]).isNaN();
        // One direction less than constants, so the errors have as many rows as of two constants.
        assertThat(solution.errors()[2]).isCloseTo(apart[3], within(1e-8 * apart[3]));
        assertThat(solution.steps()[2]).isCloseTo(apart[1], within(1e-8 * Math.abs(apart[1])));
        // Together they take the step that one takes alone: exp(x + b) changes by itself for b, by 1/a for a.
        double together = solution.steps()[0] + 1.5123456 * solution.steps()[1];
        assertThat(together).isCloseTo(apart[0], within(1e-8 * Math.abs(apart[0])));
        agrees(linear.solve(0, 2), apart, 1e-8);
    }

    @Test
    void asManyConstantsAsRowsAreSolvedButHaveNoErrors() {
        Batch two = new Batch(new double[] {1, 0, 3, 0}, new double[] {5, 9}, 2);
        Linearization.Solution solution = new Linearization(compiled("1.5*x + 2.5"), two).solve(0, 1);
        // The line through both points is 2x + 3.
        assertThat(solution.steps()).containsExactly(new double[] {0.5, 0.5}, within(1e-13));
        assertThat(solution.errors()).containsOnly(Double.NaN);
        Linearization.Solution more = new Linearization(compiled("1.5*x + 2.5 + 3*x^2"), two).solve(0, 1, 2);
        assertThat(more.errors()).containsOnly(Double.NaN);
    }

    @Test
    void aConstantWhoseDerivativeIsInfiniteSomewhereIsNotDetermined() {
        Batch batch = Tables.uniform(30, 2, 1, 3, 6, x -> Math.sqrt(x[0] - 1) + x[1] * x[1]);
        batch.x()[0] = 1;
        batch.y()[0] = batch.x()[1] * batch.x()[1];
        CompiledExpression compiled = compiled("1.25*sqrt(x - 1) + 1.5*y");
        double[] parameters = compiled.parameters();
        int shift = IntStream.range(0, parameters.length)
                .filter(k -> parameters[k] == -1)
                .findFirst()
                .orElseThrow();
        int slope = IntStream.range(0, parameters.length)
                .filter(k -> parameters[k] == 1.5)
                .findFirst()
                .orElseThrow();
        Linearization linear = new Linearization(compiled, batch);
        Linearization.Solution solution = linear.solve(slope, shift);
        assertThat(solution.errors()[1]).isNaN();
        assertThat(solution.errors()[0]).isEqualTo(linear.solve(slope).errors()[0]);
        agrees(linear.solve(slope), textbook(compiled, batch, slope), 1e-9);
    }

    @Test
    void residualsThatAreNoNumbersLeaveTheConstantsWhereTheyAre() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Batch batch = noisy(10);
            batch.y()[3] = bad;
            Linearization.Solution solution = new Linearization(compiled("1.5123456*x + 0.25*y"), batch).solve(0, 1);
            assertThat(solution.steps()).containsOnly(0);
        }
    }
}
