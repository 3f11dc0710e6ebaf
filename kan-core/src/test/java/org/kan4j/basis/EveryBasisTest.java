package org.kan4j.basis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.grid.Grid;

/** What holds for every family of the registry. */
class EveryBasisTest {
    private static final long SEED = 3;
    private static final Grid UNEVEN = Grid.of(-1.5, -1.2, 0.1, 0.4, 2);

    static List<Basis> bases() {
        return EveryBasis.on(UNEVEN, 6);
    }

    @Test
    void aFamilyIsFoundByItsNamesAndNoOther() {
        for (Basis standard : BasisRegistry.standards()) {
            assertThat(standard.family()).matches("[a-z][a-z0-9-]*");
            assertThat(BasisRegistry.named(standard.family())).isSameAs(standard);
            assertThat(BasisRegistry.named(BasisRegistry.shortName(standard))).isSameAs(standard);
        }
        assertThat(BasisRegistry.standards().stream().map(Basis::family)).doesNotHaveDuplicates();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BasisRegistry.named("wavelet"))
                .withMessageStartingWith("basis: bspline, rbf, chebyshev, fourier")
                .withMessageEndingWith("required, got \"wavelet\"");
    }

    @ParameterizedTest
    @MethodSource("bases")
    void gridAndSettingsMakeTheSameBasisAgain(Basis basis) {
        assertThat(basis.with(basis.grid(), basis.settings())).isEqualTo(basis).hasSameHashCodeAs(basis);
        assertThat(basis.withGrid(basis.grid())).isEqualTo(basis);
        assertThat(basis.counting(-3, 4, 7).count()).isEqualTo(7);
        assertThat(basis.counting(-3, 4, 7).grid().lo()).isEqualTo(-3);
        assertThat(basis.counting(-3, 4, 7).grid().hi()).isEqualTo(4);
        assertThatIllegalArgumentException().isThrownBy(() -> basis.counting(-3, 4, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> basis.counting(4, -3, 5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> basis.settings().with("colour", 1))
                .withMessageContaining("no setting \"colour\"");
    }

    @ParameterizedTest
    @MethodSource("bases")
    void derivativesAgreeWithCentralDifferencesUpToTheThird(Basis basis) {
        Random random = new Random(SEED);
        double h = 1e-4;
        double[][][] at = new double[300][][];
        double[][][] slopes = new double[300][][];
        double[] scale = {1, 1, 1, 1};
        for (int n = 0; n < at.length; n++) {
            double x = drawn(random, basis, 3 * h);
            at[n] = EveryBasis.at(basis, x, 3);
            slopes[n] = new double[3][basis.size()];
            double[][] before = EveryBasis.at(basis, x - h, 2);
            double[][] after = EveryBasis.at(basis, x + h, 2);
            for (int d = 0; d < 3; d++) {
                for (int m = 0; m < basis.size(); m++) {
                    slopes[n][d][m] = (after[d][m] - before[d][m]) / (2 * h);
                    scale[d + 1] = Math.max(scale[d + 1], Math.abs(at[n][d + 1][m]));
                }
            }
        }
        for (int n = 0; n < at.length; n++) {
            for (int d = 1; d <= 3; d++) {
                // h²/6 times the derivative two orders higher, which is up to 3e3 times as large here.
                assertThat(at[n][d])
                        .as("derivative %d, point %d, seed %d", d, n, SEED)
                        .containsExactly(slopes[n][d - 1], within(1e-5 * scale[d]));
            }
        }
    }

    /** A point inside or outside that is not near a joint, where derivatives may jump. */
    private static double drawn(Random random, Basis basis, double gap) {
        while (true) {
            double x = -4 + 8 * random.nextDouble();
            if (Arrays.stream(basis.joints(-5, 5)).allMatch(t -> Math.abs(x - t) > gap)) {
                return x;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bases")
    void refiningMultipliesTheFunctionsAndKeepsTheirCombinations(Basis basis) {
        Basis coarse = basis.withGrid(Grid.uniform(-1.5, 2, 6));
        Basis finer = coarse.refined(3);
        assertThat(finer.family()).isEqualTo(coarse.family());
        assertThat(finer.count()).isEqualTo(3 * coarse.count());
        double[] before = new Random(SEED).doubles(coarse.size() * 2L, -1, 1).toArray();
        double missed = difference(coarse, before, finer, coarse.refine(finer, before, 2));
        double least = difference(coarse, before, finer, Refit.leastSquares(coarse, finer, before, 2, new double[0]));
        // The ridge of least squares leaves about 1e-7 where exact coefficients exist.
        assertThat(missed).isLessThan(1.001 * least + 1e-12).isLessThan(0.05);
    }

    /** Root mean square over that of the function before. */
    private static double difference(Basis from, double[] before, Basis to, double[] after) {
        double squares = 0;
        double all = 0;
        int points = 1000;
        for (int n = 0; n < points; n++) {
            double x = from.grid().lo() + (from.grid().hi() - from.grid().lo()) * n / (points - 1.0);
            double y = EveryBasis.value(from, before, 2, n % 2, x);
            squares += Math.pow(EveryBasis.value(to, after, 2, n % 2, x) - y, 2);
            all += y * y;
        }
        return Math.sqrt(squares / all);
    }

    @ParameterizedTest
    @MethodSource("bases")
    void leastSquaresOnTheSameGridGivesTheFunctionBack(Basis basis) {
        Random random = new Random(SEED);
        double[] before = random.doubles(basis.size() * 2L, -1, 1).toArray();
        double[] points = random.doubles(50, -0.5, 0.5).toArray();
        for (double[] some : List.of(points, new double[0])) {
            double[] after = Refit.leastSquares(basis, basis, before, 2, some);
            assertThat(difference(basis, before, basis, after)).isLessThan(1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("bases")
    void localFunctionsSumToOneInsideTheGrid(Basis basis) {
        for (double x = UNEVEN.lo(); x <= UNEVEN.hi() && basis.local(); x += 0.013) {
            double[][] all = EveryBasis.at(basis, x, 3);
            assertThat(Arrays.stream(all[0]).sum()).isCloseTo(1, within(1e-14));
            assertThat(Arrays.stream(all[1]).sum()).isCloseTo(0, within(1e-13));
        }
    }

    @ParameterizedTest
    @MethodSource("bases")
    void notANumberGivesNotANumber(Basis basis) {
        double[] out = new double[4 * basis.support()];
        assertThat(basis.evaluate(Double.NaN, 3, out, 0)).isBetween(0, basis.size() - basis.support());
        assertThat(out).containsOnly(Double.NaN);
    }

    @ParameterizedTest
    @MethodSource("bases")
    void farOutsideNothingOverflows(Basis basis) {
        for (double x : new double[] {-1e300, -1e15, 1e15, 1e300}) {
            for (double[] derivative : EveryBasis.at(basis, x, 3)) {
                for (double v : derivative) {
                    assertThat(v).isFinite();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bases")
    void onlyWhatWasAskedForIsWritten(Basis basis) {
        for (double x : new double[] {-5, -1.5, 0, 2, 5}) {
            for (int d = 0; d <= 3; d++) {
                double[] out = new double[4 + 4 * basis.support() + 2];
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

    @ParameterizedTest
    @MethodSource("bases")
    void moreDerivativesChangeNoBitOfTheFewer(Basis basis) {
        for (double x = -4; x < 4; x += 0.17) {
            double[][] all = EveryBasis.at(basis, x, 3);
            for (int d = 0; d < 3; d++) {
                assertThat(EveryBasis.at(basis, x, d)).isDeepEqualTo(Arrays.copyOf(all, d + 1));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bases")
    void aGridOverValuesHoldsThem(Basis basis) {
        double[] values = new Random(SEED).doubles(200, -3, 5).toArray();
        Basis moved = basis.withGrid(basis.gridOver(values, 5));
        assertThat(moved.grid().lo())
                .isLessThanOrEqualTo(Arrays.stream(values).min().orElseThrow());
        assertThat(moved.grid().hi())
                .isGreaterThanOrEqualTo(Arrays.stream(values).max().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("bases")
    void bendsAreOfNeighboursThatAreThere(Basis basis) {
        for (Basis.Bend bend : basis.bends()) {
            assertThat(bend.functions()).hasSameSizeAs(bend.shares());
            assertThat(bend.functions()[0]).isBetween(0, basis.size() - bend.shares().length);
        }
    }
}
