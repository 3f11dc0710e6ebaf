package org.kan4j.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
    private static final List<String> XY = List.of("x", "y");

    private static Expression parse(String text) {
        return FormulaParser.parse(text, XY);
    }

    @ParameterizedTest
    @CsvSource({
        "x/y, 5",
        "sqrt(x), 3",
        "exp(x), 2",
        "x - y, 5",
        "x*x, 3",
        "x*y*x, 5",
        "x + x, 3",
        "x/2, 3",
        "pi*x/2, 4",
        "2*(x + y), 7",
        "sin(-2*x), 6",
        "1.5, 1",
        "min(x; y), 3",
        "2*max(x; 0), 5"
    })
    void sizeIsSymPysNodeCount(String text, int size) {
        assertThat(parse(text.replace(';', ',')).size()).isEqualTo(size);
    }

    @Test
    void powersOfNegativeNumbersNeedWholeExponents() {
        double[] x = {-2};
        assertThat(parse("x^3").evaluate(x)).isEqualTo(-8);
        assertThat(parse("x^(-2)").evaluate(x)).isEqualTo(0.25);
        assertThat(parse("x^0.5").evaluate(x)).isNaN();
        assertThat(parse("x^(1/3)").evaluate(x)).isNaN();
    }

    @Test
    void nodesThatAreNotFlatAreRefused() {
        Expression x = Expression.variable(0);
        Expression sum = Expression.sum(x, Expression.constant(1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sum(List.of(x)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sum(List.of(sum, x)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sum(List.of(Constant.ONE, x)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Product(List.of(x, Constant.ONE)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Product(List.of(Expression.power(x, -1), x)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Variable(-1));
    }

    @Test
    void substitutionReplacesVariables() {
        Expression e = parse("x^2 + sin(y)").substitute(i -> i == 0 ? parse("y + 1") : Expression.variable(0));
        assertThat(e).isEqualTo(parse("(y + 1)^2 + sin(x)"));
        assertThat(e.variables()).containsExactly(0, 1);
    }

    @Test
    void derivativesAgreeWithCentralDifferences() {
        RandomExpressions random = new RandomExpressions(new SplittableRandom(11));
        int compared = 0;
        for (int i = 0; i < 500; i++) {
            Expression e = random.expression(3);
            for (int v = 0; v < RandomExpressions.VARIABLES; v++) {
                Expression derivative = e.derivative(v);
                double[] x = random.point();
                double exact = derivative.evaluate(x);
                double coarse = difference(e, x, v, 2e-5);
                double fine = difference(e, x, v, 1e-5);
                double scale = 1 + Math.abs(exact);
                // Where halving the step changes the difference, or rounding errors show, it tells nothing.
                double noise = Math.ulp(1.0) * RandomExpressions.roundingError(e, x) / 1e-5;
                if (Math.abs(coarse - fine) < 1e-7 * scale && noise < 1e-6 * scale) {
                    assertThat(fine).as("d/dx%d of %s", v, e).isCloseTo(exact, within(1e-5 * scale));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(1000);
    }

    private static double difference(Expression e, double[] x, int v, double h) {
        double[] up = x.clone();
        double[] down = x.clone();
        up[v] += h;
        down[v] -= h;
        return (e.evaluate(up) - e.evaluate(down)) / (2 * h);
    }
}
