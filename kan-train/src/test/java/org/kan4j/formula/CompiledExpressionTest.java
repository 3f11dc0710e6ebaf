package org.kan4j.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CompiledExpressionTest {
    private static final int ROWS = 300;
    private static final int IN = RandomExpressions.VARIABLES;

    private static double[] rows(RandomExpressions random) {
        double[] x = new double[ROWS * IN];
        for (int r = 0; r < ROWS; r++) {
            System.arraycopy(random.point(), 0, x, r * IN, IN);
        }
        return x;
    }

    @Test
    void valuesEqualThoseOfTheTreeBitForBit() {
        RandomExpressions random = new RandomExpressions(new SplittableRandom(21));
        double[] x = rows(random);
        double[][] columns = new double[IN][ROWS];
        double[] row = new double[IN];
        for (int i = 0; i < 300; i++) {
            Expression e = random.expression(4);
            boolean[] free = CompiledExpression.allButIntegerExponents(e);
            for (int c = 0; c < free.length; c++) {
                // Fixed exponents keep their own instructions.
                free[c] &= c % 2 == 0 && !hasFractionalExponent(e);
            }
            CompiledExpression compiled = CompiledExpression.of(e, free);
            double[] out = new double[ROWS];
            double[] outByColumns = new double[ROWS];
            compiled.values(compiled.parameters(), x, ROWS, IN, out);
            for (int r = 0; r < ROWS; r++) {
                for (int c = 0; c < IN; c++) {
                    columns[c][r] = x[r * IN + c];
                }
            }
            compiled.values(compiled.parameters(), columns, ROWS, outByColumns);
            for (int r = 0; r < ROWS; r++) {
                System.arraycopy(x, r * IN, row, 0, IN);
                assertThat(Double.compare(out[r], e.evaluate(row)))
                        .as("row %d of %s", r, e)
                        .isZero();
            }
            assertThat(Arrays.equals(outByColumns, out)).as("by columns: %s", e).isTrue();
        }
    }

    private static boolean hasFractionalExponent(Expression e) {
        boolean here = e instanceof Power p && p.exponent() instanceof Constant c && !c.isInteger();
        return here || e.children().stream().anyMatch(CompiledExpressionTest::hasFractionalExponent);
    }

    @Test
    void jacobiansAgreeWithCentralDifferences() {
        RandomExpressions random = new RandomExpressions(new SplittableRandom(22));
        double[] x = rows(random);
        double[] row = new double[IN];
        int compared = 0;
        for (int i = 0; i < 200; i++) {
            Expression e = random.expression(3);
            CompiledExpression compiled = CompiledExpression.of(e, CompiledExpression.allButIntegerExponents(e));
            int n = compiled.parameterCount();
            double[] p = compiled.parameters();
            double[] out = new double[ROWS];
            double[] jacobian = new double[ROWS * n];
            compiled.jacobian(p, x, ROWS, IN, out, jacobian);
            for (int j = 0; j < n; j++) {
                double[] coarse = differences(compiled, p, j, x, 2e-5);
                double[] fine = differences(compiled, p, j, x, 1e-5);
                for (int r = 0; r < ROWS; r++) {
                    double exact = jacobian[r * n + j];
                    double scale = 1 + Math.abs(exact);
                    System.arraycopy(x, r * IN, row, 0, IN);
                    // Where halving the step changes the difference, or rounding errors show, it tells nothing.
                    double noise = Math.ulp(1.0) * RandomExpressions.roundingError(e, row) / 1e-5;
                    if (Math.abs(coarse[r] - fine[r]) < 1e-7 * scale && noise < 1e-6 * scale) {
                        assertThat(fine[r])
                                .as("row %d, constant %d of %s", r, j, e)
                                .isCloseTo(exact, within(1e-5 * scale));
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(10_000);
    }

    private static double[] differences(CompiledExpression compiled, double[] p, int j, double[] x, double h) {
        double[] up = new double[ROWS];
        double[] down = new double[ROWS];
        double[] moved = p.clone();
        moved[j] = p[j] + h;
        compiled.values(moved, x, ROWS, IN, up);
        moved[j] = p[j] - h;
        compiled.values(moved, x, ROWS, IN, down);
        for (int r = 0; r < ROWS; r++) {
            up[r] = (up[r] - down[r]) / (2 * h);
        }
        return up;
    }

    @Test
    void freeConstantsAreTheParameters() {
        List<String> x = List.of("x");
        Expression e = FormulaParser.parse("2.512345*x^2*exp(0.5*x^1.512345) + 1", x);
        CompiledExpression compiled = CompiledExpression.of(e);
        assertThat(compiled.parameters()).containsExactly(2.512345, 1.512345);
        assertThat(compiled.withParameters(new double[] {3.012345, 1.251234}))
                .isEqualTo(FormulaParser.parse("3.012345*x^2*exp(0.5*x^1.251234) + 1", x));
        CompiledExpression all = CompiledExpression.of(e, CompiledExpression.allButIntegerExponents(e));
        assertThat(all.parameters()).containsExactly(2.512345, 0.5, 1.512345, 1);
    }

    @Test
    void aFitKeepsWhatIsFreeAndASnapFixesIt() {
        Expression wave = Expression.apply(Fn.SIN, Expression.sum(Expression.variable(0), Constant.free(0)));
        CompiledExpression compiled = CompiledExpression.of(wave);
        assertThat(compiled.parameters()).containsExactly(0);
        Expression moved = compiled.withParameters(new double[] {2});
        assertThat(CompiledExpression.constants(moved)).containsExactly(Constant.free(2));
        assertThat(CompiledExpression.of(moved).parameterCount()).isEqualTo(1);
        assertThat(compiled.withSnapped(new double[] {2}, 0))
                .isEqualTo(FormulaParser.parse("sin(x + 2)", List.of("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> compiled.withSnapped(new double[] {2}, 1));
    }

    @Test
    void wrongShapesAreRefused() {
        CompiledExpression compiled = CompiledExpression.of(FormulaParser.parse("2.012345*y", List.of("x", "y")));
        double[] out = new double[3];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compiled.values(new double[1], new double[3], 3, 1, out))
                .withMessage("rows: at least 2 columns required, got 1");
        assertThatIllegalArgumentException().isThrownBy(() -> compiled.values(new double[0], new double[6], 3, 2, out));
        assertThatIllegalArgumentException().isThrownBy(() -> compiled.values(new double[1], new double[5], 3, 2, out));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compiled.jacobian(new double[1], new double[6], 3, 2, out, new double[2]));
    }
}
