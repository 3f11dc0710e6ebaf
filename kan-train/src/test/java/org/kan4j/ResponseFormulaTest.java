package org.kan4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Dataset;
import org.kan4j.edit.EdgePlace;
import org.kan4j.edit.Editor;
import org.kan4j.edit.Suggestions;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.train.Loss;

/** Formulas, pruning and edges of networks that give logarithms of means, or quantiles. */
class ResponseFormulaTest {
    private static final int ROWS = 1500;
    private final Random random = new Random(5);

    /** Targets that are drawn around a curve of a and b between −1 and 1; c does nothing. */
    private Dataset drawn(DoubleUnaryOperator draw) {
        double[] x = new double[3 * ROWS];
        double[] y = new double[ROWS];
        for (int r = 0; r < ROWS; r++) {
            for (int i = 0; i < 3; i++) {
                x[3 * r + i] = 2 * random.nextDouble() - 1;
            }
            y[r] = draw.applyAsDouble(log(x[3 * r], x[3 * r + 1]));
        }
        return Dataset.of(x, y, List.of("a", "b", "c"), "y");
    }

    private static double log(double a, double b) {
        return 1 + 1.5 * a - 2 * b * b;
    }

    private double poisson(double mean) {
        double p = Math.exp(-mean);
        double left = random.nextDouble();
        int count = 0;
        while (left > p) {
            left -= p;
            p *= mean / ++count;
        }
        return count;
    }

    private static KanModel fitted(Dataset data, Loss loss) {
        return Kan4j.fit(data, ShapeOptions.DEFAULTS.withInteractions(0).withLoss(loss))
                .model();
    }

    private static double at(FormulaResult found, double a, double b) {
        return found.formula()
                .expression()
                .evaluate(found.formula().columns().stream()
                        .mapToDouble(name -> name.equals("a") ? a : name.equals("b") ? b : 0)
                        .toArray());
    }

    @Test
    void theFormulaOfCountsIsTheExponentialOfTheLogarithmOfTheMean() {
        Dataset data = drawn(z -> poisson(Math.exp(z)));
        KanModel model = fitted(data, Loss.poisson());
        FormulaResult found = Kan4j.formula(model, data);
        assertThat(found.text()).startsWith("y = ").contains("exp(", "b^2").doesNotContain("*c");
        for (double v : new double[] {-0.8, 0, 0.8}) {
            assertThat(at(found, v, 0.3)).isCloseTo(Math.exp(log(v, 0.3)), within(0.1 * Math.exp(log(v, 0.3))));
        }
        // By the formula and by the network that holds it, in the units of the table.
        try (CpuEngine engine = new CpuEngine(1)) {
            double[] row = {0.4, 0.3, 0};
            assertThat(found.model().predict(engine, row, 1)[0]).isCloseTo(at(found, 0.4, 0.3), within(0.5));
        }
    }

    @Test
    void positiveNumbersAndQuantilesHaveFormulasToo() {
        Dataset amounts = drawn(z -> Math.exp(z) * -Math.log(1 - random.nextDouble()));
        FormulaResult mean = Kan4j.formula(fitted(amounts, Loss.gamma()), amounts);
        assertThat(at(mean, 0.5, 0.3)).isCloseTo(Math.exp(log(0.5, 0.3)), within(0.15 * Math.exp(log(0.5, 0.3))));
        Dataset wide = drawn(z -> z + random.nextGaussian());
        FormulaResult high = Kan4j.formula(fitted(wide, Loss.quantile(0.9)), wide);
        // 1.2816 is the quantile of the normal distribution.
        assertThat(at(high, 0.5, 0.3)).isCloseTo(log(0.5, 0.3) + 1.2816, within(0.25));
        assertThat(high.text()).doesNotContain("exp(");
    }

    @Test
    void pruningJudgesByTheDeviance() {
        Dataset data = drawn(z -> poisson(Math.exp(z)));
        KanModel model = Kan4j.fit(
                        data, FitOptions.of(org.kan4j.network.Shape.of(3, 1)).withLoss(Loss.poisson()))
                .model();
        PruneResult pruned = Kan4j.prune(model, data);
        assertThat(pruned.text()).contains("validation deviance", "removed input c");
        assertThat(pruned.model().kan().network().activeEdges()).isEqualTo(2);
        assertThat(pruned.model().response()).isEqualTo(model.response());
    }

    @Test
    void edgesAreSuggestedByTheDeviance() {
        Dataset data = drawn(z -> poisson(Math.exp(z)));
        KanModel model = fitted(data, Loss.poisson());
        try (CpuEngine engine = new CpuEngine(1)) {
            Suggestions suggested = new Editor(engine, model, data, 0, () -> false).suggest(new EdgePlace(0, 1, 0));
            assertThat(suggested.functions().get(0).function()).isEqualTo("square");
            assertThat(suggested.text()).contains("validation deviance");
        }
    }
}
