package org.kan4j.basis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/** Closed forms of the families without local support. */
class BasisTest {
    private static final long SEED = 3;
    private static final Grid UNEVEN = Grid.of(-1.5, -1.2, 0.1, 0.4, 2);

    @Test
    void gaussiansHaveTheirCentresAtTheBreakpointsAndTheMeanOfTheNeighbouringIntervalsAsWidth() {
        GaussianRbf basis = new GaussianRbf(Grid.of(0, 1, 4));
        double[] out = all(basis, 2.5);
        double[] centres = {0, 1, 4};
        double[] widths = {1, 2, 3};
        assertThat(basis.size()).isEqualTo(3);
        for (int m = 0; m < 3; m++) {
            double u = (2.5 - centres[m]) / widths[m];
            assertThat(out[m]).isCloseTo(Math.exp(-u * u), within(1e-15));
        }
    }

    @Test
    void chebyshevPolynomialsAreCosinesOfMultiplesInsideTheRange() {
        Chebyshev basis = new Chebyshev(Grid.of(1, 2, 5), 12, Extrapolation.LINEAR);
        assertThat(basis.size()).isEqualTo(13);
        for (double t = -1; t <= 1; t += 0.0625) {
            double[] out = all(basis, 3 + 2 * t);
            for (int n = 0; n < basis.size(); n++) {
                assertThat(out[n]).isCloseTo(Math.cos(n * Math.acos(t)), within(1e-13));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Extrapolation.class,
            names = {"LINEAR", "CONSTANT"})
    void outsideTheRangeChebyshevPolynomialsContinueTangentOrValue(Extrapolation extrapolation) {
        Chebyshev basis = new Chebyshev(Grid.of(1, 5), 4, extrapolation);
        boolean linear = extrapolation == Extrapolation.LINEAR;
        int s = basis.size();
        for (int side = -1; side <= 1; side += 2) {
            double[] out = all(basis, 3 + side * 9.0);
            for (int n = 0; n < s; n++) {
                // T_n(±1) = (±1)^n, T_n'(±1) = (±1)^(n+1)·n²; x is 3.5 units of t beyond the end, a unit of t is 2.
                double end = Math.pow(side, n);
                double slope = linear ? Math.pow(side, n + 1) * n * n : 0;
                assertThat(out[n]).isCloseTo(end + side * 3.5 * slope, within(1e-12));
                assertThat(out[s + n]).isCloseTo(slope / 2, within(1e-12));
                assertThat(out[2 * s + n]).isZero();
                assertThat(out[3 * s + n]).isZero();
            }
        }
    }

    @Test
    void aFourierSeriesHasTheRangeAsItsPeriod() {
        Fourier basis = new Fourier(Grid.of(-1, 0, 4), 9);
        assertThat(basis.size()).isEqualTo(19);
        for (double x = -11; x < 14; x += 0.37) {
            double[] out = all(basis, x);
            double angle = 2 * Math.PI * (x + 1) / 5;
            assertThat(out[0]).isEqualTo(1);
            for (int k = 1; k <= 9; k++) {
                assertThat(out[2 * k - 1]).isCloseTo(Math.cos(k * angle), within(1e-13));
                assertThat(out[2 * k]).isCloseTo(Math.sin(k * angle), within(1e-13));
            }
        }
    }

    static List<Basis> bases() {
        return List.of(
                new BSpline(UNEVEN, 3, Extrapolation.LINEAR),
                new GaussianRbf(UNEVEN),
                new Chebyshev(UNEVEN, 1, Extrapolation.LINEAR),
                new Chebyshev(UNEVEN, 6, Extrapolation.CONSTANT),
                new Fourier(UNEVEN, 4));
    }

    @ParameterizedTest
    @MethodSource("bases")
    void refiningKeepsTheFunctionOfAllButGaussians(Basis basis) {
        Basis coarse = basis.withGrid(Grid.uniform(-1.5, 2, 6));
        Basis finer = coarse.refined(3);
        double[] before = new Random(SEED).doubles(coarse.size(), -1, 1).toArray();
        double[] after = coarse.refine(finer, before, 1);
        double squares = 0;
        for (double x = -1.5; x <= 2; x += 0.0035) {
            squares += Math.pow(EveryBasis.value(finer, after, 1, 0, x) - EveryBasis.value(coarse, before, 1, 0, x), 2);
        }
        // Narrow Gaussians make up wide ones only nearly, least at the ends.
        assertThat(Math.sqrt(squares / 1000)).isLessThan(basis instanceof GaussianRbf ? 0.01 : 1e-12);
    }

    @Test
    void aChebyshevPolynomialIsKeptOnANarrowerRange() {
        Chebyshev from = new Chebyshev(Grid.of(-2, 2), 8, Extrapolation.LINEAR);
        Basis to = from.withGrid(Grid.of(-1.9, 0, 1.2));
        double[] before = new Random(SEED).doubles(from.size(), -1, 1).toArray();
        double[] after = Refit.leastSquares(from, to, before, 1, new double[] {0.3, 0.7});
        for (double x = -1.9; x <= 1.2; x += 0.01) {
            assertThat(EveryBasis.value(to, after, 1, 0, x))
                    .isCloseTo(EveryBasis.value(from, before, 1, 0, x), within(1e-7));
        }
    }

    @Test
    void onlyTheEndsOfTheGridCountForPolynomialsAndSeries() {
        Grid ends = Grid.of(-1.5, 2);
        assertThat(new Chebyshev(UNEVEN, 3, Extrapolation.LINEAR))
                .isEqualTo(new Chebyshev(ends, 3, Extrapolation.LINEAR));
        assertThat(new Fourier(UNEVEN, 3)).isEqualTo(new Fourier(ends, 3));
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        for (int size : new int[] {-1, 0, 1001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Chebyshev(UNEVEN, size, Extrapolation.LINEAR))
                    .withMessage("Chebyshev: degree 1 to 1000 required, got " + size);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Fourier(UNEVEN, size))
                    .withMessage("Fourier: 1 to 1000 harmonics required, got " + size);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Chebyshev(UNEVEN, 3, Extrapolation.ZERO))
                .withMessageContaining("LINEAR or CONSTANT required");
    }

    /** Values and derivatives up to the third of all functions, [4, size]. */
    private static double[] all(Basis basis, double x) {
        return Arrays.stream(EveryBasis.at(basis, x, 3))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }
}
