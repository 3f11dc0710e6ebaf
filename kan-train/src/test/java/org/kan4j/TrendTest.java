package org.kan4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Trend;
import org.kan4j.train.Loss;

/** Predictions that must go some way with an input, whatever the rows say. */
class TrendTest {
    private static final int POINTS = 3000;
    private static final Map<String, Trend> ASKED = Map.of(
            "a", Trend.FREE.withDirection(1),
            "b", Trend.FREE.withCurvature(-1),
            "c", Trend.FREE.withDirection(-1).withCurvature(1),
            "d", Trend.FREE.withSpread(0.5).withDirection(1));

    /** What the rows are about: waves are added, so that they do not go as they must everywhere. */
    private static final List<DoubleUnaryOperator> SHAPES = List.of(v -> v, v -> -v * v, v -> Math.exp(-v), v -> v);

    private static Dataset table(long seed, boolean classes) {
        SplittableRandom random = new SplittableRandom(seed);
        int rows = 160;
        double[] x = random.doubles(4L * rows, -1, 1).toArray();
        double[] wave = random.doubles(8, 0, 3).toArray();
        double[] y = new double[rows];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < 4; i++) {
                double v = x[4 * r + i];
                y[r] += 0.4 * Math.sin(3 * v + wave[4 + i])
                        + wave[i] * SHAPES.get(i).applyAsDouble(v);
            }
            y[r] += 0.3 * random.nextGaussian();
            y[r] = classes ? (y[r] + random.nextGaussian() > 0 ? 1 : 0) : y[r];
        }
        List<String> names = List.of("a", "b", "c", "d");
        return classes
                ? new Dataset(
                        x,
                        y,
                        new double[0],
                        false,
                        rows,
                        names,
                        List.of("y"),
                        List.of("no", "yes"),
                        IntStream.range(0, rows).toArray(),
                        List.of())
                : Dataset.of(x, y, names, "y");
    }

    /** Values along an input, the others 0.1, on ten times the range of the rows. */
    private static double[] along(KanModel model, int input) {
        double[] x = new double[4 * POINTS];
        Arrays.fill(x, 0.1);
        for (int k = 0; k < POINTS; k++) {
            x[4 * k + input] = -10 + 20.0 * k / (POINTS - 1);
        }
        try (CpuEngine engine = new CpuEngine(1)) {
            return model.predict(engine, x, POINTS);
        }
    }

    private static double[] differences(double[] y) {
        double[] differences = new double[y.length - 1];
        Arrays.setAll(differences, k -> y[k + 1] - y[k]);
        return differences;
    }

    private static void requireSign(double[] numbers, int sign) {
        double largest = Arrays.stream(numbers).map(Math::abs).max().orElseThrow();
        assertThat(Arrays.stream(numbers).map(d -> d * sign).min().orElseThrow())
                .isGreaterThan(-1e-11 * Math.max(1, largest));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void functionsGoAsTheyMustOnTheWholeRangeAndBeyond(long seed) {
        ShapeOptions options = ShapeOptions.DEFAULTS.withInteractions(0).withTrends(ASKED);
        FitResult fitted = Kan4j.fit(table(seed, seed % 3 == 0), options);
        KanModel model = fitted.model();
        requireSign(differences(along(model, 0)), 1);
        requireSign(differences(differences(along(model, 1))), -1);
        requireSign(differences(along(model, 2)), -1);
        requireSign(differences(differences(along(model, 2))), 1);
        double[] bounded = along(model, 3);
        requireSign(differences(bounded), 1);
        assertThat(bounded[POINTS - 1] - bounded[0]).isLessThan(0.5 + 1e-12);
        assertThat(fitted.notes()).anyMatch(note -> note.startsWith("what trends cost: validation "));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aFormulaKeepsTheTrends(long seed) {
        Dataset data = table(seed, seed % 3 == 0);
        KanModel model = Kan4j.fit(
                        data, ShapeOptions.DEFAULTS.withInteractions(0).withTrends(ASKED))
                .model();
        Formula formula = Kan4j.formula(model, data).formula();
        for (String name : ASKED.keySet()) {
            int input = formula.columns().indexOf(name);
            Expression value = formula.expression();
            Expression slope = value.derivative(input);
            requireSign(differences(along(value, input)), ASKED.get(name).direction());
            requireSign(
                    differences(differences(along(value, input))),
                    ASKED.get(name).curvature());
            requireSign(along(slope, input), ASKED.get(name).direction());
            requireSign(along(slope.derivative(input), input), ASKED.get(name).curvature());
        }
        double[] bounded = along(formula.expression(), formula.columns().indexOf("d"));
        assertThat(Math.abs(bounded[100] - bounded[0])).isLessThan(0.5 + 1e-6);
    }

    /** Values along an input, the others 0.1, on the range of the rows. */
    private static double[] along(Expression expression, int input) {
        double[] y = new double[101];
        for (int k = 0; k <= 100; k++) {
            double[] row = {0.1, 0.1, 0.1, 0.1};
            row[input] = -0.98 + 1.96 * k / 100;
            y[k] = expression.evaluate(row);
        }
        return y;
    }

    @Test
    void countsRiseToo() {
        Dataset data = table(7, false);
        double[] counts =
                Arrays.stream(data.y()).map(y -> Math.rint(Math.exp(y / 3))).toArray();
        Dataset counted = Dataset.of(data.x(), counts, data.inputNames(), "y");
        KanModel model = Kan4j.fit(
                        counted,
                        ShapeOptions.DEFAULTS
                                .withTrends(Map.of("a", Trend.FREE.withDirection(1)))
                                .withLoss(Loss.poisson()))
                .model();
        requireSign(differences(along(model, 0)), 1);
    }

    @Test
    void aRefitThatWouldForgetTrendsIsRefused() {
        Dataset data = table(8, false);
        KanModel model = Kan4j.fit(
                        data, ShapeOptions.DEFAULTS.withInteractions(0).withTrends(ASKED))
                .model();
        assertThatThrownBy(() -> Kan4j.prune(model, data))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("with a it must be rising");
    }
}
