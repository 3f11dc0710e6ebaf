package org.kan4j.basis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.network.RandomNetworks;

class RefitTest {
    private static final long SEED = 17;

    @Test
    void knotsPutAnywhereKeepTheFunctionInsideAndOutside() {
        Random random = new Random(SEED);
        for (int n = 0; n < 200; n++) {
            Extrapolation extrapolation = n % 2 == 0 ? Extrapolation.LINEAR : Extrapolation.CONSTANT;
            BSpline from = new BSpline(RandomNetworks.grid(random), 1 + n % 5, extrapolation);
            double[] old = from.grid().breakpoints();
            double[] added = random.doubles(1 + random.nextInt(5), old[0] + 0.01, old[old.length - 1] - 0.01)
                    .toArray();
            Grid finer = Grid.of(DoubleStream.concat(Arrays.stream(old), Arrays.stream(added))
                    .sorted()
                    .distinct()
                    .toArray());
            int columns = 1 + random.nextInt(3);
            double[] before =
                    random.doubles((long) from.size() * columns, -1, 1).toArray();
            double[] after = Refit.insertKnots(from, finer, before, columns);
            for (int c = 0; c < columns; c++) {
                for (double x :
                        random.doubles(30, old[0] - 2, old[old.length - 1] + 2).toArray()) {
                    double expected = value(from, before, columns, c, x);
                    // Outside, the slope at the end of a narrow interval divides its rounding by the width, >= 1e-4
                    // here.
                    double tolerance = x >= old[0] && x <= old[old.length - 1] ? 1e-12 : 1e-10;
                    assertThat(value(from.withGrid(finer), after, columns, c, x))
                            .as("order %d, x %s, seed %d", from.order(), x, SEED)
                            .isCloseTo(expected, within(tolerance * (1 + Math.abs(expected))));
                }
            }
        }
    }

    @Test
    void aGridThatLosesABreakpointIsRefused() {
        BSpline from = new BSpline(Grid.of(0, 1, 2), 3, Extrapolation.LINEAR);
        for (Grid finer : new Grid[] {Grid.of(0, 0.9, 2), Grid.of(0, 1, 2, 3), Grid.of(-1, 0, 1, 2), Grid.of(0, 2)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Refit.insertKnots(from, finer, new double[5], 1))
                    .withMessageContaining("must keep every breakpoint");
        }
    }

    @Test
    void leastSquaresOnTheSameGridGivesTheCoefficientsBack() {
        Random random = new Random(SEED);
        for (int n = 0; n < 100; n++) {
            BSpline basis = new BSpline(RandomNetworks.grid(random), 1 + n % 5, Extrapolation.LINEAR);
            double[] before = random.doubles(basis.size() * 2L, -1, 1).toArray();
            double[] points = n % 3 == 0
                    ? new double[0]
                    : random.doubles(50, basis.grid().lo(), basis.grid().hi()).toArray();
            double[] after = Refit.leastSquares(basis, basis, before, 2, points);
            for (double x :
                    random.doubles(20, basis.grid().lo(), basis.grid().hi()).toArray()) {
                for (int c = 0; c < 2; c++) {
                    // The ridge of 1e-13 against the smallest eigenvalue, which is small at order 5: the outermost
                    // functions
                    // have only the ends of their tails inside the grid.
                    assertThat(value(basis, after, 2, c, x))
                            .as("order %d, seed %d", basis.order(), SEED)
                            .isCloseTo(value(basis, before, 2, c, x), within(1e-7));
                }
            }
        }
    }

    @Test
    void leastSquaresKeepsAPolynomialOnAnyGrid() {
        Random random = new Random(SEED);
        for (int order = 1; order <= 5; order++) {
            BSpline line = new BSpline(Grid.of(-1, 1), order, Extrapolation.LINEAR);
            double[] before = random.doubles(line.size(), -1, 1).toArray();
            BSpline to = line.withGrid(Grid.of(-1, -0.7, 0.1, 0.3, 1));
            double[] after = Refit.leastSquares(line, to, before, 1, new double[] {-0.9, 0.2});
            for (double x = -1; x <= 1; x += 0.125) {
                assertThat(value(to, after, 1, 0, x)).isCloseTo(value(line, before, 1, 0, x), within(1e-7));
            }
        }
    }

    @Test
    void pointsThatCoverLittleOfTheGridDoNotBreakTheRefit() {
        for (int order = 1; order <= 5; order++) {
            for (int intervals : new int[] {1, 5, 300}) {
                BSpline from = new BSpline(Grid.uniform(-1, 1, 5), order, Extrapolation.LINEAR);
                BSpline to = from.withGrid(Grid.uniform(-3, 1.5, intervals));
                double[] points = new double[10_000];
                Arrays.fill(points, 0.3);
                double[] before = new Random(SEED).doubles(from.size(), -1, 1).toArray();
                double[] after = Refit.leastSquares(from, to, before, 1, points);
                assertThat(Arrays.stream(after).map(Math::abs).max().orElseThrow())
                        .as("order %d, %d intervals", order, intervals)
                        .isLessThan(1e4);
                double tolerance = intervals == 300 ? 1e-3 : 1;
                assertThat(value(to, after, 1, 0, 0.3)).isCloseTo(value(from, before, 1, 0, 0.3), within(tolerance));
            }
        }
    }

    /** A kink refitted by a line: the odd eighths of the grid and the points are all that counts. */
    @Test
    void pointsCountTenTimesAsMuchAsTheGridAsAWhole() {
        BSpline kink = new BSpline(Grid.of(0, 0.5, 1), 1, Extrapolation.LINEAR);
        BSpline line = kink.withGrid(Grid.of(0, 1));
        double[] before = {0, 1, 0};
        for (double[] points : new double[][] {{}, {0.1}, {0.1, 0.2, 0.25, 0.9, 0.95}}) {
            double[][] normal = new double[2][3];
            double[] x = Arrays.copyOf(points, points.length + 4);
            for (int i = 0; i < 4; i++) {
                x[points.length + i] = (2 * i + 1) / 8.0;
            }
            for (int i = 0; i < x.length; i++) {
                double weight = i < points.length || points.length == 0 ? 1 : 0.1 * points.length / 4;
                double[] hats = {1 - x[i], x[i]};
                for (int m = 0; m < 2; m++) {
                    normal[m][0] += weight * hats[m] * hats[0];
                    normal[m][1] += weight * hats[m] * hats[1];
                    normal[m][2] += weight * hats[m] * value(kink, before, 1, 0, x[i]);
                }
            }
            double determinant = normal[0][0] * normal[1][1] - normal[0][1] * normal[1][0];
            double left = (normal[0][2] * normal[1][1] - normal[0][1] * normal[1][2]) / determinant;
            double right = (normal[0][0] * normal[1][2] - normal[0][2] * normal[1][0]) / determinant;
            // The ridge is 1e-13.
            assertThat(Refit.leastSquares(kink, line, before, 1, points))
                    .containsExactly(new double[] {left, right}, within(1e-10));
        }
    }

    private static double value(BSpline basis, double[] coefficients, int columns, int column, double x) {
        double[] out = new double[basis.support()];
        int first = basis.evaluate(x, 0, out, 0);
        double sum = 0;
        for (int j = 0; j < out.length; j++) {
            sum += out[j] * coefficients[(first + j) * columns + column];
        }
        return sum;
    }

    @Test
    void aFunctionNearestToValuesIsThatOfTheNormalEquations() {
        BSpline hats = new BSpline(Grid.of(0, 0.5, 1), 1, Extrapolation.LINEAR);
        double[] points = {0.05, 0.2, 0.3, 0.45};
        double[] values = {1, 3, 2, 5};
        double[][] normal = new double[2][3];
        for (int s = 0; s < 4; s++) {
            double[] h = {1 - 2 * points[s], 2 * points[s]};
            for (int m = 0; m < 2; m++) {
                normal[m][0] += h[m] * h[0];
                normal[m][1] += h[m] * h[1];
                normal[m][2] += h[m] * values[s];
            }
        }
        double determinant = normal[0][0] * normal[1][1] - normal[0][1] * normal[1][0];
        double left = (normal[0][2] * normal[1][1] - normal[0][1] * normal[1][2]) / determinant;
        double right = (normal[0][0] * normal[1][2] - normal[0][2] * normal[1][0]) / determinant;
        // No point says anything of the third; the ridge is 1e-8.
        assertThat(Refit.toPoints(hats, points, values)).containsExactly(new double[] {left, right, 0}, within(1e-6));
    }

    @Test
    void ofCoefficientsThatPointsLeaveOpenTheSmallestAreTaken() {
        BSpline hats = new BSpline(Grid.of(0, 0.5, 1), 1, Extrapolation.LINEAR);
        double[] open = Refit.toPoints(hats, new double[] {0.25}, new double[] {3});
        assertThat(open[0]).isCloseTo(open[1], within(1e-6));
        // Both have a half there. The ridge is 1e-8 of the mean diagonal, a sixth, so they are 3/(1 + 1e-8/3).
        assertThat(6 - open[0] - open[1]).isCloseTo(2e-8, within(2e-9));
    }
}
