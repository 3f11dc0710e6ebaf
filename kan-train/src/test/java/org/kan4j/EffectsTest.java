package org.kan4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.network.Shape;
import org.kan4j.train.Loss;

/** What inputs do. */
class EffectsTest {
    /** y = 3a + b², and c that does nothing. */
    private static Dataset sums(boolean positive) {
        Random random = new Random(2);
        double[] x = new double[900];
        double[] y = new double[300];
        for (int r = 0; r < 300; r++) {
            for (int i = 0; i < 3; i++) {
                x[3 * r + i] = 2 * random.nextDouble() - 1;
            }
            double sum = 3 * x[3 * r] + x[3 * r + 1] * x[3 * r + 1] + 0.1 * random.nextGaussian();
            y[r] = positive ? Math.exp(sum) : sum;
        }
        return Dataset.of(x, y, List.of("a", "b", "c"), "y");
    }

    @Test
    void whatInputsAddUpToIsThePrediction() {
        for (boolean positive : new boolean[] {false, true}) {
            Dataset data = sums(positive);
            ShapeOptions additive = ShapeOptions.DEFAULTS.withInteractions(0);
            KanModel model = Kan4j.fit(data, positive ? additive.withLoss(Loss.gamma()) : additive)
                    .model();
            EffectsResult effects = Effects.of(model, data, Optional.of(7), "model");
            assertThat(effects.effects().get(0).input()).isEqualTo("a");
            assertThat(effects.effects().get(2).input()).isEqualTo("c");
            assertThat(effects.effects().get(2).importance())
                    .isLessThan(0.05 * effects.effects().get(0).importance());
            EffectsResult.Row row = effects.row().orElseThrow();
            double sum = row.base()
                    + row.contributions().stream()
                            .mapToDouble(EffectsResult.Contribution::value)
                            .sum();
            assertThat(sum).isCloseTo(row.sum(), within(1e-9));
            double predicted;
            try (CpuEngine engine = new CpuEngine()) {
                predicted = model.predict(engine, java.util.Arrays.copyOfRange(data.x(), 18, 21), 1)[0];
            }
            assertThat(row.predicted()).isCloseTo(predicted, within(1e-9 * Math.abs(predicted)));
            double a = row.contributions().stream()
                    .filter(part -> part.input().equals("a"))
                    .findFirst()
                    .orElseThrow()
                    .value();
            double meanOfA = 0;
            for (int r = 0; r < 300; r++) {
                meanOfA += data.x()[3 * r] / 300;
            }
            assertThat(a).isCloseTo(3 * (data.x()[18] - meanOfA), within(0.15));
            assertThat(effects.text()).contains(positive ? "mean log of y" : "mean y", "row 7  y ");
        }
    }

    @Test
    void aNetworkThatIsNoSumHasImportancesAlone() {
        Dataset data = sums(false);
        KanModel model = Kan4j.fit(data, FitOptions.of(Shape.of(3, 2, 1))).model();
        EffectsResult effects = Effects.of(model, data, Optional.empty(), "model");
        assertThat(effects.effects().get(0).extent()).isEmpty();
        assertThat(effects.json()).contains("\"importance_deviation\":");
        assertThatThrownBy(() -> Effects.of(model, data, Optional.of(1), "model"))
                .hasMessageStartingWith("model: a sum of functions of one input with one output required");
        KanModel sum = Kan4j.fit(data, FitOptions.of(Shape.of(3, 1))).model();
        assertThatThrownBy(() -> Effects.of(sum, data, Optional.of(301), "model"))
                .hasMessageEndingWith("got row 301");
    }
}
