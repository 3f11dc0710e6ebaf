package org.kan4j.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SimplifierTest {
    private static final List<String> SYMBOLS = List.of("x", "y", "z");
    private static final int EXPRESSIONS = 500;
    private static final int POINTS = 100;
    private static final double EPSILON = Math.ulp(1.0);

    @ParameterizedTest
    @CsvSource({
        "exp(log(x) + 2*log(y)), x*y^2",
        "0.25*(x + y)^2 - 0.25*(x - y)^2, x*y",
        "(x + 1)^2 - x^2 - 1, 2*x",
        "x^2 + 2*x*y + y^2, (x + y)^2",
        "(x + 1)*(x - 1), x^2 - 1",
        "x*y + x*z, x*(y + z)",
        "2*x + 2*y, 2*(x + y)",
        "3.7712345*sin(x) - 3.7712345*y, 3.7712345*(sin(x) - y)",
        "3*sin(x) - 3*y, 3*sin(x) - 3*y",
        "3.7712345*x + 1.8812345, 3.7712345*x + 1.8812345",
        "3*(x + y) - 3*x, 3*y",
        "0.1*x + 0.2*x, 0.3*x",
        "1/(2*x + 2*y), 0.5/(x + y)",
        "1 - 1/(1 + x), x/(x + 1)",
        "(1 + 1/x)*x/(x + 1), 1",
        "sin(x + pi/2), cos(x)",
        "cos(x - pi/2), sin(x)",
        "sin(x + 7*pi), -sin(x)",
        "sin(-x), -sin(x)",
        "cos(-2*x), cos(2*x)",
        "tan(x + pi), tan(x)",
        "sin(x)^2 + cos(x)^2, 1",
        "1 - sin(x)^2, cos(x)^2",
        "cos(x)^2 - sin(x)^2, cos(2*x)",
        "2*sin(x)*cos(x), sin(2*x)",
        "sin(x)/cos(x), tan(x)",
        "exp(x)/2 - exp(-x)/2, sinh(x)",
        "exp(x)*exp(y)*3, 3*exp(x + y)",
        "log(exp(x)), x",
        "log(x) + log(y), log(x*y)",
        "exp(y*log(x)), x^y",
        "sqrt(x^2), abs(x)",
        "(x^3)^(1/3), x",
        "sqrt(x)*sqrt(x), x",
        "sqrt(x)*sqrt(y), sqrt(x*y)",
        "sqrt(4*x), 2*sqrt(x)",
        "abs(x)*sign(x), x",
        "abs(-3*x), 3*abs(x)",
        "tanh(-x), -tanh(x)",
        "(y - x)^2 + (x - y)^2, 2*(x - y)^2",
        "x*y*x, x^2*y",
        "0.5*x*y*x, 0.5*x^2*y",
        "x - x, 0",
        "x^2 + x*1.0000000000000002, x^2 + x",
    })
    void knownFormsAreFound(String from, String to) {
        Expression simple = FormulaParser.parse(from, SYMBOLS).simplify();
        assertThat(Formula.of(simple, SYMBOLS, "f").text()).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource({
        "3*sin(x) + 4*cos(x), 5*sin(x + 0.9272952180016121)",
        "sin(x) + cos(x), sin(x) + cos(x)",
        "sin(x + 1) + sin(x - 1), 1.0806046117362795*sin(x)",
        "cos(x + 1) - cos(x - 1), -1.682941969615793*sin(x)",
        "cos(2*x + 0.5) + cos(2*x - 0.5), 1.7551651237807455*cos(2*x)",
        "sin(x + 0.3) - cos(x + 0.3), sqrt(2)*sin(x - 0.48539816339744846)",
        "1.5*sin(2*x) + 2*cos(2*x), 2.5*sin(2*x + 0.9272952180016121)",
        "sin(x + 1) + sin(x + 4.141592653589793), 0",
        "sin(y) + cos(x), sin(y) + cos(x)",
        "1 - 2*sin(x)^2, cos(2*x)",
        "2*sin(x)^2 - 1, -cos(2*x)",
        "2*cos(x)^2 - 1, cos(2*x)",
        "3 - 6*cos(x)^2, -3*cos(2*x)",
        "sin(x)^2 - cos(x)^2, -cos(2*x)",
        "3 - 3*cos(x)^2, 3*sin(x)^2",
        "2 - sin(x)^2, 2 - sin(x)^2",
        "1 - 3*sin(x)^2, 1 - 3*sin(x)^2",
    })
    void wavesOfTheSameAngleAreOne(String from, String to) {
        becomes(from, to);
    }

    @ParameterizedTest
    @CsvSource({
        "log(2*x) + 3, log(x) + 3.6931471805599454",
        "2*log(3*x) - 1, 2*log(x) + 1.1972245773362196",
        "log(2*x + 2*y) + 1, log(x + y) + 1.6931471805599454",
        "log(x + y) + 1, log(x + y) + 1",
        "log(x) + 3*log(y), log(x*y^3)",
        "2*log(x) + log(y), log(x^2*y)",
        "log(x) - 0.5*log(y), log(x/sqrt(y))",
        "log(x) + 6*log(y), log(x*y^6)",
        "log(x) + 7*log(y), log(x) + 7*log(y)",
        "log(x) + 0.3*log(y), log(x) + 0.3*log(y)",
        "2*log(x) + 2*log(x + 1), 2*log(x*(x + 1))",
        "2*exp(x) + 2*exp(-x), 4*cosh(x)",
        "exp(-x) - exp(x), -2*sinh(x)",
        "exp(x) + 2*exp(-x), 2*exp(-x) + exp(x)",
    })
    void logarithmsTakeInFactorsAndExponentialsMakeHyperbolas(String from, String to) {
        becomes(from, to);
    }

    @ParameterizedTest
    @CsvSource({
        "4*x^2 + 12*x*y + 9*y^2, 4*(x + 1.5*y)^2",
        "0.25*x^2 + x*y + y^2, 0.25*(x + 2*y)^2",
        "x^2 - 6*x + 9, (x - 3)^2",
        "4*x^2 + 4*x + 1, 4*(x + 0.5)^2",
        "-x^2 - 2*x*y - y^2, -(x + y)^2",
        "-4*x^2 + 12*x*y - 9*y^2, -4*(x - 1.5*y)^2",
        "x^4 + 2*x^2*y + y^2 + z, z + (x^2 + y)^2",
        "x^2 + 3*x*y + y^2, x^2 + 3*x*y + y^2",
        "x^2 + 2*x*y - y^2, x^2 + 2*x*y - y^2",
    })
    void squaresAreFoundByTheirCrossTerm(String from, String to) {
        becomes(from, to);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0.5*z*(x + y - abs(x - y)); z*min(x, y)",
                "x + y + abs(y - x); 2*max(x, y)",
                "0.5*x + 0.5*abs(x); max(x, 0)",
                "-0.5*x - 0.5*y - 0.5*abs(x - y); -max(x, y)",
                "z + 1.5*x + 1.5*y - 1.5*abs(x - y); z + 3*min(x, y)",
                "min(y, x); min(x, y)",
                "max(3, x); max(x, 3)",
                "min(-2*x, -2*y); -2*max(x, y)",
                "max(-3*x, 0); -3*min(x, 0)",
                "max(x, x + y - y); x",
                "abs(max(exp(x), y)); max(y, exp(x))",
                "x + abs(x); x + abs(x)",
                "abs(x - y); abs(x - y)",
            })
    void sumsWithAnAbsoluteValueAreExtremaWhereThatIsShorter(String from, String to) {
        becomes(from, to);
    }

    private static void becomes(String from, String to) {
        Expression before = FormulaParser.parse(from, SYMBOLS);
        Expression simple = before.simplify();
        assertThat(Formula.of(simple, SYMBOLS, "f").text()).isEqualTo(to);
        double[] point = {0.7, 1.3, 0.4};
        // A few roundings of numbers of about ten.
        assertThat(simple.evaluate(point)).isCloseTo(before.evaluate(point), within(1e-13));
    }

    @Test
    void positiveVariablesLetRootsAndLogarithmsBeSplit() {
        Expression root = FormulaParser.parse("sqrt(x^2)", SYMBOLS);
        assertThat(Simplifier.simplify(root, v -> true)).isEqualTo(Expression.variable(0));
        assertThat(Simplifier.simplify(root)).isNotEqualTo(Expression.variable(0));
        Expression log = FormulaParser.parse("log(x^2) - 2*log(x)", SYMBOLS);
        assertThat(Simplifier.simplify(log, v -> true)).isEqualTo(Expression.constant(0));
    }

    static IntStream seeds() {
        return IntStream.range(0, 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void simplifyingKeepsValuesIsIdempotentAndNeverGrows(int seed) {
        RandomExpressions random = new RandomExpressions(new SplittableRandom(seed));
        for (int i = 0; i < EXPRESSIONS; i++) {
            Expression e = random.expression(4);
            Expression simple = e.simplify();
            assertThat(simple.size()).as("size of %s from %s", simple, e).isLessThanOrEqualTo(e.size());
            assertThat(simple.simplify()).as("simplified twice: %s", e).isEqualTo(simple);
            for (int k = 0; k < POINTS; k++) {
                double[] x = random.point();
                double value = e.evaluate(x);
                double error = RandomExpressions.roundingError(e, x);
                // Rounding errors of both forms, each well below a thousand roundings.
                double tolerance = 1e-9 * Math.abs(value) + 1e3 * EPSILON * error;
                if (tolerance <= 1e-3 * Math.abs(value)) {
                    assertThat(Math.abs(simple.evaluate(x) - value))
                            .as("%s simplified to %s at %s", e, simple, Arrays.toString(x))
                            .isLessThanOrEqualTo(tolerance);
                }
            }
        }
    }

    @Test
    void hugeExpressionsAreSimplifiedInBoundedTime() {
        RandomExpressions random = new RandomExpressions(new SplittableRandom(5));
        List<Expression> parts =
                IntStream.range(0, 200).mapToObj(i -> random.expression(4)).toList();
        Expression huge = Expression.sum(parts);
        Expression simple = huge.simplify();
        assertThat(simple.size()).isLessThanOrEqualTo(huge.size());
    }
}
