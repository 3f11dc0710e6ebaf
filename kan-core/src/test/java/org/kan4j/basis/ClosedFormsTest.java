package org.kan4j.basis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/** Values, joints and bends of families that are known in closed form. */
class ClosedFormsTest {
    private static final Grid UNEVEN = Grid.of(1, 1.5, 3, 5);

    @Test
    void legendrePolynomialsAreThoseOfTheTables() {
        Legendre basis = new Legendre(UNEVEN, 4, Extrapolation.LINEAR);
        for (double t = -1; t <= 1; t += 0.125) {
            double[] values = EveryBasis.at(basis, 3 + 2 * t, 0)[0];
            assertThat(values)
                    .containsExactly(
                            new double[] {
                                1,
                                t,
                                (3 * t * t - 1) / 2,
                                (5 * t * t - 3) * t / 2,
                                (35 * t * t * t * t - 30 * t * t + 3) / 8
                            },
                            within(1e-14));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LINEAR", "CONSTANT"})
    void outsideTheRangeLegendrePolynomialsContinueTangentOrValue(Extrapolation extrapolation) {
        Legendre basis = new Legendre(UNEVEN, 4, extrapolation);
        boolean linear = extrapolation == Extrapolation.LINEAR;
        for (int side = -1; side <= 1; side += 2) {
            double[][] out = EveryBasis.at(basis, 3 + side * 9.0, 3);
            for (int n = 0; n <= 4; n++) {
                // P_n(±1) = (±1)^n, P_n'(±1) = (±1)^(n+1)·n(n+1)/2; x is 3.5 units of t beyond the end, a unit of t is
                // 2.
                double end = Math.pow(side, n);
                double slope = linear ? Math.pow(side, n + 1) * n * (n + 1) / 2 : 0;
                assertThat(out[0][n]).isCloseTo(end + side * 3.5 * slope, within(1e-12));
                assertThat(out[1][n]).isCloseTo(slope / 2, within(1e-12));
                assertThat(out[2][n]).isZero();
                assertThat(out[3][n]).isZero();
            }
        }
    }

    @Test
    void atTheEndsOfTheRangePolynomialsHaveTheDerivativesOfTheInside() {
        for (Basis basis : List.of(
                new Legendre(UNEVEN, 4, Extrapolation.CONSTANT), new Chebyshev(UNEVEN, 4, Extrapolation.CONSTANT))) {
            double[][] inside = EveryBasis.at(basis, 5 - 1e-9, 3);
            double[][] end = EveryBasis.at(basis, 5, 3);
            for (int d = 0; d <= 3; d++) {
                assertThat(end[d]).containsExactly(inside[d], within(1e-6));
            }
        }
    }

    @Test
    void sinesAreMultiplesOfHalfAWaveInTheRange() {
        Sines basis = new Sines(UNEVEN, 3);
        for (double x = -5; x < 9; x += 0.31) {
            double[] values = EveryBasis.at(basis, x, 0)[0];
            for (int k = 0; k <= 3; k++) {
                assertThat(values[k]).isCloseTo(Math.cos(Math.PI * k * (x - 1) / 4), within(1e-13));
            }
        }
    }

    @Test
    void mexicanHatsAreSecondDerivativesOfGaussiansAboutTheBreakpoints() {
        MexicanHat basis = new MexicanHat(UNEVEN);
        double[] centres = {1, 1.5, 3, 5};
        double[] intervals = {0.5, 1, 1.75, 2};
        for (double x = -1; x < 7; x += 0.4) {
            double[] values = EveryBasis.at(basis, x, 0)[0];
            for (int m = 0; m < 4; m++) {
                // As wide as 1.4 times the mean of the neighbouring intervals.
                double u = (x - centres[m]) / (1.4 * intervals[m]);
                assertThat(values[m]).isCloseTo((1 - u * u) * Math.exp(-u * u / 2), within(1e-14));
            }
        }
    }

    @Test
    void hatsAreOneAtTheirBreakpointAndZeroAtTheOthers() {
        Hats basis = new Hats(UNEVEN);
        double[] t = UNEVEN.breakpoints();
        for (int m = 0; m < t.length; m++) {
            double[] expected = new double[4];
            expected[m] = 1;
            assertThat(EveryBasis.at(basis, t[m], 0)[0]).containsExactly(expected);
        }
        assertThat(EveryBasis.at(basis, 2, 1)[1])
                .containsExactly(new double[] {0, -1 / 1.5, 1 / 1.5, 0}, within(1e-15));
        // At the ends the slope is that of the inside, beyond them there is none.
        assertThat(EveryBasis.at(basis, 1, 1)[1]).containsExactly(-2, 2, 0, 0);
        assertThat(EveryBasis.at(basis, 5, 1)[1]).containsExactly(0, 0, -0.5, 0.5);
        assertThat(EveryBasis.at(basis, 0.9, 1)[1]).containsExactly(new double[4], within(0.0));
        assertThat(EveryBasis.at(basis, 5.1, 1)[1]).containsExactly(new double[4], within(0.0));
        assertThat(EveryBasis.at(basis, Double.NaN, 1)[1]).contains(Double.NaN);
    }

    @Test
    void functionsOfLocalFamiliesAreLocal() {
        assertThat(new BSpline(UNEVEN, 3, Extrapolation.LINEAR).local()).isTrue();
        assertThat(new Hats(UNEVEN).local()).isTrue();
        assertThat(new GaussianRbf(UNEVEN).local()).isFalse();
        double[] values = {0, 1, 2, 4};
        // Grids of local functions reach beyond the values, others end with them.
        assertThat(new Hats(UNEVEN).gridOver(values, 2).lo()).isCloseTo(-0.2, within(1e-15));
        assertThat(new GaussianRbf(UNEVEN).gridOver(values, 2).lo()).isZero();
    }

    @Test
    void jointsOfSplinesAreTheirKnots() {
        assertThat(new BSpline(UNEVEN, 2, Extrapolation.LINEAR).joints(-9, 9)).containsExactly(1, 1.5, 3, 5);
        assertThat(new BSpline(UNEVEN, 2, Extrapolation.ZERO).joints(-9, 9))
                .containsExactly(0, 0.5, 1, 1.5, 3, 5, 7, 9);
    }

    @Test
    void jointsOfBellsAreTheirCentresAndGoOnAsFarAsTheyReach() {
        double[] gaussian = new GaussianRbf(UNEVEN).joints(-9, 9);
        double[] hat = new MexicanHat(UNEVEN).joints(-9, 9);
        assertThat(gaussian).hasSize(4 + 14).contains(1, 1.5, 3, 5).isSorted();
        assertThat(hat).hasSize(4 + 32).contains(1, 1.5, 3, 5).isSorted();
        assertThat(new double[] {gaussian[0], gaussian[17]}).containsExactly(1 - 7 * 0.5, 5 + 7 * 2);
        assertThat(new double[] {hat[0], hat[35]}).containsExactly(1 - 16 * 0.5, 5 + 16 * 2);
    }

    @Test
    void jointsOfPolynomialsAreTheExtremaOfTheHighest() {
        double root = 2 * Math.sqrt(0.5);
        assertThat(new Chebyshev(UNEVEN, 4, Extrapolation.LINEAR).joints(-9, 9))
                .containsExactly(new double[] {1, 3 - root, 3, 3 + root, 5}, within(1e-14));
        assertThat(new Legendre(UNEVEN, 2, Extrapolation.LINEAR).joints(-9, 9))
                .containsExactly(new double[] {1, 3, 5}, within(1e-14));
    }

    @Test
    void jointsOfWavesAreAPeriodOfTheLastApart() {
        // The last of two harmonics has a period of 2, of eight frequencies one of 1.
        assertThat(new Fourier(UNEVEN, 2).joints(0, 6)).containsExactly(0, 2, 4, 6);
        assertThat(new Sines(UNEVEN, 8).joints(0, 3)).containsExactly(0, 1, 2, 3);
        assertThat(new Fourier(UNEVEN, 2).joints(0, 5)).hasSize(4);
        assertThat(new Fourier(UNEVEN, 2).joints(0, 0.1)).containsExactly(0, 0.1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fourier(UNEVEN, 2).joints(0, 2 * ((1 << 20) + 1.0)))
                .withMessageContaining("waves of at least");
        assertThat(new Fourier(UNEVEN, 2).joints(0, 2.0 * (1 << 20))).hasSize((1 << 20) + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void onEqualIntervalsBendsAreThirdDifferences(int order) {
        BSpline basis = new BSpline(Grid.uniform(-1, 4, 5), order, Extrapolation.LINEAR);
        List<Basis.Bend> bends = basis.bends();
        assertThat(bends).hasSize(5 + order - 3);
        for (int m = 0; m < bends.size(); m++) {
            assertThat(bends.get(m).functions()).containsExactly(m, m + 1, m + 2, m + 3);
            assertThat(bends.get(m).shares()).containsExactly(new double[] {-1, 3, -3, 1}, within(1e-12));
        }
        // With twice as many intervals there is an eighth under the root.
        double[] finer = new BSpline(Grid.uniform(-1, 4, 10), order, Extrapolation.LINEAR)
                .bends()
                .get(0)
                .shares();
        assertThat(finer[3]).isCloseTo(Math.sqrt(1 / 8.0), within(1e-12));
    }

    @Test
    void bendsOfCubicSplinesAreTheirThirdDerivatives() {
        Grid grid = Grid.of(0, 1, 1.5, 4, 5);
        BSpline basis = new BSpline(grid, 3, Extrapolation.LINEAR);
        List<Basis.Bend> bends = basis.bends();
        assertThat(bends).hasSize(4);
        double mean = 5 / 4.0;
        for (int m = 0; m < 4; m++) {
            double width = grid.knot(m + 1) - grid.knot(m);
            double[] third = EveryBasis.at(basis, grid.knot(m) + width / 2, 3)[3];
            double scale = Math.pow(mean, 3) * Math.sqrt(Math.pow(5 / 4.0, 3) * width / mean);
            double[] expected = Arrays.stream(Arrays.copyOfRange(third, m, m + 4))
                    .map(share -> scale * share)
                    .toArray();
            assertThat(bends.get(m).shares()).containsExactly(expected, within(1e-10));
        }
    }

    @Test
    void hatsBendLikeSplinesOfTheFirstOrder() {
        List<Basis.Bend> hats = new Hats(UNEVEN).bends();
        assertThat(hats).hasSize(1);
        assertThat(hats.get(0).shares())
                .containsExactly(new BSpline(UNEVEN, 1, Extrapolation.CONSTANT)
                        .bends()
                        .get(0)
                        .shares());
    }

    @Test
    void settingsAreEqualByWhatIsCountedNamesAndValues() {
        BasisSettings settings = BasisSettings.counting("degree", 3).and(Extrapolation.LINEAR);
        assertThat(settings)
                .isEqualTo(BasisSettings.counting("degree", 3).and(Extrapolation.LINEAR))
                .hasSameHashCodeAs(BasisSettings.counting("degree", 3).and(Extrapolation.LINEAR))
                .isNotEqualTo(settings.with("degree", 4))
                .isNotEqualTo(BasisSettings.NONE.and("degree", 3).and(Extrapolation.LINEAR))
                .isNotEqualTo(settings.values())
                .hasToString("{degree=3, extrapolation=LINEAR}");
        assertThat(settings.hashCode()).isNotEqualTo(settings.with("degree", 4).hashCode());
        assertThat(settings.has("degree")).isTrue();
        assertThat(settings.has("order")).isFalse();
        assertThat(settings.values())
                .containsExactly(Map.entry("degree", 3), Map.entry("extrapolation", Extrapolation.LINEAR));
    }

    @Test
    void aSettingThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BasisSettings.NONE.integer("order"))
                .withMessage("basis: no setting \"order\" of the type Integer, known are none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BasisSettings.counting("degree", 3).extrapolation())
                .withMessage("basis: no setting \"extrapolation\" of the type Extrapolation, known are degree");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BasisSettings.counting("degree", 3).with("degree", "3"))
                .withMessage("basis: no setting \"degree\" of the type String, known are degree");
    }
}
