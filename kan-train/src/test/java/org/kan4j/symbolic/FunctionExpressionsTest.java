package org.kan4j.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.formula.Expression;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

class FunctionExpressionsTest {
    @Test
    void aSymbolicNetworkAndItsFormulaAgree() {
        Kan kan = Kan.random(Shape.parse("2,1+1p,1"), 3, 3, 1, 1);
        UnivariateFunction[] f = {
            Functions.byName("sin").orElseThrow(),
            Functions.byName("exp").orElseThrow(),
            Functions.byName("square").orElseThrow()
        };
        int next = 0;
        for (int l = 0; l < 2; l++) {
            for (int i = 0; i < 2; i++) {
                for (int c = 0; c < kan.network().layer(l).columns(); c++) {
                    kan = kan.withSymbolic(l, i, c, f[next % 3], 0.3 + 0.1 * next, -0.2, 0.7, 0.1 * next);
                    next++;
                }
            }
        }
        KanModel model = new KanModel(
                kan,
                new Normalization(new double[] {1, -2}, new double[] {3, 0.5}),
                new Normalization(new double[] {5}, new double[] {2}),
                List.of("a", "b"),
                List.of("y"),
                "");
        Expression formula = NetworkExpression.of(model, 0);
        for (double[] row : new double[][] {{0, 0}, {1.3, -2.2}, {-0.4, -1.7}}) {
            assertThat(formula.evaluate(row))
                    .isCloseTo(model.predict(new CpuEngine(), row, 1)[0], withinPercentage(1e-9));
        }
    }
}
