package org.kan4j.bench.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.bench.recovery.Sym.Num;

final class SymTest {
    private static final List<String> SYMBOLS = List.of("x", "y", "z");

    /** Counted by SymPy 1.14: nodes of {@code sympify} with real symbols. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x | 1",
                "-x | 3",
                "x - y | 5",
                "x/y | 5",
                "x/3 | 3",
                "sqrt(x) | 3",
                "1/sqrt(x) | 3",
                "exp(x) | 2",
                "tan(x) | 2",
                "pi*x | 3",
                "2*pi*x | 4",
                "1/(4*pi*x**2) | 8",
                "exp(-x**2/2)/sqrt(2*pi) | 14",
                "sqrt(8)*x/sqrt(12) | 6",
                "12**(1/3)*x | 5",
                "sqrt(2/3)*x | 6",
                "2.5*(x + 1) | 5",
                "2*(x + 1)*y | 7",
                "-(x - y) | 5",
                "3/(2*x + 2) | 9",
                "x*x**2 | 3",
                "x**2/x**2*y | 1",
                "x - x + y | 1",
                "(x/y)**2 | 7",
                "(2*x/y)**1.5 | 9",
                "sqrt(x**2*y) | 6",
                "sqrt(-2*x) | 9",
                "sqrt(1/x) | 5",
                "exp(x)*exp(-y) | 7",
                "exp(2*log(x)) | 3",
                "log(exp(x)) | 1",
                "log(1/2)*x | 5",
                "sin(-2*x) | 6",
                "sin(y - x) | 8",
                "cos(1 - x) | 4",
                "cos(y - x) | 6",
                "Abs(-2*x) | 4",
                "Abs(x)**3 | 6",
                "1.5*exp(-0.5*x + 2*log(y)) | 9",
                "6*(x + y)/2 | 7",
                "x*y*z*2/3 | 5",
                "E**x | 2",
                "2*2**x | 5",
                "sin(y - exp(x)) | 7",
                "sin(x - x**2) | 10"
            })
    void sizesAreThoseOfSymPy(String text, int size) {
        assertThat(SymReader.read(text, SYMBOLS).size()).isEqualTo(size);
    }

    /** SymPy counted the laws when the tables were made. */
    @ParameterizedTest
    @MethodSource("laws")
    void sizesOfLawsAreThoseOfTheTable(MeasuredLaw law) {
        List<String> symbols = new ArrayList<>(law.data().inputNames());
        for (int i = 1; i <= law.constants().size(); i++) {
            symbols.add("b" + i);
        }
        assertThat(SymReader.read(law.text(), symbols).size()).isEqualTo(law.size());
    }

    static List<MeasuredLaw> laws() {
        return MeasuredLaw.all();
    }

    @ParameterizedTest
    @ValueSource(strings = {"feynman", "classic"})
    void theValueIsThatOfTheFormula(String set) {
        for (KnownFormula formula : KnownFormula.all(set)) {
            double[] row = formula.inputs().stream()
                    .mapToDouble(i -> i.low() + 0.37 * (i.high() - i.low()))
                    .toArray();
            double expected = formula.expression().evaluate(row);
            double got = formula.sym().value(row);
            if (Double.isNaN(expected)) {
                assertThat(got).as(formula.id()).isNaN();
            } else {
                // Other orders of operations.
                assertThat(got).as(formula.id()).isCloseTo(expected, within(1e-12 * (1 + Math.abs(expected))));
            }
        }
    }

    @Test
    void numbersAreCountedOnceAndDecimalsApartFromWholeOnes() {
        assertThat(SymReader.read("2*x + 2*y + 2.0*z - x**3 + sin(y)/pi", SYMBOLS)
                        .numbers())
                .containsExactlyInAnyOrder(Num.whole(2), Num.decimal(2), Num.whole(-1), Num.whole(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x +", "x y", "2*(x", "gauss(x)", "w", "x # y", "", "x)"})
    void whatIsNoFormulaIsRefused(String text) {
        assertThatThrownBy(() -> SymReader.read(text, SYMBOLS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("formula: ");
    }
}
