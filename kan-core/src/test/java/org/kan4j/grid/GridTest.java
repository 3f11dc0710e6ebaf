package org.kan4j.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {
    private static final long SEED = 11;

    @Test
    void wrongBreakpointsAreRefusedWithTheirValues() {
        refused("at least 2 breakpoints required, got 1", 1);
        refused("finite breakpoints up to 1.0E300 required, got NaN at 1", 0, Double.NaN);
        refused("got Infinity at 2", 0, 1, Double.POSITIVE_INFINITY);
        refused("got -1.0E301 at 0", -1e301, 0);
        refused("strictly increasing breakpoints required, got 1.0, 1.0 at 1", 0, 1, 1, 2);
        refused("strictly increasing breakpoints required, got 0.0, 4.9E-324 at 0", 0, Double.MIN_VALUE);
    }

    private static void refused(String message, double... breakpoints) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grid.of(breakpoints))
                .withMessageContaining(message);
    }

    @Test
    void wrongRangesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grid.uniform(1, Double.NaN, 3))
                .withMessage("grid: lo < hi required, got [1.0, NaN]");
        assertThatIllegalArgumentException().isThrownBy(() -> Grid.uniform(-1e308, 1e308, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grid.uniform(0, 1, 0))
                .withMessage("grid: at least 1 interval required, got 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Grid.fromData(new double[0], 3, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> Grid.fromData(new double[] {1, Double.NaN}, 3, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> Grid.fromData(new double[] {1, 2}, 3, Double.NaN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grid.uniform(0, 1, 2).split(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grid.of(1, Math.nextUp(1.0)).split(2));
    }

    @Test
    void aGridIsNotChangedThroughItsArrays() {
        double[] t = {0, 1, 2};
        Grid grid = Grid.of(t);
        t[1] = 7;
        grid.breakpoints()[1] = 8;
        assertThat(grid).isEqualTo(Grid.of(0, 1, 2)).hasSameHashCodeAs(Grid.of(0, 1, 2));
        assertThat(grid).isNotEqualTo(Grid.of(0, 1.5, 2));
    }

    @Test
    void knotsBeyondTheEndsRepeatTheOutermostWidth() {
        Grid grid = Grid.of(0, 1, 3);
        assertThat(new double[] {grid.knot(-2), grid.knot(-1), grid.knot(0), grid.knot(2), grid.knot(3), grid.knot(4)})
                .containsExactly(-2, -1, 0, 3, 5, 7);
    }

    @Test
    void findAgreesWithALinearSearch() {
        Random random = new Random(SEED);
        for (int n = 0; n < 200; n++) {
            double[] t = random.doubles(2 + random.nextInt(20), -1, 1).sorted().toArray();
            Grid grid = Grid.of(t);
            for (double x : random.doubles(20, -1.5, 1.5).toArray()) {
                int expected = 0;
                while (expected < grid.intervals() - 1 && t[expected + 1] <= x) {
                    expected++;
                }
                assertThat(grid.find(x)).as("x %s, seed %d", x, SEED).isEqualTo(expected);
            }
            for (int i = 0; i < t.length; i++) {
                assertThat(grid.find(t[i])).isEqualTo(Math.min(i, grid.intervals() - 1));
            }
        }
        assertThat(Grid.of(0, 1, 2).find(Double.NaN)).isZero();
        assertThat(Grid.of(0, 1, 2).find(Double.POSITIVE_INFINITY)).isEqualTo(1);
    }

    @Test
    void splittingKeepsEveryBreakpoint() {
        Random random = new Random(SEED);
        for (int parts = 1; parts <= 7; parts++) {
            double[] t = random.doubles(6, -1, 1).sorted().toArray();
            double[] finer = Grid.of(t).split(parts).breakpoints();
            assertThat(finer).hasSize(5 * parts + 1);
            for (int i = 0; i < t.length; i++) {
                assertThat(finer[i * parts]).isEqualTo(t[i]);
            }
            assertThat(finer[1] - finer[0]).isCloseTo((t[1] - t[0]) / parts, within(1e-15));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 0.5, 1})
    void aGridFromDataSpansThemWhateverTheyAre(double blend) {
        Random random = new Random(SEED);
        for (int intervals : new int[] {1, 2, 5, 50}) {
            for (double scale : new double[] {1e-9, 1, 1e200}) {
                double[] spread =
                        random.doubles(300).map(v -> scale * v * v * v).toArray();
                spans(Grid.fromData(spread, intervals, blend), spread, intervals);
                double[] ties = new double[300];
                Arrays.fill(ties, 100, 290, 2 * scale);
                Arrays.fill(ties, 290, 300, 3 * scale);
                spans(Grid.fromData(ties, intervals, blend), ties, intervals);
                double[] two = {-scale, scale};
                spans(Grid.fromData(two, intervals, blend), two, intervals);
            }
        }
    }

    private static void spans(Grid grid, double[] data, int intervals) {
        assertThat(grid.intervals()).isEqualTo(intervals);
        assertThat(grid.lo()).isEqualTo(Arrays.stream(data).min().orElseThrow());
        assertThat(grid.hi()).isEqualTo(Arrays.stream(data).max().orElseThrow());
        double[] t = grid.breakpoints();
        for (int i = 0; i < intervals; i++) {
            // No interval so narrow that a spline would swing in it.
            assertThat(t[i + 1] - t[i]).isGreaterThan(0.9e-3 * (grid.hi() - grid.lo()) / intervals);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 3, -1e-200, 1e15, -1e250})
    void constantDataGetAGridAboutTheirValue(double value) {
        Grid grid = Grid.fromData(new double[] {value, value, value}, 4, 0.5);
        double half = Math.max(1, Math.abs(value));
        assertThat(grid.lo()).isEqualTo(value - half);
        assertThat(grid.hi()).isEqualTo(value + half);
    }

    @Test
    void aWidenedGridMovesOnlyItsEnds() {
        assertThat(Grid.of(0, 1, 4).widened(0.25).breakpoints()).containsExactly(-1, 1, 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grid.of(0, 1).widened(Double.NaN))
                .withMessage("grid: a share of 0 or more to widen by required, got NaN");
    }

    @Test
    void withoutBlendBreakpointsAreQuantiles() {
        double[] data = {16, 1, 9, 4, 0};
        assertThat(Grid.fromData(data, 2, 0).breakpoints()).containsExactly(0, 4, 16);
        assertThat(Grid.fromData(data, 2, 0.5).breakpoints()).containsExactly(0, 6, 16);
        assertThat(Grid.fromData(data, 2, 1).breakpoints()).containsExactly(0, 8, 16);
    }

    @Test
    void theLargestBreakpointsAndTheNarrowestIntervalAreAccepted() {
        assertThat(Grid.of(-1e300, 1e300).intervals()).isEqualTo(1);
        assertThat(Grid.of(0, 1e-300).hi()).isEqualTo(1e-300);
        assertThat(Grid.uniform(2, 3, 1).breakpoints()).containsExactly(2, 3);
    }

    @Test
    void aRangeWithoutWidthOrTooWideIsRefusedAsARange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grid.uniform(1, 1, 3))
                .withMessage("grid: lo < hi required, got [1.0, 1.0]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grid.uniform(-1e308, 1e308, 3))
                .withMessage("grid: lo < hi required, got [-1.0E308, 1.0E308]");
    }

    @Test
    void knotsBeyondTheEndsRepeatTheWidthWhereverTheGridLies() {
        Grid grid = Grid.of(10, 13, 15);
        assertThat(new double[] {grid.knot(-2), grid.knot(-1), grid.knot(3), grid.knot(4)})
                .containsExactly(4, 7, 17, 19);
    }

    @Test
    void aGridIsWidenedByItsRangeWhereverItLies() {
        assertThat(Grid.of(1, 2, 5).widened(0.25).breakpoints()).containsExactly(0, 2, 6);
        assertThat(Grid.of(1, 2, 5).widened(0)).isEqualTo(Grid.of(1, 2, 5));
    }

    @Test
    void quantilesBetweenRowsAreInterpolated() {
        assertThat(Grid.fromData(new double[] {1, 2, 5}, 4, 0).breakpoints()).containsExactly(1, 1.5, 2, 3.5, 5);
    }

    @Test
    void narrowIntervalsOfTheDataStayWhereASplineCanFollow() {
        // A thousandth of the uniform width is wide enough, wherever the data lie.
        assertThat(Grid.fromData(new double[] {0, 0.001, 1}, 2, 0).breakpoints())
                .containsExactly(0, 0.001, 1);
        assertThat(Grid.fromData(new double[] {100, 100.001, 101}, 2, 0).breakpoints())
                .containsExactly(100, 100.001, 101);
    }

    @Test
    void tiesTakeAsLittleOfTheUniformGridAsSeparatesThem() {
        assertThat(Grid.fromData(new double[] {0, 0, 0, 0, 1}, 4, 0).breakpoints())
                .containsExactly(new double[] {0, 0.0125, 0.025, 0.0375, 1}, within(1e-15));
        // Ties at the upper end count too.
        assertThat(Grid.fromData(new double[] {0, 0.5, 1, 1, 1}, 2, 0).breakpoints())
                .containsExactly(new double[] {0, 0.975, 1}, within(1e-15));
        // A share that is too small is doubled.
        assertThat(Grid.fromData(new double[] {0, 0, 0, 0, 1}, 4, 0.0005).breakpoints())
                .containsExactly(new double[] {0, 0.0125, 0.025, 0.0375, 1}, within(1e-15));
        assertThat(Grid.fromData(new double[] {0, 0, 0, 0, 1, 1, 1, 1, 1}, 8, 0.0009)
                        .breakpoints()[1])
                .isCloseTo(0.05 / 8, within(1e-15));
    }

    @Test
    void dataWhoseSpreadIsRoundingCountAsConstant() {
        Grid grid = Grid.fromData(new double[] {1e6, 1e6 + 5e-7}, 4, 0.5);
        assertThat(grid.lo()).isCloseTo(-2.5e-7, within(1e-9));
        assertThat(grid.hi()).isCloseTo(2e6 + 7.5e-7, within(1e-9));
    }

    @Test
    void aGridSaysItsEndsAndIntervals() {
        assertThat(Grid.of(0, 1, 3)).hasToString("Grid[0.0, 3.0; 2 intervals]");
        assertThat(Grid.of(0, 1, 3).hashCode()).isNotEqualTo(Grid.of(0, 2, 3).hashCode());
    }
}
