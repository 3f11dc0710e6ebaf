package org.kan4j.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocabularyTest {
    private static final List<String> XY = List.of("x", "y");

    private static Expression parse(String text) {
        return FormulaParser.parse(text, XY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "exp(x) + y; exp",
                "x*log(1 + sin(y)); sin",
                "sqrt(x + 1); sqrt",
                "1/sqrt(x); sqrt",
                "1/sqrt(x); /",
                "x/y; /",
                "x^2; ^",
                "x^(-2); ^",
                "x^(-2); /",
                "2^x; ^",
                "min(x, y); min",
                "2*max(x, 1); max",
            })
    void aFunctionIsSeenWhereverItIs(String formula, String forbidden) {
        Vocabulary all = Vocabulary.all();
        assertThat(all.allows(parse(formula))).isTrue();
        assertThat(all.without(List.of(forbidden)).allows(parse(formula))).isFalse();
    }

    @Test
    void whatIsNotNamedStaysAllowed() {
        Vocabulary some = Vocabulary.all().only(List.of("exp", "ln")).without(List.of("/"));
        assertThat(some.allows(parse("exp(x)*log(y) - 3.5*x^2"))).isTrue();
        assertThat(some.allows(parse("x^0.5"))).isFalse();
        assertThat(some.allows(parse("exp(1/x)"))).isFalse();
        assertThat(Vocabulary.all().without(List.of("^")).allows(parse("x*y/2 + sqrt(x)")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "tan(x) + y; sin,cos",
                "sinh(x)*cosh(y); exp",
                "x*tanh(2*y); exp",
                "max(x, min(y, 1)); abs",
                "abs(x - y); max",
                "sin(2*x + 0.3); cos",
                "cos(x); sin",
            })
    void aFunctionIsWrittenOutInAllowedOnes(String formula, String allowed) {
        Vocabulary vocabulary = Vocabulary.all().only(List.of(allowed.split(",")));
        Expression spelled = vocabulary.spelled(parse(formula)).orElseThrow();
        assertThat(vocabulary.allows(spelled)).isTrue();
        for (double[] point : new double[][] {{0.3, 1.2}, {-0.8, 0.4}, {1.1, -2}}) {
            // A few roundings of numbers of about one.
            assertThat(spelled.evaluate(point)).isCloseTo(parse(formula).evaluate(point), within(1e-14));
        }
        assertThat(vocabulary.leadsTo(parse(formula))).isTrue();
    }

    @Test
    void whatCannotBeWrittenIsNot() {
        Vocabulary vocabulary = Vocabulary.all().only(List.of("min", "sin"));
        assertThat(vocabulary.spelled(parse("exp(x)"))).isEmpty();
        assertThat(vocabulary.spelled(parse("abs(x)"))).isEmpty();
        // Sums with an absolute value become extrema.
        assertThat(vocabulary.leadsTo(parse("abs(x)"))).isTrue();
        assertThat(Vocabulary.all().only(List.of("sin")).leadsTo(parse("abs(x)")))
                .isFalse();
    }

    @Test
    void theShorterListIsSaid() {
        assertThat(Vocabulary.all().text()).isEmpty();
        assertThat(Vocabulary.all().without(List.of("tan", "/")).text()).isEqualTo("without tan, /");
        assertThat(Vocabulary.all().only(List.of("sin", "sqrt")).text()).isEqualTo("of no functions but sin, sqrt");
        assertThat(Vocabulary.all().only(List.of()).without(List.of("^")).text())
                .isEqualTo("without functions, without ^");
    }

    @Test
    void unknownNamesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Vocabulary.all().only(List.of("sin", "foo")))
                .withMessageContaining("one of exp, log, sin,")
                .withMessageEndingWith("min, max required, got \"foo\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Vocabulary.all().without(List.of("+")))
                .withMessageEndingWith("max, /, ^ required, got \"+\"");
    }
}
