package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.ResidentEngine.RowLoss;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

class LossTest {
    private final CpuEngine engine = new CpuEngine();

    @Test
    void ofSeveralOutputsTheMeanErrorIsReported() {
        assertThat(Loss.squares().reported(18, 2)).isEqualTo(3);
        assertThat(Loss.huber(1).reported(4, 1)).isEqualTo(2);
        assertThat(Loss.crossEntropy().reported(18, 2)).isEqualTo(18);
    }

    @Test
    void eachRowIsComparedWithItsOwnTargets() {
        Kan kan = Kan.random(Shape.of(2, 3), 4, 3, 2, 1);
        double[] x = Tables.uniform(5, 2, -1, 1, 1, v -> 0).x();
        double[] y = new double[15];
        engine.values(kan.network(), kan.parameters(), x, 5, y);
        double[] targets = new double[15];
        Arrays.setAll(targets, i -> y[i] + i);
        double[] weights = {1, 2, 0.5, 0, 3};
        Batch batch = new Batch(x, targets, weights, 5);
        double[] losses = Loss.squares().each(engine, kan, batch);
        double sum = 0;
        for (int r = 0; r < 5; r++) {
            double squares = Math.pow(3 * r, 2) + Math.pow(3 * r + 1, 2) + Math.pow(3 * r + 2, 2);
            assertThat(losses[r]).isCloseTo(weights[r] * squares, within(1e-9));
            sum += weights[r] * squares;
        }
        assertThat(Loss.squares().of(engine, kan, batch)).isCloseTo(Math.sqrt(sum / 6.5 / 3), within(1e-12));
    }

    @Test
    void aHuberLossGrowsLinearlyBeyondItsBorder() {
        double[] dy = new double[3];
        double loss = Loss.huber(2).row(new double[] {1, -5, 3}, 0, 3, new double[3], 0, 1, dy);
        // 1, then 2·2·5 - 4 and 2·2·3 - 4.
        assertThat(loss).isEqualTo(1 + 16 + 8);
        assertThat(dy).containsExactly(2, -4, 4);
    }

    @Test
    void slopesAreTheDerivativesOfTheLoss() {
        double[] y = {0.3, -1.2, 0.8};
        double[] t = {1, 0.5, 2};
        for (Loss loss : List.of(Loss.poisson(), Loss.gamma(), Loss.quantile(0.3))) {
            double[] dy = new double[3];
            loss.row(y, 0, 3, t, 0, 2, dy);
            for (int o = 0; o < 3; o++) {
                double h = 1e-5;
                double[] moved = y.clone();
                moved[o] += h;
                double up = loss.row(moved, 0, 3, t, 0, 2, new double[3]);
                moved[o] -= 2 * h;
                double down = loss.row(moved, 0, 3, t, 0, 2, new double[3]);
                assertThat(dy[o]).as(loss + " " + o).isCloseTo((up - down) / (2 * h), within(1e-6));
            }
            // Nothing is better than the target itself.
            double[] log = loss.response().exponential()
                    ? Arrays.stream(t).map(Math::log).toArray()
                    : t;
            assertThat(loss.row(log, 0, 3, t, 0, 1, dy)).isCloseTo(0, within(1e-12));
        }
    }

    @Test
    void aLossIsReadByItsName() {
        assertThat(Loss.parse("quantile:0.9")).isEqualTo(Loss.quantile(0.9));
        assertThat(Loss.parse("huber:1.5")).isEqualTo(Loss.huber(1.5));
        for (String wrong : List.of("l1", "quantile", "poisson:2", "huber:x", "quantile:1")) {
            assertThatThrownBy(() -> Loss.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void curvaturesAreTheDerivativesOfTheGradient() {
        double[] y = {0.3, -1.2, 0.8};
        for (Loss loss : List.of(Loss.squares(), Loss.crossEntropy(), Loss.huber(5), Loss.poisson())) {
            for (int outputs : new int[] {1, 3}) {
                double[] t = {1, 0, 0};
                double[] curvatures = new double[3];
                loss.curvatures(y, 0, outputs, t, 0, 2, curvatures);
                for (int o = 0; o < outputs; o++) {
                    double h = 1e-5;
                    double[] up = new double[3];
                    double[] down = new double[3];
                    double[] moved = y.clone();
                    moved[o] += h;
                    loss.row(moved, 0, outputs, t, 0, 2, up);
                    moved[o] -= 2 * h;
                    loss.row(moved, 0, outputs, t, 0, 2, down);
                    assertThat(curvatures[o]).isCloseTo((up[o] - down[o]) / (2 * h), within(1e-8));
                }
            }
        }
    }

    @Test
    void classesFarApartDoNotOverflow() {
        double[] dy = new double[3];
        Loss loss = Loss.crossEntropy();
        assertThat(loss.row(new double[] {0, 1000, -1000}, 0, 3, new double[] {1}, 0, 1, dy))
                .isCloseTo(0, within(1e-12));
        assertThat(dy).containsExactly(new double[] {0, 0, 0}, within(1e-12));
        assertThat(loss.row(new double[] {0, 1000, -1000}, 0, 3, new double[] {2}, 0, 1, dy))
                .isCloseTo(2000, within(1e-9));
        assertThat(dy).containsExactly(new double[] {0, 1, -1}, within(1e-12));
        assertThat(loss.row(new double[] {-1000}, 0, 1, new double[] {1}, 0, 1, dy))
                .isCloseTo(1000, within(1e-9));
        assertThat(curvature(loss, 1000, 1)).isZero();
        assertThat(curvature(loss, -1000, 1)).isZero();
    }

    @Test
    void aDeviceIsToldWhichLossItIs() {
        for (Loss loss : List.of(Loss.squares(), Loss.huber(0.3), Loss.crossEntropy())) {
            RowLoss told = loss.resident(0.1, 0.2).orElseThrow();
            assertThat(told.kind())
                    .isEqualTo(
                            loss instanceof Loss.Squares
                                    ? RowLoss.Kind.SQUARES
                                    : loss instanceof Loss.Huber ? RowLoss.Kind.HUBER : RowLoss.Kind.CROSS_ENTROPY);
            assertThat(told.delta()).isEqualTo(loss instanceof Loss.Huber ? 0.3 : 0);
            assertThat(told.smoothness()).isEqualTo(0.1);
            assertThat(told.ridge()).isEqualTo(0.2);
        }
    }

    @Test
    void anObjectiveIsItsLossAndItsPenalty() {
        Kan kan = Kan.random(Shape.of(2, 1), 4, 3, 2, 1);
        Batch batch = Tables.uniform(5, 2, -1, 1, 1, v -> v[0]);
        Objective objective = new Objective(engine, kan, batch, Loss.squares(), Penalties.NONE.withRidge(0.5));
        assertThat(objective.loss()).isEqualTo(Loss.squares());
        double[] p = kan.parameters();
        double ridge = 0.5 * Arrays.stream(p).map(v -> v * v).sum();
        assertThat(objective.penalty(p)).isCloseTo(ridge, within(1e-12));
        double error = Loss.squares().of(engine, kan, batch);
        assertThat(objective.gradient(p, new double[p.length])).isCloseTo(error * error + ridge, within(1e-12));
        // No engine that is not on a device holds a training there.
        assertThat(objective.resident(5, new double[0])).isEmpty();
    }

    @Test
    void everyLossHasItsNameAndThatOfItsOutputs() {
        assertThat(Loss.parse("squares")).isEqualTo(Loss.squares());
        assertThat(Loss.parse("poisson")).isEqualTo(Loss.poisson());
        assertThat(Loss.parse("gamma")).isEqualTo(Loss.gamma());
        for (String wrong : List.of("squares:1", "gamma:1", "huber", "crossEntropy")) {
            assertThatThrownBy(() -> Loss.parse(wrong)).hasMessageContaining("got " + wrong);
        }
        for (Loss loss : List.of(Loss.squares(), Loss.poisson(), Loss.gamma(), Loss.quantile(0.2))) {
            assertThat(Loss.of(loss.response())).isEqualTo(loss);
        }
        for (Loss loss : List.of(Loss.poisson(), Loss.gamma(), Loss.quantile(0.2))) {
            assertThat(loss.reported(18, 2)).isEqualTo(9);
        }
    }

    /** The second of three outputs, whose target is the second of three. */
    private static double second(Loss loss, double y, double t, double[] slope) {
        double[] dy = new double[3];
        double value = loss.row(new double[] {9, y, 9}, 1, 1, new double[] {9, t, 9}, 1, 2, dy);
        assertThat(dy[0]).isZero();
        assertThat(dy[2]).isZero();
        slope[0] = dy[1];
        return value / 2;
    }

    @Test
    void deviancesByHand() {
        double[] slope = new double[1];
        // The mean is one where the output is zero.
        assertThat(second(Loss.poisson(), 0, 2, slope)).isCloseTo(2 * (2 * Math.log(2) - 1), within(1e-12));
        assertThat(slope[0]).isCloseTo(2 * 2 * (1 - 2), within(1e-12));
        assertThat(second(Loss.poisson(), 0, 0, slope)).isCloseTo(2, within(1e-12));
        assertThat(second(Loss.gamma(), 0, 2, slope)).isCloseTo(2 * (2 - 1 - Math.log(2)), within(1e-12));
        assertThat(slope[0]).isCloseTo(2 * 2 * (1 - 2), within(1e-12));
    }

    @Test
    void thePinballLossByHand() {
        Loss loss = Loss.quantile(0.3);
        double[] slope = new double[1];
        assertThat(second(loss, 5, 3, slope)).isCloseTo(0.7 * (2 - 0.01), within(1e-12));
        assertThat(slope[0]).isCloseTo(2 * 0.7, within(1e-12));
        assertThat(second(loss, 1, 3, slope)).isCloseTo(0.3 * (2 - 0.01), within(1e-12));
        assertThat(slope[0]).isCloseTo(-2 * 0.3, within(1e-12));
        // Half of the way to where it is straight.
        assertThat(second(loss, 3.01, 3, slope)).isCloseTo(0.7 * 0.0025, within(1e-12));
        assertThat(slope[0]).isCloseTo(2 * 0.7 / 2, within(1e-9));
        assertThat(Loss.Quantile.pinball(0.3, 3, 5)).isCloseTo(1.4, within(1e-12));
        assertThat(Loss.Quantile.pinball(0.3, 3, 1)).isCloseTo(0.6, within(1e-12));
    }

    private static double curvature(Loss loss, double y, double t) {
        double[] curvatures = new double[3];
        loss.curvatures(new double[] {9, y, 9}, 1, 1, new double[] {9, t, 9}, 1, 2, curvatures);
        assertThat(curvatures[0]).isZero();
        assertThat(curvatures[2]).isZero();
        return curvatures[1];
    }

    @Test
    void aQuantileBendsNearItsTargetAsItsSharesSay() {
        // Within 0.02 the loss is a parabola on each side.
        assertThat(curvature(Loss.quantile(0.3), 3.01, 3)).isCloseTo(2 * 0.7 / 0.02, within(1e-9));
        assertThat(curvature(Loss.quantile(0.3), 2.99, 3)).isCloseTo(2 * 0.3 / 0.02, within(1e-9));
        double[] both = new double[3];
        Loss.quantile(0.3).curvatures(new double[] {9, 3.01, 3.99}, 1, 2, new double[] {9, 3, 4}, 1, 1, both);
        assertThat(both).containsExactly(new double[] {0, 0.7 / 0.02, 0.3 / 0.02}, within(1e-9));
        // The expectation of (1 - t/mean)' times 2 at the mean.
        assertThat(curvature(Loss.gamma(), 0.7, 3)).isEqualTo(2 * 2);
    }

    @Test
    void parabolasOfLossesThatGrowLinearlyAreAboveThemAndTouchThemTwice() {
        for (Loss loss : List.of(Loss.huber(0.5), Loss.quantile(0.5))) {
            double[] slope = new double[1];
            double at = 2 * second(loss, 5, 3, slope);
            double steep = slope[0];
            double bend = curvature(loss, 5, 3);
            for (double y = -4; y < 9; y += 0.25) {
                double above = at + steep * (y - 5) + bend / 2 * (y - 5) * (y - 5);
                assertThat(above).as(loss + " at " + y).isGreaterThanOrEqualTo(2 * second(loss, y, 3, slope) - 1e-9);
            }
            // Symmetry about the target.
            assertThat(at + steep * -4 + bend / 2 * 16).isCloseTo(at, within(1e-9));
        }
    }
}
