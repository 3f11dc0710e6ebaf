package org.kan4j.additive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.basis.BSpline;
import org.kan4j.data.Dataset;
import org.kan4j.data.Feature;
import org.kan4j.data.Missing;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.layer.Edge;
import org.kan4j.model.KanModel;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.train.Loss;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Score;

class AdditiveFitsTest {
    private static final int ROWS = 400;

    private final CpuEngine engine = new CpuEngine(1);

    private static double[] uniform(int inputs, long seed) {
        return new SplittableRandom(seed).doubles((long) ROWS * inputs, -2, 2).toArray();
    }

    private static double[] targets(double[] x, int inputs, ToDoubleFunction<double[]> law) {
        return IntStream.range(0, ROWS)
                .mapToDouble(r -> law.applyAsDouble(Arrays.copyOfRange(x, r * inputs, (r + 1) * inputs)))
                .toArray();
    }

    private static List<String> names(int inputs) {
        return List.of("a", "b", "c", "d").subList(0, inputs);
    }

    private static Dataset numbers(double[] x, double[] y, int inputs, List<String> classes) {
        int[] numbers = IntStream.range(0, ROWS).toArray();
        return new Dataset(x, y, new double[0], false, ROWS, names(inputs), List.of("y"), classes, numbers, List.of());
    }

    private AdditiveFits fits(Dataset data) {
        Kan any = Kan.random(Shape.of(data.inputs(), ModelTrainer.outputs(data)), BSpline.STANDARD, 0);
        Loss loss = data.classes().isEmpty() ? Loss.squares() : Loss.crossEntropy();
        return new AdditiveFits(engine, data, ModelTrainer.inUnitsOf(data, any, loss), loss, 3, () -> false);
    }

    private static int[] all() {
        return IntStream.range(0, ROWS).toArray();
    }

    /** Noise of a fixed seed, of this standard deviation. */
    private static double[] noisy(double[] y, double deviation, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Arrays.stream(y).map(v -> v + deviation * random.nextGaussian()).toArray();
    }

    @Test
    void functionsOfEachInputAreFoundAndOthersMasked() {
        double[] x = uniform(3, 1);
        double[] clean = targets(x, 3, v -> Math.sin(2 * v[0]) + v[1] * v[1]);
        AdditiveFits.Fit fit =
                fits(numbers(x, noisy(clean, 0.3, 12), 3, List.of())).additive(all());
        KanModel model = fit.model();
        Score score = Score.of(engine, model, numbers(x, clean, 3, List.of()));
        // About 15 coefficients of 400 rows with noise of 0.3: 0.3·√(15/400) = 0.06.
        assertThat(score.rmse()).isLessThan(0.08);
        assertThat(model.kan().network().depth()).isEqualTo(1);
        assertThat(model.kan().network().layer(0).edge(2, 0)).isEqualTo(Edge.MASKED);
    }

    @Test
    void theNetworkIsTheFit() {
        double[] x = uniform(3, 3);
        double[] y = noisy(targets(x, 3, v -> v[0] * v[1] + Math.exp(v[2])), 0.1, 4);
        Dataset data = numbers(x, y, 3, List.of());
        AdditiveFits fits = fits(data);
        for (AdditiveFits.Fit fit :
                List.of(fits.linear(all()), fits.additive(all()), fits.pairs(fits.additive(all()), 3))) {
            KanModel model = fit.model();
            double[] outputs = fit.outputs(all());
            double[] values = new double[ROWS];
            engine.values(model.kan().network(), model.kan().parameters(), model.normalized(x, ROWS), ROWS, values);
            double worst = 0;
            for (int r = 0; r < ROWS; r++) {
                worst = Math.max(worst, Math.abs(values[r] - outputs[r]));
            }
            // Exact but for the products that a pair leaves out: a thousandth of its squares.
            assertThat(worst).isLessThan(fit.pairs().isEmpty() ? 1e-9 : 0.1);
        }
    }

    @Test
    void theMeanOfFitsIsOneNetwork() {
        double[] x = uniform(3, 3);
        double[] y = noisy(targets(x, 3, v -> v[0] * v[1] + Math.exp(v[2])), 0.5, 4);
        AdditiveFits fits = fits(numbers(x, y, 3, List.of()));
        int[] even = Arrays.stream(all()).filter(r -> r % 2 == 0).toArray();
        int[] odd = Arrays.stream(all()).filter(r -> r % 2 == 1).toArray();
        List<AdditiveFits.Fit> two = List.of(fits.pairs(fits.additive(even), 2), fits.linear(odd));
        KanModel mean = fits.mean(two, new double[] {0.75, 0.25});
        double[] values = new double[ROWS];
        engine.values(mean.kan().network(), mean.kan().parameters(), mean.normalized(x, ROWS), ROWS, values);
        double worst = 0;
        double apart = 0;
        for (int r = 0; r < ROWS; r++) {
            double a = two.get(0).outputs(all())[r];
            double b = two.get(1).outputs(all())[r];
            worst = Math.max(worst, Math.abs(values[r] - 0.75 * a - 0.25 * b));
            apart = Math.max(apart, Math.abs(a - b));
        }
        assertThat(worst).isLessThan(0.1);
        assertThat(apart).isGreaterThan(2 * worst);
    }

    @Test
    void theProductIsAPairAndNothingElseIs() {
        double[] x = uniform(4, 5);
        double[] clean = targets(x, 4, v -> v[0] * v[2] + v[1]);
        AdditiveFits fits = fits(numbers(x, noisy(clean, 0.2, 6), 4, List.of()));
        AdditiveFits.Fit additive = fits.additive(all());
        AdditiveFits.Fit pairs = fits.pairs(additive, 3);
        assertThat(pairs.pairs()).contains("a × c");
        Dataset judge = numbers(x, clean, 4, List.of());
        assertThat(Score.of(engine, additive.model(), judge).rmse()).isGreaterThan(1);
        assertThat(Score.of(engine, pairs.model(), judge).rmse()).isLessThan(0.1);
    }

    @Test
    void probabilitiesOfRareClassesAreTheirRate() {
        double[] x = uniform(2, 7);
        SplittableRandom random = new SplittableRandom(8);
        double[] y = targets(x, 2, v -> random.nextDouble() < 1 / (1 + Math.exp(3 - v[0])) ? 1 : 0);
        double rate = Arrays.stream(y).average().orElseThrow();
        Dataset data = numbers(x, y, 2, List.of("no", "yes"));
        AdditiveFits fits = fits(data);
        for (AdditiveFits.Fit fit : List.of(fits.linear(all()), fits.additive(all()))) {
            double[] p = fit.model().probabilities(engine, x, ROWS);
            double mean = IntStream.range(0, ROWS)
                    .mapToDouble(r -> p[2 * r + 1])
                    .average()
                    .orElseThrow();
            // The score equation of an intercept without a penalty, to the tolerance that ends a fit.
            assertThat(rate).isBetween(0.05, 0.15);
            assertThat(mean).isCloseTo(rate, within(1e-3));
        }
    }

    @Test
    void threeClassesAreToldApart() {
        double[] x = uniform(2, 9);
        double[] y = targets(x, 2, v -> v[0] * v[0] < 1 ? 0 : v[1] > 0 ? 1 : 2);
        Dataset data = numbers(x, y, 2, List.of("in", "up", "down"));
        Score score = Score.of(engine, fits(data).additive(all()).model(), data);
        assertThat(score.accuracy()).isGreaterThan(0.95);
    }

    @Test
    void levelsAndGapsHaveEffectsOfTheirOwn() {
        SplittableRandom random = new SplittableRandom(10);
        double[] x = new double[2 * ROWS];
        double[] y = new double[ROWS];
        double[] effects = {5, -3, 8, 0};
        for (int r = 0; r < ROWS; r++) {
            int level = random.nextInt(4);
            boolean gap = random.nextInt(4) == 0;
            double value = random.nextDouble(-1, 1);
            x[2 * r] = level;
            x[2 * r + 1] = gap ? Double.NaN : value;
            y[r] = effects[level] + (gap ? 4 : 2 * value) + 0.1 * random.nextGaussian();
        }
        List<Feature> features = new ArrayList<>();
        features.add(new Feature(List.of("n", "e", "s", "w"), false));
        features.add(new Feature(List.of(), true));
        Dataset data = new Dataset(
                x,
                y,
                new double[0],
                false,
                ROWS,
                names(2),
                List.of("y"),
                List.of(),
                IntStream.range(0, ROWS).toArray(),
                List.of(),
                List.of(),
                features,
                Missing.EFFECT);
        AdditiveFits fits = fits(data);
        for (AdditiveFits.Fit fit : List.of(fits.linear(all()), fits.additive(all()))) {
            assertThat(Score.of(engine, fit.model(), data).rmse()).isLessThan(0.12);
        }
    }
}
