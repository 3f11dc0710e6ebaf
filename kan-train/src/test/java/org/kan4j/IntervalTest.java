package org.kan4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.model.Uncertainty;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

class IntervalTest {
    private final Engine engine = new CpuEngine(2);

    private static KanModel model(int rows) {
        double[] scores = new double[rows];
        Arrays.setAll(scores, i -> i + 1);
        Normalization same = Normalization.identity(1);
        return new KanModel(Kan.random(Shape.of(1, 1), 3, 3, 2, 1), same, same, List.of("x"), List.of("y"), "")
                .withUncertainty(
                        Optional.of(new Uncertainty(new double[][] {scores}, 0, new double[0], new double[0])));
    }

    private Predictions around(KanModel model, double level, Interval.Kind... kind) {
        return new Interval(level, Arrays.stream(kind).findFirst()).around(engine, model, new double[] {0.5}, 1, "m");
    }

    @Test
    void conformalIntervalsReachToTheErrorOfTheirRank() {
        // Of 19 errors the ⌈20·0.9⌉ = 18th, of 9 the largest.
        for (int rows : new int[] {19, 9}) {
            Predictions predicted = around(model(rows), 0.9);
            assertThat(predicted.columns()).containsExactly("prediction", "lower", "upper");
            double[] values = predicted.values();
            double reach = rows == 19 ? 18 : 9;
            assertThat(values[0] - values[1]).isCloseTo(reach, within(1e-12));
            assertThat(values[2] - values[0]).isCloseTo(reach, within(1e-12));
            assertThat(predicted.notes())
                    .containsExactly(
                            "90% intervals, conformal, from the errors on " + rows + " rows that judged the fit");
        }
    }

    @Test
    void aModelSaysWhichKindsItAllows() {
        assertThat(new Interval(0.9, Optional.of(Interval.Kind.CONFORMAL)).possible(model(9)))
                .isTrue();
        assertThat(new Interval(0.9, Optional.of(Interval.Kind.CONFORMAL)).possible(model(8)))
                .isFalse();
        assertThat(new Interval(0.9, Optional.of(Interval.Kind.LAPLACE)).possible(model(9)))
                .isFalse();
        assertThat(new Interval(0.9, Optional.empty()).possible(model(9))).isTrue();
        assertThat(new Interval(0.9, Optional.empty()).possible(model(9).withFormula("{}")))
                .isFalse();
    }

    @Test
    void whatAModelDoesNotHoldIsNamedWithTheRemedy() {
        assertThatThrownBy(() -> around(model(8), 0.9, Interval.Kind.CONFORMAL))
                .isInstanceOf(DataException.class)
                .hasMessage("m: 90% conformal intervals need 9 rows that judged the fit, got 8; --interval-by laplace"
                        + " needs none");
        assertThatThrownBy(() -> around(model(30), 0.9, Interval.Kind.LAPLACE))
                .hasMessageContaining("a fit with --shape whose last layer has at most 1000 parameters");
        assertThatThrownBy(() -> around(model(30).withFormula("{}"), 0.9))
                .hasMessageStartingWith("m: the model holds nothing to make intervals of; kan fit stores it");
        assertThatThrownBy(() -> new Interval(90, Optional.empty()))
                .hasMessage("interval: a share between 0 and 1 required, got 90.0");
    }

    /** y = sin 2x and normal noise of 0.3. */
    private static Dataset waves(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[rows];
        double[] y = new double[rows];
        for (int r = 0; r < rows; r++) {
            x[r] = 4 * random.nextDouble() - 2;
            y[r] = Math.sin(2 * x[r]) + 0.3 * random.nextGaussian();
        }
        return Dataset.of(x, y, List.of("x"), "y");
    }

    @ParameterizedTest
    @EnumSource(Interval.Kind.class)
    void intervalsCoverWhatTheySay(Interval.Kind kind) {
        double covered = 0;
        int fits = 10;
        int fresh = 400;
        for (int seed = 0; seed < fits; seed++) {
            FitOptions options = FitOptions.of("1,1").withSeed(seed);
            KanModel model = Kan4j.fit(waves(150, seed), options).model();
            Dataset test = waves(fresh, 1000 + seed);
            double[] values = new Interval(0.9, Optional.of(kind))
                    .around(engine, model, test.x(), fresh, "m")
                    .values();
            for (int r = 0; r < fresh; r++) {
                boolean within = values[3 * r + 1] <= test.y()[r] && test.y()[r] <= values[3 * r + 2];
                covered += within ? 1.0 / fresh / fits : 0;
            }
        }
        assertThat(covered).isCloseTo(0.9, within(0.03));
    }

    @Test
    void laplaceIntervalsAreWiderWhereThereWereFewRows() {
        KanModel model = Kan4j.fit(waves(150, 1), FitOptions.of("1,1")).model();
        double[] values = new Interval(0.9, Optional.of(Interval.Kind.LAPLACE))
                .around(engine, model, new double[] {0, 3.5}, 2, "m")
                .values();
        assertThat(values[5] - values[4]).isGreaterThan(1.5 * (values[2] - values[1]));
    }

    @Test
    void severalOutputsHaveIntervalsOfTheirOwn() {
        Normalization same = Normalization.identity(1);
        KanModel model = new KanModel(
                        Kan.random(Shape.of(1, 2), 3, 3, 2, 1),
                        same,
                        Normalization.identity(2),
                        List.of("x"),
                        List.of("y", "z"),
                        "")
                .withUncertainty(Optional.of(new Uncertainty(
                        new double[][] {{1, 1, 1}, {5, 5, 5}}, 0, new double[0], new double[0])));
        Predictions predicted = around(model, 0.5);
        assertThat(predicted.columns())
                .containsExactly(
                        "prediction of y", "lower of y", "upper of y", "prediction of z", "lower of z", "upper of z");
        double[] v = predicted.values();
        assertThat(v[2] - v[1]).isCloseTo(2, within(1e-12));
        assertThat(v[5] - v[4]).isCloseTo(10, within(1e-12));
    }
}
