package org.kan4j.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.network.Shape;

class FormulaNetworkTest {
    private static final List<String> NAMES = List.of("x", "y", "z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exp(sin(pi*x)+y^2)",
                "x",
                "3*x - 2*y + 7",
                "x*y*z",
                "2.5*x*exp(-y)/z",
                "sin(x) + x^2 + exp(x)",
                "x*exp(x) + y",
                "max(x, y*z) - min(x, 0.5)",
                "x^y",
                "(x + y)^6 + (x - y)^7 + (x + 2)^(-4)",
                "sqrt(1 + sin(x*y)^2)",
                "log(1 + exp(x*y + z)) * (x + 1)",
                "x^2.5/(y^2.5 + 3.7)",
                "tanh(x/y) + acosh(1 + z)"
            })
    void theNetworkComputesTheFormula(String text) {
        KanModel model = FormulaNetwork.of(text, NAMES, "t");
        Expression expression = FormulaParser.parse(text, NAMES);
        SplittableRandom random = new SplittableRandom(7);
        double[] x = random.doubles(3 * 50, 0.2, 2).toArray();
        try (CpuEngine engine = new CpuEngine(1)) {
            double[] values = model.predict(engine, x, 50);
            for (int r = 0; r < 50; r++) {
                double expected = expression.evaluate(new double[] {x[3 * r], x[3 * r + 1], x[3 * r + 2]});
                assertThat(values[r]).isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"exp(sin(pi*x)+y^2) | 2,1,1", "x*y | 2,0+1p,1", "sin(x) + cos(y) | 2,1", "sin(x) + x^2 | 1,2,1"})
    void theShapeIsNoLargerThanTheFormulaNeeds(String text, String shape) {
        assertThat(Shape.of(FormulaNetwork.of(text, List.of(), "t").kan().network()))
                .isEqualTo(Shape.parse(shape));
    }

    @Test
    void variablesAreThoseOfTheFormulaUnlessTheyAreGiven() {
        assertThat(FormulaNetwork.of("b*sin(a)", List.of(), "t").inputNames()).containsExactly("a", "b");
        assertThat(FormulaNetwork.of("b*sin(a)", List.of("b", "c", "a"), "t").inputNames())
                .containsExactly("b", "c", "a");
    }

    @Test
    void whatIsNoFormulaOfVariablesIsRefused() {
        for (String text : List.of("", "x +", "f(x)", "2*pi", "x*(y")) {
            assertThatThrownBy(() -> FormulaNetwork.of(text, List.of(), "t"))
                    .as(text)
                    .isInstanceOf(EditException.class)
                    .hasMessageStartingWith("formula: ");
        }
    }
}
