package org.kan4j.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SmoothingSplineTest {
    private static double[] times(int n) {
        // Uneven, so that knots are too.
        return IntStream.range(0, n)
                .mapToDouble(i -> 10 * (i + 0.3 * Math.sin(i)) / n)
                .toArray();
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void valuesWithoutNoiseAreInterpolatedWithTheirDerivatives() {
        double[] t = times(200);
        SmoothingSpline spline =
                SmoothingSpline.fit(t, Arrays.stream(t).map(Math::sin).toArray(), ones(200));

        for (double x = 1; x < 9; x += 0.37) {
            assertThat(spline.at(x, 0)).isCloseTo(Math.sin(x), within(1e-8));
            assertThat(spline.at(x, 1)).isCloseTo(Math.cos(x), within(1e-6));
            assertThat(spline.at(x, 2)).isCloseTo(-Math.sin(x), within(1e-4));
        }
        assertThat(spline.noise()).isLessThan(1e-6);
    }

    @Test
    void theNoiseIsEstimatedWithinATenth() {
        double[] t = times(1000);
        SplittableRandom random = new SplittableRandom(4);
        double[] y = Arrays.stream(t)
                .map(x -> Math.sin(x) + 0.1 * random.nextGaussian())
                .toArray();

        SmoothingSpline spline = SmoothingSpline.fit(t, y, ones(1000));

        assertThat(spline.noise()).isCloseTo(0.1, within(0.01));
        assertThat(spline.freedom()).isBetween(4.0, 60.0);
        double worst = IntStream.range(50, 950)
                .mapToDouble(i -> Math.abs(spline.at(t[i], 0) - Math.sin(t[i])))
                .max()
                .orElseThrow();
        assertThat(worst).isLessThan(0.06);
    }
}
