package org.kan4j.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.numeric.Parallel;
import org.kan4j.train.MaximalUpdate;

class RateSweepTest {
    private static final CpuEngine ENGINE = new CpuEngine(1);
    private static final Parallel PARALLEL = new Parallel(2);
    private static final Optional<MaximalUpdate> UPDATE = Optional.of(new MaximalUpdate(16));

    @AfterAll
    static void close() {
        ENGINE.close();
        PARALLEL.close();
    }

    private static RateSweep sweep(int width, Optional<MaximalUpdate> scaling) {
        return RateSweep.of(new RateSweep.Setting(2, width, 5, scaling), 30, 2, 1, ENGINE, PARALLEL, () -> false)
                .orElseThrow();
    }

    private static RateSweep given(double[] exponents, double[]... losses) {
        return new RateSweep(new RateSweep.Setting(1, 8, 5, Optional.empty()), exponents, losses);
    }

    @Test
    void theBestRateIsTheBottomOfAParabolaOfEachSeed() {
        // ln loss = (x + 4.3)² and (x + 3.6)².
        double[] x = {-6, -5, -4, -3};
        double[][] losses = new double[4][2];
        for (int r = 0; r < 4; r++) {
            losses[r][0] = Math.exp((x[r] + 4.3) * (x[r] + 4.3));
            losses[r][1] = Math.exp((x[r] + 3.6) * (x[r] + 3.6));
        }
        assertThat(given(x, losses).best()).containsExactly(new double[] {-4.3, -3.6}, within(1e-9));
        // A side that diverged says nothing.
        double[][] diverged = {{2, 2}, {1, 1}, {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY}};
        assertThat(given(new double[] {-3, -2, -1}, diverged).best()).containsExactly(-2, -2);
    }

    @Test
    void theSlopeIsTheMeanOfThoseOfTheSeeds() {
        double[] x = {-9, -8, -7, -6, -5};
        double[][] high = {{9, 9}, {9, 9}, {2, 2}, {1, 1}, {2, 2}};
        double[][] low = {{9, 2}, {2, 1}, {1, 2}, {2, 9}, {9, 9}};
        double[] slope = RateSweep.slope(List.of(given(x, high), given(x, low)), new double[] {16, 32});
        assertThat(slope).containsExactly(new double[] {-1.5, 0.5}, within(1e-9));
    }

    @Test
    void atTheBaseWidthBothParameterisationsAreOneBitForBit() {
        assertThat(sweep(16, UPDATE).losses())
                .isDeepEqualTo(sweep(16, Optional.empty()).losses());
    }

    @Test
    void theBestRateOfEverySeedIsBetweenOthers() {
        RateSweep sweep = sweep(8, Optional.empty());
        for (double best : sweep.best()) {
            assertThat(best)
                    .isGreaterThan(sweep.exponents()[0])
                    .isLessThan(sweep.exponents()[sweep.exponents().length - 1]);
        }
        for (double loss : sweep.lowest()) {
            assertThat(loss).isLessThan(1);
        }
    }

    @Test
    void valuesMoveAsFarAtAnyWidthInTheMaximalUpdateAloneNamelyInHiddenLayers() {
        double[] powers = new double[2];
        for (int p = 0; p < 2; p++) {
            Optional<MaximalUpdate> scaling = p == 0 ? UPDATE : Optional.empty();
            double narrow = RateSweep.moved(new RateSweep.Setting(2, 16, 5, scaling), -7, 5, 1, ENGINE)[1];
            double wide = RateSweep.moved(new RateSweep.Setting(2, 128, 5, scaling), -7, 5, 1, ENGINE)[1];
            powers[p] = Math.log(wide / narrow) / Math.log(8);
        }
        assertThat(powers[0]).isBetween(-0.3, 0.3);
        assertThat(powers[1]).isGreaterThan(0.7);
    }
}
