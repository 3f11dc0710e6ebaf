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
import org.kan4j.network.RandomNetworks;

/** The bases without local support. */
class BasisTest {
    private static final long SEED = 3;
    private static final Grid UNEVEN = Grid.of(-1.5, -1.2, 0.1, 0.4, 2);

    static List<Basis> bases() {
        return List.of(
                new GaussianRbf(UNEVEN),
                new Chebyshev(UNEVEN, 1, Extrapolation.LINEAR),
                new Chebyshev(UNEVEN, 6, Extrapolation.LINEAR),
                new Chebyshev(UNEVEN, 6, Extrapolation.CONSTANT),
                new Fourier(UNEVEN, 1),
                new Fourier(UNEVEN, 4));
    }

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

    @ParameterizedTest
    @MethodSource("bases")
    void derivativesAgreeWithCentralDifferences(Basis basis) {
        Random random = new Random(SEED);
        double h = 1e-4;
        int size = basis.size();
        for (int n = 0; n < 300; n++) {
            double x = -4 + 8 * random.nextDouble();
            if (Math.abs(x - UNEVEN.lo()) < 3 * h || Math.abs(x - UNEVEN.hi()) < 3 * h) {
                continue;
            }
            double[] at = all(basis, x);
            double[] before = all(basis, x - h);
            double[] after = all(basis, x + h);
            for (int m = 0; m < 2 * size; m++) {
                // h²/6 times the third derivative of the value or slope, which reaches 1e4 here.
                assertThat(at[size + m])
                        .as("function %d, x %s, seed %d", m, x, SEED)
                        .isCloseTo((after[m] - before[m]) / (2 * h), within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bases")
    void refiningKeepsTheFunction(Basis basis) {
        Random random = new Random(SEED);
        Basis coarse = basis instanceof GaussianRbf ? basis.withGrid(Grid.uniform(-1.5, 2, 6)) : basis;
        Basis finer = coarse.refined(3);
        assertThat(finer.size() - 1).isEqualTo(3 * (coarse.size() - 1));
        double[] before = random.doubles(coarse.size() * 2L, -1, 1).toArray();
        double[] after = Refit.refined(coarse, finer, before, 2);
        double squares = 0;
        int points = 1000;
        for (int n = 0; n < points; n++) {
            double x = UNEVEN.lo() + (UNEVEN.hi() - UNEVEN.lo()) * n / (points - 1.0);
            double difference = value(finer, after, 2, n % 2, x) - value(coarse, before, 2, n % 2, x);
            squares += difference * difference;
        }
        // Narrow Gaussians make up wide ones only nearly, least at the ends.
        assertThat(Math.sqrt(squares / points)).isLessThan(basis instanceof GaussianRbf ? 0.01 : 1e-12);
    }

    @ParameterizedTest
    @MethodSource("bases")
    void leastSquaresOnTheSameGridGivesTheFunctionBack(Basis basis) {
        Random random = new Random(SEED);
        double[] before = random.doubles(basis.size() * 2L, -1, 1).toArray();
        double[] points = random.doubles(50, -0.5, 0.5).toArray();
        for (double[] some : List.of(points, new double[0])) {
            double[] after = Refit.leastSquares(basis, basis, before, 2, some);
            for (double x = UNEVEN.lo(); x <= UNEVEN.hi(); x += 0.01) {
                for (int c = 0; c < 2; c++) {
                    assertThat(value(basis, after, 2, c, x)).isCloseTo(value(basis, before, 2, c, x), within(1e-7));
                }
            }
        }
    }

    @Test
    void aChebyshevPolynomialIsKeptOnANarrowerRange() {
        Chebyshev from = new Chebyshev(Grid.of(-2, 2), 8, Extrapolation.LINEAR);
        Chebyshev to = from.withGrid(Grid.of(-1.9, 0, 1.2));
        double[] before = new Random(SEED).doubles(from.size(), -1, 1).toArray();
        double[] after = Refit.leastSquares(from, to, before, 1, new double[] {0.3, 0.7});
        for (double x = -1.9; x <= 1.2; x += 0.01) {
            assertThat(value(to, after, 1, 0, x)).isCloseTo(value(from, before, 1, 0, x), within(1e-7));
        }
    }

    @ParameterizedTest
    @MethodSource("bases")
    void notANumberGivesNotANumber(Basis basis) {
        double[] out = new double[3 * basis.size()];
        assertThat(basis.evaluate(Double.NaN, 2, out, 0)).isZero();
        assertThat(out).containsOnly(Double.NaN);
    }

    @ParameterizedTest
    @MethodSource("bases")
    void farOutsideNothingOverflows(Basis basis) {
        for (double x : new double[] {-1e300, -1e15, 1e15, 1e300}) {
            for (double v : all(basis, x)) {
                assertThat(v).isFinite();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bases")
    void onlyWhatWasAskedForIsWritten(Basis basis) {
        for (double x : new double[] {-5, -1.5, 0, 2, 5}) {
            for (int d = 0; d < 3; d++) {
                double[] out = new double[4 + 3 * basis.size() + 2];
                Arrays.fill(out, 777.25);
                basis.evaluate(x, d, out, 4);
                for (int i = 0; i < out.length; i++) {
                    assertThat(out[i] == 777.25)
                            .as("x %s, %d", x, i)
                            .isEqualTo(i < 4 || i >= 4 + basis.support() * (d + 1));
                }
            }
        }
    }

    @Test
    void onlyTheEndsOfTheGridCountForPolynomialsAndSeries() {
        Grid ends = Grid.of(-1.5, 2);
        assertThat(new Chebyshev(UNEVEN, 3, Extrapolation.LINEAR))
                .isEqualTo(new Chebyshev(ends, 3, Extrapolation.LINEAR));
        assertThat(new Fourier(UNEVEN, 3)).isEqualTo(new Fourier(ends, 3));
        Random random = new Random(SEED);
        for (Basis basis : bases()) {
            Grid grid = RandomNetworks.grid(random);
            assertThat(basis.withGrid(grid).grid().lo()).isEqualTo(grid.lo());
            assertThat(basis.withGrid(grid).grid().hi()).isEqualTo(grid.hi());
        }
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

    /** Values, first and second derivatives of all functions, [3, size]. */
    private static double[] all(Basis basis, double x) {
        double[] all = new double[3 * basis.size()];
        basis.evaluate(x, 2, all, 0);
        return all;
    }

    private static double value(Basis basis, double[] coefficients, int columns, int column, double x) {
        double[] out = new double[basis.size()];
        basis.evaluate(x, 0, out, 0);
        double sum = 0;
        for (int m = 0; m < out.length; m++) {
            sum += out[m] * coefficients[m * columns + column];
        }
        return sum;
    }
}
