package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.basis.BSpline;
import org.kan4j.data.Dataset;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

class ScoreTest {
    private static final int ROWS = 7;

    private final CpuEngine engine = new CpuEngine(1);
    private final KanModel model = new KanModel(
            Kan.random(Shape.of(1, 2), new BSpline(Grid.uniform(-1, 1, 3), 3, Extrapolation.LINEAR), 0),
            Normalization.identity(1),
            Normalization.identity(2),
            List.of("x"),
            List.of("u", "v"),
            "");
    private final double[] x = new SplittableRandom(1).doubles(ROWS, -1, 1).toArray();

    private Score score(double[] y) {
        return Score.of(
                engine,
                model,
                new Dataset(
                        x,
                        y,
                        new double[0],
                        false,
                        ROWS,
                        List.of("x"),
                        List.of("u", "v"),
                        List.of(),
                        new int[ROWS],
                        List.of()));
    }

    @Test
    void eachTargetIsMeasuredInItsOwnUnits() {
        double[] y = model.predict(engine, x, ROWS);
        for (int r = 0; r < ROWS; r++) {
            y[2 * r] += r % 2 == 0 ? 1e-3 : -1e-3;
            y[2 * r + 1] = 1e200 * (r - 3);
        }
        Score score = score(y);
        Score.Target u = score.targets().get(0);
        Score.Target v = score.targets().get(1);
        assertThat(u.rmse()).isCloseTo(1e-3, within(1e-15));
        assertThat(u.r2()).isCloseTo(1 - 1e-6 / (u.deviation() * u.deviation()), within(1e-12));
        // The mean square of −3 … 3 is 4, and the predictions are nothing beside 1e200.
        assertThat(v.rmse()).isCloseTo(2e200, within(1e187));
        assertThat(v.r2()).isCloseTo(0, within(1e-12));
        assertThat(score.rmse()).isCloseTo(2e200 / Math.sqrt(2), within(1e187));
    }

    @Test
    void aConstantTargetHasNoCoefficientOfDetermination() {
        double[] y = new double[2 * ROWS];
        Arrays.fill(y, 0.1);
        assertThat(score(y).targets())
                .allSatisfy(target -> assertThat(target.r2()).isNaN());
    }

    @Test
    void rowsOfWeightTwoCountTwiceForEveryTarget() {
        double[] y = new double[2 * ROWS];
        double[] weights = new double[ROWS];
        for (int r = 0; r < ROWS; r++) {
            y[2 * r] = r;
            y[2 * r + 1] = r * r;
            weights[r] = r == 5 ? 2 : 1;
        }
        Dataset data = new Dataset(
                x, y, weights, false, ROWS, List.of("x"), List.of("u", "v"), List.of(), new int[ROWS], List.of());
        List<Score.Target> targets = Score.of(model, new double[2 * ROWS], data).targets();
        // 0 … 6 with another 5, and their squares.
        assertThat(targets.get(0).mean()).isCloseTo(26 / 8.0, within(1e-12));
        assertThat(targets.get(1).mean()).isCloseTo(116 / 8.0, within(1e-12));
        assertThat(targets.get(0).rmse()).isCloseTo(Math.sqrt(116 / 8.0), within(1e-12));
    }

    private static KanModel classes(int outputs, String... labels) {
        return new KanModel(
                Kan.random(Shape.of(1, outputs), new BSpline(Grid.uniform(-1, 1, 3), 3, Extrapolation.LINEAR), 0),
                Normalization.identity(1),
                Normalization.identity(outputs),
                List.of("x"),
                IntStream.range(0, outputs).mapToObj(o -> "o" + o).toList(),
                List.of(labels),
                "");
    }

    private static Dataset labels(double[] y, double[] weights, String... labels) {
        int rows = y.length;
        return new Dataset(
                new double[rows],
                y,
                weights,
                false,
                rows,
                List.of("x"),
                List.of("y"),
                List.of(labels),
                new int[rows],
                List.of());
    }

    private static double logOdds(double p) {
        return Math.log(p / (1 - p));
    }

    @Test
    void twoClassesByHand() {
        double[] p = {0.1, 0.4, 0.4, 0.8, 0.9};
        double[] y = {0, 0, 1, 0, 1};
        double[] odds = Arrays.stream(p).map(ScoreTest::logOdds).toArray();
        Score score = Score.of(classes(1, "no", "yes"), odds, labels(y, new double[0], "no", "yes"));
        assertThat(score.accuracy()).isCloseTo(3 / 5.0, within(1e-12));
        double loss = -(Math.log(0.9) + Math.log(0.6) + Math.log(0.4) + Math.log(0.2) + Math.log(0.9)) / 5;
        assertThat(score.logLoss()).isCloseTo(loss, within(1e-12));
        // Of six pairs the yes at 0.4 is above one no, ties with one and is below one; that at 0.9 is above all.
        assertThat(score.auc()).isCloseTo(4.5 / 6, within(1e-12));
        assertThat(score.rmse()).isNaN();
        assertThat(score.quality()).isPresent();
        // With the last row twice there are nine pairs.
        double[] twice = {1, 1, 1, 1, 2};
        Score weighted = Score.of(classes(1, "no", "yes"), odds, labels(y, twice, "no", "yes"));
        assertThat(weighted.auc()).isCloseTo(7.5 / 9, within(1e-12));
        assertThat(weighted.accuracy()).isCloseTo(4 / 6.0, within(1e-12));
        assertThat(weighted.logLoss()).isCloseTo((5 * loss - Math.log(0.9)) / 6, within(1e-12));
    }

    @Test
    void theAreaOfThreeClassesIsTheMeanOfThoseThatOccur() {
        String[] names = {"a", "b", "c"};
        // Probabilities of a: 0.6, 0.3, 0.5; of b: 0.3, 0.5, 0.4; none is a c.
        double[] logs = DoubleStream.of(0.6, 0.3, 0.1, 0.3, 0.5, 0.2, 0.5, 0.4, 0.1)
                .map(Math::log)
                .toArray();
        Score score = Score.of(classes(3, names), logs, labels(new double[] {0, 0, 1}, new double[0], names));
        // The one b is above one row that is not, and so are the two of a of one pair of two.
        assertThat(score.auc()).isCloseTo(0.5, within(1e-12));
        assertThat(score.accuracy()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(score.logLoss()).isCloseTo(-(Math.log(0.6) + Math.log(0.3) + Math.log(0.4)) / 3, within(1e-12));
        Score right = Score.of(classes(3, names), logs, labels(new double[] {0, 1, 0}, new double[0], names));
        assertThat(right.auc()).isCloseTo(1, within(1e-12));
    }

    @Test
    void ofNoRowsNothingIsKnown() {
        Dataset none = new Dataset(
                new double[0],
                new double[0],
                new double[0],
                false,
                0,
                List.of("x"),
                List.of("u", "v"),
                List.of(),
                new int[0],
                List.of());
        Score numbers = Score.of(model, new double[0], none);
        assertThat(numbers.rmse()).isNaN();
        assertThat(numbers.targets())
                .hasSize(2)
                .allSatisfy(target -> assertThat(target.rmse()).isNaN());
        Score labels =
                Score.of(classes(1, "no", "yes"), new double[0], labels(new double[0], new double[0], "no", "yes"));
        assertThat(labels.accuracy()).isNaN();
        assertThat(labels.targets()).isEmpty();
    }
}
