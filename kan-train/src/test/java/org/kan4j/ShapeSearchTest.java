package org.kan4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.Trend;
import org.kan4j.network.Shape;

class ShapeSearchTest {
    private static Dataset table(int rows, long seed, ToDoubleFunction<double[]> law) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = random.doubles(3L * rows, -2, 2).toArray();
        double[] y = IntStream.range(0, rows)
                .mapToDouble(
                        r -> law.applyAsDouble(Arrays.copyOfRange(x, 3 * r, 3 * r + 3)) + 0.2 * random.nextGaussian())
                .toArray();
        return Dataset.of(x, y, List.of("a", "b", "c"), "y");
    }

    private static FitResult fit(Dataset data, ShapeOptions options, int threads) {
        try (CpuEngine engine = new CpuEngine(threads)) {
            return new ShapeSearch(engine, threads, () -> false).fit(data, options);
        }
    }

    private static String taken(Dataset data, ShapeOptions options) {
        return fit(data, options, 2).ladder().orElseThrow().taken().name();
    }

    @Test
    void theSimplestShapeThatExplainsTheRowsIsTaken() {
        assertThat(taken(table(200, 1, v -> 2 * v[0] - v[1]), ShapeOptions.DEFAULTS))
                .isEqualTo("linear");
        assertThat(taken(table(200, 2, v -> v[0] * v[0] + v[1]), ShapeOptions.DEFAULTS))
                .startsWith("additive");
        Dataset product = table(200, 3, v -> v[0] * v[1] + v[2]);
        assertThat(taken(product, ShapeOptions.DEFAULTS)).isEqualTo("additive, up to 3 pairs");
        assertThat(taken(product, ShapeOptions.DEFAULTS.withInteractions(0)))
                .isIn("linear", "additive, alike", "additive");
    }

    @Test
    void theResultStandsBesideItsBaselines() {
        FitResult result = fit(table(200, 4, v -> v[0] * v[0] + v[1]), ShapeOptions.DEFAULTS, 2);
        assertThat(result.baselines()).extracting(Baseline::name).containsExactly("mean", "linear", "additive");
        List<Double> errors = result.baselines().stream()
                .map(baseline -> baseline.test().rmse())
                .toList();
        assertThat(errors.get(0)).isGreaterThan(errors.get(1));
        assertThat(errors.get(1)).isGreaterThan(3 * errors.get(2));
        assertThat(result.fitted().test().rmse()).isCloseTo(errors.get(2), within(0.05));
        // Noise of 0.2 stays in the rows held back.
        assertThat(errors.get(2)).isCloseTo(0.2, within(0.06));
        assertThat(result.json()).contains("\"ladder\":[", "\"baselines\":[", "\"validation_rmse\":", "\"taken\":true");
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        Dataset data = table(120, 5, v -> v[0] * v[1] + v[2]);
        FitResult one = fit(data, ShapeOptions.DEFAULTS, 1);
        FitResult three = fit(data, ShapeOptions.DEFAULTS, 3);
        assertThat(three.model().kan().parameters()).isEqualTo(one.model().kan().parameters());
    }

    @Test
    void aHandfulOfRowsIsEnough() {
        FitResult result = fit(table(5, 6, v -> v[0]), ShapeOptions.DEFAULTS, 1);
        assertThat(result.fitted().test().rmse()).isFinite();
    }

    @Test
    void moreFoldsThanRowsAreRefused() {
        ShapeOptions options = new ShapeOptions(0, Optional.of(20), Optional.empty(), 60, Map.of(), false, false, 0);
        assertThatThrownBy(() -> fit(table(20, 7, v -> v[0]), options, 1))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("2 to 16 required");
    }

    @Test
    void classesOfEqualRatesInEveryRowAreLeftToTheMean() {
        SplittableRandom random = new SplittableRandom(8);
        Dataset numbers = table(300, 9, v -> v[0]);
        double[] labels = IntStream.range(0, 300)
                .mapToDouble(r -> random.nextInt(10) == 0 ? 1 : 0)
                .toArray();
        Dataset data = new Dataset(
                numbers.x(),
                labels,
                new double[0],
                false,
                300,
                numbers.inputNames(),
                List.of("y"),
                List.of("no", "yes"),
                numbers.rowNumbers(),
                List.of());
        FitResult result = fit(data, ShapeOptions.DEFAULTS, 2);
        assertThat(result.ladder().orElseThrow().taken().name()).isEqualTo("logistic");
        double rate = Arrays.stream(labels).average().orElseThrow();
        double[] p = result.model().probabilities(new CpuEngine(1), data.x(), 300);
        double mean =
                IntStream.range(0, 300).mapToDouble(r -> p[2 * r + 1]).average().orElseThrow();
        assertThat(mean).isCloseTo(rate, within(1e-3));
    }

    @Test
    void monotoneFunctionsRiseOrFallEverywhere() {
        Dataset data = table(150, 10, v -> Math.sin(3 * v[0]) + v[0] - 0.3 * v[1] * v[1] + v[2]);
        ShapeOptions options = ShapeOptions.DEFAULTS.withTrends(
                Map.of("a", Trend.FREE.withDirection(1), "b", Trend.FREE.withDirection(-1)));
        FitResult result = fit(data, options, 2);
        assertThat(result.baselines()).extracting(Baseline::name).contains("additive, free");
        assertThat(Shape.of(result.model().kan().network()).inputs()).isEqualTo(3);
        // Far beyond the rows too, where functions go on linearly.
        int steps = 2000;
        for (int input = 0; input < 2; input++) {
            double[] x = new double[3 * steps];
            for (int k = 0; k < steps; k++) {
                x[3 * k + input] = -5 + 10.0 * k / steps;
            }
            double[] y = result.model().predict(new CpuEngine(1), x, steps);
            for (int k = 1; k < steps; k++) {
                double rise = (y[k] - y[k - 1]) * (input == 0 ? 1 : -1);
                assertThat(rise).as("input %d at %s", input, x[3 * k + input]).isGreaterThan(-1e-12);
            }
            assertThat(Math.abs(y[steps - 1] - y[0])).isGreaterThan(input == 0 ? 1.0 : -1);
        }
    }

    @Test
    void directionsOfOtherColumnsAreRefused() {
        ShapeOptions options = ShapeOptions.DEFAULTS.withTrends(Map.of("price", Trend.FREE.withDirection(1)));
        assertThatThrownBy(() -> fit(table(20, 11, v -> v[0]), options, 1))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining(
                        "monotone, --convex, --bounded: quantities among the inputs [a, b, c] required, got price");
    }

    @Test
    void aBagIsOneNetworkWhosePredictionsAreMeans() {
        Dataset data = table(150, 12, v -> v[0] * v[1] + v[2] * v[2]);
        FitResult bag = fit(data, ShapeOptions.DEFAULTS.withBag(4), 2);
        FitResult one = fit(data, ShapeOptions.DEFAULTS, 2);
        assertThat(bag.notes()).anyMatch(note -> note.startsWith("the model is the mean of 4"));
        assertThat(bag.ladder().orElseThrow().folds()).isEqualTo(4);
        assertThat(bag.model().kan().parameters())
                .isNotEqualTo(one.model().kan().parameters());
        // Each was fitted to three quarters of the rows, and is a network as those of one fit are.
        assertThat(bag.fitted().test().rmse()).isCloseTo(one.fitted().test().rmse(), within(0.05));
        assertThat(bag.model().kan().network().depth())
                .isEqualTo(one.model().kan().network().depth());
    }

    @Test
    void aBlendIsOneNetworkWhoseRungsJudgedRowsWeigh() {
        Dataset data = table(150, 13, v -> 2 * v[0] + 0.4 * v[1] * v[1] + 0.4 * v[0] * v[2]);
        FitResult one = fit(data, ShapeOptions.DEFAULTS, 2);
        FitResult blend = fit(data, ShapeOptions.DEFAULTS.withBlend(), 2);
        assertThat(blend.notes()).anyMatch(note -> note.startsWith("the model is a mean of the rungs"));
        // The rung that was taken is one of the means that it may be.
        assertThat(blend.fitted().validation().rmse())
                .isLessThan(one.fitted().validation().rmse() + 1e-6);
        assertThat(blend.fitted().test().rmse()).isLessThan(0.3);
    }
}
