package org.kan4j.basis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.network.RandomNetworks;

class BSplineTest {
    private static final long SEED = 3;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void insideTheGridTheFunctionsSumToOneAndTheirDerivativesToZero(int order) {
        Random random = new Random(SEED);
        for (int n = 0; n < 300; n++) {
            Grid grid = RandomNetworks.grid(random);
            BSpline basis = new BSpline(grid, order, Extrapolation.LINEAR);
            double x = grid.lo() + (grid.hi() - grid.lo()) * (n % 10 == 0 ? n / 290.0 : random.nextDouble());
            double[] out = all(basis, Math.min(x, grid.hi()));
            double[] sums = new double[3];
            for (int d = 0; d < 3; d++) {
                for (int m = 0; m < basis.size(); m++) {
                    sums[d] += out[d * basis.size() + m];
                }
            }
            assertThat(sums[0]).as("seed %d", SEED).isCloseTo(1, within(1e-14));
            // Slopes reach order/width, second derivatives its square, width >= 0.1.
            assertThat(sums[1]).as("seed %d", SEED).isCloseTo(0, within(1e-12));
            assertThat(sums[2]).as("seed %d", SEED).isCloseTo(0, within(1e-10));
        }
    }

    @Test
    void orderOneIsHatFunctions() {
        BSpline hats = new BSpline(Grid.of(0, 1, 3), 1, Extrapolation.LINEAR);
        assertThat(all(hats, 0.25)).containsExactly(0.75, 0.25, 0, -1, 1, 0, 0, 0, 0);
        assertThat(all(hats, 2)).containsExactly(0, 0.5, 0.5, 0, -0.5, 0.5, 0, 0, 0);
    }

    @Test
    void theCardinalCubicHasItsTextbookValuesAtKnots() {
        BSpline cubic = new BSpline(Grid.uniform(0, 4, 4), 3, Extrapolation.LINEAR);
        double[] out = all(cubic, 2);
        int size = cubic.size();
        double[] expected = {0, 0, 1 / 6.0, 4 / 6.0, 1 / 6.0, 0, 0};
        double[] slopes = {0, 0, -0.5, 0, 0.5, 0, 0};
        double[] seconds = {0, 0, 1, -2, 1, 0, 0};
        for (int m = 0; m < size; m++) {
            assertThat(out[m]).isCloseTo(expected[m], within(1e-15));
            assertThat(out[size + m]).isCloseTo(slopes[m], within(1e-15));
            assertThat(out[2 * size + m]).isCloseTo(seconds[m], within(1e-14));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void valuesAreTheRecursionOfCoxAndDeBoorInsideAndUnderZeroOutside(int order) {
        Random random = new Random(SEED);
        for (int n = 0; n < 200; n++) {
            Grid grid = RandomNetworks.grid(random);
            BSpline basis = new BSpline(grid, order, Extrapolation.ZERO);
            double span = grid.hi() - grid.lo();
            double x = grid.lo() + span * (-2 + 5 * random.nextDouble());
            double[] out = all(basis, x);
            for (int m = 0; m < basis.size(); m++) {
                assertThat(out[m])
                        .as("B_%d(%s), seed %d", m, x, SEED)
                        .isCloseTo(recursion(grid, m - order, order, x), within(1e-14));
                int first = m - order;
                assertThat(out[basis.size() + m]).isCloseTo(slope(grid, first, order, x), within(1e-12));
                double second = order == 1
                        ? 0
                        : order * slope(grid, first, order - 1, x) / (grid.knot(m) - grid.knot(first))
                                - order
                                        * slope(grid, first + 1, order - 1, x)
                                        / (grid.knot(m + 1) - grid.knot(first + 1));
                assertThat(out[2 * basis.size() + m]).isCloseTo(second, within(1e-10));
            }
        }
    }

    /** The function of order k whose first knot is number {@code first}, by its definition. */
    private static double recursion(Grid grid, int first, int k, double x) {
        if (k == 0) {
            return x >= grid.knot(first) && x < grid.knot(first + 1) ? 1 : 0;
        }
        double left = (x - grid.knot(first)) / (grid.knot(first + k) - grid.knot(first));
        double right = (grid.knot(first + k + 1) - x) / (grid.knot(first + k + 1) - grid.knot(first + 1));
        return left * recursion(grid, first, k - 1, x) + right * recursion(grid, first + 1, k - 1, x);
    }

    /** k·(B_{m,k−1}/(t_{m+k} − t_m) − B_{m+1,k−1}/(t_{m+k+1} − t_{m+1})) for m the first knot. */
    private static double slope(Grid grid, int first, int k, double x) {
        return k * recursion(grid, first, k - 1, x) / (grid.knot(first + k) - grid.knot(first))
                - k * recursion(grid, first + 1, k - 1, x) / (grid.knot(first + k + 1) - grid.knot(first + 1));
    }

    @ParameterizedTest
    @EnumSource
    void derivativesAgreeWithCentralDifferences(Extrapolation extrapolation) {
        Random random = new Random(SEED);
        double h = 1e-4;
        for (int n = 0; n < 400; n++) {
            Grid grid = RandomNetworks.grid(random);
            BSpline basis = new BSpline(grid, 1 + n % 5, extrapolation);
            double x = 4 * random.nextDouble() - 2;
            boolean nearKnot = false;
            for (int k = -6; k < grid.intervals() + 6; k++) {
                nearKnot |= Math.abs(x - grid.knot(k)) < 3 * h;
            }
            if (nearKnot) {
                continue;
            }
            int size = basis.size();
            double[] at = all(basis, x);
            double[] before = all(basis, x - h);
            double[] after = all(basis, x + h);
            for (int m = 0; m < 2 * size; m++) {
                // h²/6 times the third derivative of the value or slope, which reaches 5!/width⁴ = 1e6 at width 0.1.
                assertThat(at[size + m])
                        .as("order %d, x %s, seed %d", basis.order(), x, SEED)
                        .isCloseTo((after[m] - before[m]) / (2 * h), within(1e-5 * (1 + Math.abs(at[size + m]))));
            }
        }
    }

    @Test
    void outsideTheGridLinearFollowsTheTangentAndConstantTheValue() {
        Random random = new Random(SEED);
        for (int n = 0; n < 100; n++) {
            Grid grid = RandomNetworks.grid(random);
            int order = 1 + n % 5;
            BSpline linear = new BSpline(grid, order, Extrapolation.LINEAR);
            BSpline constant = new BSpline(grid, order, Extrapolation.CONSTANT);
            int size = linear.size();
            for (double end : new double[] {grid.lo(), grid.hi()}) {
                double step = end == grid.lo() ? -0.7 : 0.7;
                double[] at = all(linear, end);
                double[] tangent = all(linear, end + step);
                double[] flat = all(constant, end + step);
                for (int m = 0; m < size; m++) {
                    assertThat(tangent[m]).isCloseTo(at[m] + step * at[size + m], within(1e-13));
                    assertThat(tangent[size + m]).isEqualTo(at[size + m]);
                    assertThat(tangent[2 * size + m]).isZero();
                    assertThat(flat[m]).isEqualTo(at[m]);
                    assertThat(flat[size + m]).isZero();
                    assertThat(flat[2 * size + m]).isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void underZeroTheFunctionsFallToZeroWithoutAJump(int order) {
        Grid grid = Grid.of(-1, -0.4, 1);
        BSpline basis = new BSpline(grid, order, Extrapolation.ZERO);
        for (int k = -order; k <= grid.intervals() + order; k++) {
            double[] below = all(basis, grid.knot(k) - 1e-12);
            double[] above = all(basis, grid.knot(k) + 1e-12);
            for (int m = 0; m < basis.size(); m++) {
                assertThat(below[m]).isCloseTo(above[m], within(1e-10));
            }
        }
        for (double x : new double[] {grid.knot(-order) - 0.01, grid.knot(2 + order) + 0.01, -1e300, 1e300}) {
            assertThat(all(basis, x)).containsOnly(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void notANumberGivesNotANumber(Extrapolation extrapolation) {
        BSpline basis = new BSpline(Grid.uniform(0, 1, 3), 3, extrapolation);
        double[] out = new double[12];
        int first = basis.evaluate(Double.NaN, 2, out, 0);
        assertThat(first).isBetween(0, basis.size() - basis.support());
        assertThat(out).containsOnly(Double.NaN);
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatWasAskedForIsWritten(Extrapolation extrapolation) {
        BSpline basis = new BSpline(Grid.uniform(0, 1, 3), 2, extrapolation);
        for (double x : new double[] {-5, -0.1, 0, 0.5, 1, 1.1, 5}) {
            for (int d = 0; d < 3; d++) {
                double[] out = new double[20];
                Arrays.fill(out, 777.25);
                int first = basis.evaluate(x, d, out, 4);
                assertThat(first).isBetween(0, basis.size() - basis.support());
                for (int i = 0; i < out.length; i++) {
                    assertThat(out[i] == 777.25).as("x %s, %d", x, i).isEqualTo(i < 4 || i >= 4 + 3 * (d + 1));
                }
            }
        }
    }

    @Test
    void ordersBeyondOneToFiveAreRefused() {
        for (int order : new int[] {-1, 0, 6}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new BSpline(Grid.uniform(0, 1, 2), order, Extrapolation.LINEAR))
                    .withMessage("B-spline: order 1 to 5 required, got " + order);
        }
    }

    /** Values, first and second derivatives of all functions, [3, size]. */
    private static double[] all(BSpline basis, double x) {
        double[] some = new double[3 * basis.support()];
        int first = basis.evaluate(x, 2, some, 0);
        double[] all = new double[3 * basis.size()];
        for (int d = 0; d < 3; d++) {
            System.arraycopy(some, d * basis.support(), all, d * basis.size() + first, basis.support());
        }
        return all;
    }
}
