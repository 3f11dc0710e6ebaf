package org.kan4j.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {
    private static final List<String> XY = List.of("x", "y");

    static IntStream seeds() {
        return IntStream.range(100, 106);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyPrinterIsReadBackToTheSameExpression(int seed) {
        RandomExpressions random = new RandomExpressions(new SplittableRandom(seed));
        for (int i = 0; i < 400; i++) {
            Expression raw = random.expression(4);
            for (Expression e : List.of(raw, raw.simplify())) {
                Formula f = Formula.of(e, RandomExpressions.SYMBOLS, "f");
                assertThat(FormulaParser.parse(f.text(), f.symbols()))
                        .as(f.text())
                        .isEqualTo(e);
                assertThat(FormulaParser.parse(f.sympy(), f.symbols()))
                        .as(f.sympy())
                        .isEqualTo(e);
                assertThat(FormulaParser.parseLatex(f.latex(), f.symbols()))
                        .as(f.latex())
                        .isEqualTo(e);
                assertThat(Formula.fromJson(f.json())).as(f.json()).isEqualTo(f);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1.5*exp(sin(pi*x)+y^2); 1.5*exp(sin(pi*x) + y^2); 3*exp(sin(pi*x) + y**2)/2; \\frac{3 \\exp\\left(\\sin\\left(\\pi x\\right) + y^{2}\\right)}{2}",
                "x^1.5; x^1.5; x**(3/2); x^{\\frac{3}{2}}",
                "x/(2*pi*y); x/(2*pi*y); x/(2*pi*y); \\frac{x}{2 \\pi y}",
                "1-x; 1 - x; 1 - x; 1 - x",
                "x-(y+1)*2; x - 2*(y + 1); x - 2*(y + 1); x - 2 \\left(y + 1\\right)",
                "x/(y+1)/3; x/3/(y + 1); x/3/(y + 1); \\frac{x}{3 \\left(y + 1\\right)}",
                "abs(x)-sqrt(y)/2; abs(x) - 0.5*sqrt(y); Abs(x) - sqrt(y)/2; \\left|x\\right| - \\frac{\\sqrt{y}}{2}",
                "0.00001*x; 1.0e-5*x; 1.0e-5*x; 1.0 \\cdot 10^{-5} x",
                "2^(-x); 2^(-x); 2**(-x); 2^{-x}",
                "min(x,y)^2*max(x+1,2); min(x, y)^2*max(x + 1, 2); Min(x, y)**2*Max(x + 1, 2); \\min\\left(x, y\\right)^{2} \\max\\left(x + 1, 2\\right)",
                "sqrt(2)/2*x; sqrt(2)*x/2; sqrt(2)*x/2; \\frac{\\sqrt{2} x}{2}",
            })
    void formulasAreWrittenAsPeopleWriteThem(String from, String text, String sympy, String latex) {
        Formula f = Formula.of(FormulaParser.parse(from, XY), XY, "f");
        assertThat(f.text()).isEqualTo(text);
        assertThat(f.sympy()).isEqualTo(sympy);
        assertThat(f.latex()).isEqualTo(latex);
    }

    @Test
    void columnsKeepNamesThatAreFreeIdentifiers() {
        List<String> columns =
                List.of("I", "mass [kg]", "lambda", "exp", "v1", "gamma", "pi", "x", "x", "", "min", "Max");
        assertThat(Formula.symbolsFor(columns))
                .containsExactly("I", "v2", "v3", "v4", "v1", "gamma", "v5", "x", "v6", "v7", "min", "v8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x +",
                "x y",
                "foo(x)",
                "(x",
                "x)",
                "z",
                "1..2",
                "x ** ",
                "sin x",
                "é",
                "min(x)",
                "max(x, y, x)",
                "sin(x, y)"
            })
    void textThatIsNoFormulaIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FormulaParser.parse(text, XY))
                .withMessageStartingWith("formula, character ");
    }

    @Test
    void aColumnMayHaveTheNameOfAnExtremum() {
        List<String> names = List.of("max", "min");
        Expression e = FormulaParser.parse("max(max, min)*max - min*(max + 1)", names);
        Formula f = Formula.of(e, names, "f");
        assertThat(FormulaParser.parse(f.text(), names)).isEqualTo(e);
        assertThat(FormulaParser.parse(f.sympy(), names)).isEqualTo(e);
        assertThat(FormulaParser.parseLatex(f.latex(), names)).isEqualTo(e);
        assertThat(Formula.fromJson(f.json())).isEqualTo(f);
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackOverflows() {
        String deep = "(".repeat(100_000) + "x" + ")".repeat(100_000);
        assertThatIllegalArgumentException().isThrownBy(() -> FormulaParser.parse(deep, XY));
        String json = "[\"sin\",".repeat(900) + "1" + "]".repeat(900);
        String object = "{\"target\":\"t\",\"columns\":[],\"symbols\":[],\"expression\":" + json + "}";
        assertThatIllegalArgumentException().isThrownBy(() -> Formula.fromJson(object));
    }

    @Test
    void simpleNumbersAreFoundNearAConstant() {
        assertThat(Constants.candidates(1.5707, 1e-3))
                .first()
                .extracting(Constants.Snap::text)
                .isEqualTo("pi/2");
        assertThat(Constants.candidates(0.33331, 1e-3))
                .first()
                .extracting(Constants.Snap::sympy)
                .isEqualTo("1/3");
        assertThat(Constants.candidates(-2.0001, 1e-3))
                .first()
                .extracting(Constants.Snap::value)
                .isEqualTo(-2.0);
        assertThat(Constants.candidates(2.3000001, 1e-5))
                .first()
                .extracting(Constants.Snap::text)
                .isEqualTo("2.3");
        assertThat(Constants.candidates(1e-9, 1e-6))
                .first()
                .extracting(Constants.Snap::value)
                .isEqualTo(0.0);
        assertThat(Constants.candidates(1 / Math.sqrt(2 * Math.PI), 1e-12))
                .first()
                .extracting(Constants.Snap::text)
                .isEqualTo("1/sqrt(2*pi)");
        assertThat(Constants.isSimple(Math.PI / 6)).isTrue();
        assertThat(Constants.isSimple(0.123456789)).isFalse();
    }

    @Test
    void ofEquallySimpleNumbersTheNearerComesFirst() {
        assertThat(Constants.candidates(1000.6, 1))
                .extracting(Constants.Snap::text)
                .containsExactly("1001", "1000");
        assertThat(Constants.candidates(1000.4, 1))
                .extracting(Constants.Snap::text)
                .startsWith("1000", "1001");
    }

    @Test
    void aToleranceOfZeroFindsTheNumberItself() {
        assertThat(Constants.candidates(12.34, 0))
                .extracting(Constants.Snap::value)
                .containsExactly(12.34);
        assertThat(Constants.candidates(0, 0)).extracting(Constants.Snap::value).containsExactly(0.0);
        assertThat(Constants.candidates(1.2345, 0)).isEmpty();
        // Decimals of up to four digits.
        assertThat(Constants.candidates(12.345678, 0.01))
                .extracting(Constants.Snap::text)
                .contains("12.35")
                .doesNotContain("12.346");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Constants.candidates(1, -1))
                .withMessage("constant: a finite value and tolerance >= 0 required, got 1.0 and -1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Constants.candidates(Double.NaN, 1));
    }

    @Test
    void theSimplestNumberIsOnlyTakenVeryNear() {
        for (double simple : new double[] {2.5, -2.5, 1000, Math.PI / 7}) {
            assertThat(Constants.simplest(simple * (1 + 1e-7))).hasValue(simple);
            assertThat(Constants.simplest(simple * (1 + 1e-5))).isEmpty();
        }
    }

    @Test
    void exactNumbersHaveClosedFormsWithUpToThreeDigits() {
        for (double exact : new double[] {0, 999, -999, 2.5, Math.PI / 6}) {
            assertThat(Constants.isExact(exact)).as("%s", exact).isTrue();
        }
        for (double other : new double[] {1000, 0.1234, 0.123456789}) {
            assertThat(Constants.isExact(other)).as("%s", other).isFalse();
        }
    }

    @Test
    void complexityCountsTheBitsOfANumber() {
        assertThat(Constants.complexity(0)).isZero();
        assertThat(Constants.complexity(1000)).isEqualTo(10);
        // 1234 has 11 bits, and four decimals are 14.
        assertThat(Constants.complexity(0.1234)).isEqualTo(25);
        assertThat(Constants.complexity(2.5)).isPositive().isLessThan(10);
    }

    @Test
    void aFormulaSaysWhatItIs() {
        Formula formula = Formula.of(FormulaParser.parse("pi^2*x + 1", XY), XY, "f");
        assertThat(formula).hasToString("f = pi^2*x + 1");
        assertThat(formula.sympy()).isEqualTo("pi**2*x + 1");
        assertThat(formula.size()).isEqualTo(formula.expression().size()).isGreaterThan(3);
        Formula infinite = Formula.of(FormulaParser.parse("inf*x", XY), XY, "f");
        assertThat(infinite.text()).isEqualTo("inf*x");
        assertThat(infinite.sympy()).isEqualTo("oo*x");
    }

    @Test
    void theShortestDecimalBetweenTwoNumbersIsStrictlyBetween() {
        double[][] cases = {
            {0.121, 0.191, 0.16},
            {1.9, 2.2, 2},
            {2, 2.4, 2.2},
            {1.6, 2, 1.8},
            {1234, 1300, 1270},
            {-0.3, 0.4, 0},
            {1, Math.nextUp(1.0), 1}
        };
        for (double[] each : cases) {
            assertThat(Constants.shortest(each[0], each[1])).isEqualTo(each[2]);
        }
    }

    @Test
    void fractionsAndShortDecimalsAreRationalAndMultiplesOfPiAreNot() {
        for (double rational : new double[] {0, 3, 2 / 3.0, 0.1234}) {
            assertThat(Constants.isRational(rational)).as("%s", rational).isTrue();
        }
        for (double other : new double[] {Math.PI / 2, 0.123456789}) {
            assertThat(Constants.isRational(other)).as("%s", other).isFalse();
        }
    }

    @Test
    void severalFormulasAreReadBackAndOneIsItsObjectAlone() {
        List<String> xy = List.of("x", "y");
        Formula one = Formula.of(FormulaParser.parse("x + 2*y", xy), xy, "f");
        Formula other = Formula.of(FormulaParser.parse("sin(x)", xy), xy, "g");
        assertThat(Formula.json(List.of(one))).isEqualTo(one.json());
        assertThat(Formula.listFromJson(one.json())).containsExactly(one);
        assertThat(Formula.listFromJson(Formula.json(List.of(one, other)))).containsExactly(one, other);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Formula.listFromJson("[{"))
                .withMessageStartingWith("formula: no JSON");
    }

    @Test
    void aProbabilityIsTheLogisticFunctionOfItsLogOdds() {
        List<String> x = List.of("x");
        Formula probability =
                Formula.of(FormulaParser.parse("2*x", x), x, "odds").logistic("p");
        assertThat(probability.target()).isEqualTo("p");
        assertThat(probability.expression().evaluate(new double[] {0.7}))
                .isCloseTo(1 / (1 + Math.exp(-1.4)), within(1e-15));
    }

    @Test
    void wordsOfJavaAreKnown() {
        assertThat(Formula.isJavaWord("int")).isTrue();
        assertThat(Formula.isJavaWord("price")).isFalse();
    }
}
