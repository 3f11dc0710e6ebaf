package org.kan4j.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;

class SaturationTest {
    private static long free(Expression e) {
        return CompiledExpression.constants(e).stream().filter(Constant::isFree).count();
    }

    @ParameterizedTest
    @CsvSource({
        // Hill's law: height 96.3173, half of it at 26.8111
        "0.012917/(x^(-2.7131) + 1.3411e-4), 96.3",
        // growth
        "5.38611/(exp(-0.067311*x) + 0.0740308), 72.7",
        // beside other factors and terms
        "3.17191 + 0.0129171*z/(x^(-2.7131) + 1.3411e-4), 96.3"
    })
    void theHeightStandsInFront(String text, String height) {
        Expression law = FormulaParser.parse(text, List.of("x", "z"));
        Expression written = Saturation.of(law);
        assertThat(Formula.of(written, List.of("x", "z"), "y").text())
                .contains(height)
                .contains(" + 1");
        assertThat(free(written)).isEqualTo(free(law));
        for (double x : new double[] {0.3, 2, 41}) {
            double[] row = {x, 1.7};
            assertThat(written.evaluate(row)).isCloseTo(law.evaluate(row), within(1e-12 * law.evaluate(row)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "212.717*x/(x + 0.0641171)",
        "5.38611/(x^2 + 4.17171)",
        "72/(exp(-x) + 0.0740308)",
        "3.17117/(exp(-x) + 1)"
    })
    void othersStayAsTheyAre(String text) {
        Expression law = FormulaParser.parse(text, List.of("x"));
        assertThat(Saturation.of(law)).isEqualTo(law);
    }
}
