package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
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
}
