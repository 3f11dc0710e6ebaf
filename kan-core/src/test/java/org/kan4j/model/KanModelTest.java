package org.kan4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

class KanModelTest {
    private final CpuEngine engine = new CpuEngine();
    private final double[] x = {0.3, -0.7, 5, -5};

    @Test
    void aPredictionNeedsWholeRows() {
        KanModel model = model(1, List.of());
        for (int numbers : new int[] {3, 5}) {
            assertThatThrownBy(() -> model.predict(engine, new double[numbers], 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("predict: 0 or more rows of 2 inputs required, got 2 rows in " + numbers + " numbers");
        }
        assertThatThrownBy(() -> model.predict(engine, new double[0], -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneOutputIsTheLogOddsOfTheSecondClass() {
        KanModel model = model(1, List.of("a", "b"));
        double[] p = model.probabilities(engine, x, 2);
        double[] z = model.predict(engine, x, 2);
        for (int r = 0; r < 2; r++) {
            assertThat(Math.log(p[2 * r + 1] / p[2 * r])).isCloseTo(z[r], within(1e-9));
            assertThat(p[2 * r] + p[2 * r + 1]).isCloseTo(1, within(1e-15));
        }
    }

    @Test
    void severalOutputsAreLogProbabilities() {
        KanModel model = model(3, List.of("a", "b", "c"));
        double[] p = model.probabilities(engine, x, 2);
        double[] z = model.predict(engine, x, 2);
        assertThat(p[0] + p[1] + p[2]).isCloseTo(1, within(1e-15));
        assertThat(Math.log(p[5] / p[3])).isCloseTo(z[5] - z[3], within(1e-9));
    }

    @Test
    void extremeLogOddsGiveProbabilitiesAllTheSame() {
        KanModel model = model(1, List.of("a", "b"));
        double[] scaled = model.kan().parameters();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= 1e6;
        }
        double[] p = model.withKan(model.kan().withParameters(scaled)).probabilities(engine, x, 2);
        assertThat(p).containsOnly(0, 1);
    }

    @Test
    void classesMustFitTheOutputs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model(1, List.of("a", "b", "c")))
                .withMessage("model: no classes or 2 required, got 3");
        assertThatThrownBy(() -> model(1, List.of()).probabilities(engine, x, 2))
                .isInstanceOf(IllegalStateException.class);
    }

    private static KanModel model(int outputs, List<String> classes) {
        List<String> names = List.of("u", "v", "w").subList(0, outputs);
        return new KanModel(
                Kan.random(Shape.of(2, outputs), 3, 3, 2, 1),
                Normalization.identity(2),
                Normalization.identity(outputs),
                List.of("x", "y"),
                names,
                classes,
                "");
    }
}
