package org.kan4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ratios, their intervals, and the counts that they are compared by. */
final class ComparisonTest {
    @Test
    void aRatioIsThatOfTheGeometricMeans() {
        TimeRatio ratio = TimeRatio.of(new double[] {2, 8}, new double[] {1, 1});
        assertThat(ratio.value()).isCloseTo(4, within(1e-12));
        // log 2 and log 8 have a standard error of log 2, one degree of freedom; t = 12.706.
        assertThat(ratio.high()).isCloseTo(4 * Math.pow(2, 12.7062), within(1e-3 * ratio.high()));
        assertThat(ratio.low() * ratio.high()).isCloseTo(16, within(1e-9));
    }

    @Test
    void theIntervalHoldsTheTruthInNineteenOfTwentyCases() {
        Random random = new Random(1);
        int held = 0;
        for (int trial = 0; trial < 2000; trial++) {
            double[] a = random.doubles(5)
                    .map(u -> 3 * Math.exp(0.05 * random.nextGaussian()))
                    .toArray();
            double[] b = random.doubles(5)
                    .map(u -> Math.exp(0.02 * random.nextGaussian()))
                    .toArray();
            TimeRatio ratio = TimeRatio.of(a, b);
            held += ratio.low() <= 3 && 3 <= ratio.high() ? 1 : 0;
        }
        // The standard deviation of the count is 10; the interval is a little too wide for unequal spreads.
        assertThat(held).isBetween(1860, 1960);
    }

    @Test
    void oneForkHasNoInterval() {
        assertThatThrownBy(() -> TimeRatio.of(new double[] {1}, new double[] {1, 2}))
                .hasMessageContaining("[1.0]");
        assertThatThrownBy(() -> TimeRatio.of(new double[] {1, Double.NaN}, new double[] {1, 2}))
                .hasMessageContaining("NaN");
    }

    @Test
    void countsAreTheClosedForms() {
        int[] layer = {64, 64};
        assertThat(Arithmetic.kanParameters(layer, 5, 3)).isEqualTo(64 * 64 * 9);
        assertThat(Arithmetic.kanParameters(new int[] {2, 5, 1}, 5, 3)).isEqualTo(135);
        assertThat(Arithmetic.mlpParameters(new int[] {2, 5, 1})).isEqualTo(21);
        assertThat(Arithmetic.kanForward(layer, 3)).isEqualTo(5 * Arithmetic.mlpForward(layer));
        assertThat(Arithmetic.mlpForward(layer)).isEqualTo(2 * 64 * 64);
        // 9·3·(5 + 4.5) + 10 − 7.5 − 1 = 258 operations a spline.
        assertThat(Arithmetic.kanBeFairByEdge(layer, 5, 3)).isEqualTo(64 * 64 * (258 + 2 + 2) + 64 * 5);
        assertThat(Arithmetic.kanBeFairByNode(layer, 5, 3)).isEqualTo(64 * (258 + 5) + 64 * 64 * 2 * 9);
    }

    @Test
    void opponentsOfOtherWidthsComeClosest() {
        int[] parameters = Arithmetic.closestMlp(new int[] {64, 64}, 36864, Arithmetic::mlpParameters);
        assertThat(parameters).startsWith(64).endsWith(64).hasSize(3);
        // h·(64 + 1) + 64·(h + 1) = 129·h + 64
        assertThat(parameters[1]).isEqualTo(Math.round((36864 - 64) / 129.0));
        assertThat(Arithmetic.closestMlp(new int[] {2, 5, 1}, 150, Arithmetic::mlpForward))
                .containsExactly(2, 25, 1);
    }
}
