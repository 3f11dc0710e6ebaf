package org.kan4j.additive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kan4j.basis.BSpline;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.NormalEquations;
import org.kan4j.model.Trend;

class PartsTest {
    @Test
    void aStraightLineHasNoBends() {
        BSpline basis = new BSpline(Grid.of(-1, -0.9, 0, 2, 2.1), 3, Extrapolation.LINEAR);
        double[] line = new double[basis.size()];
        for (int m = 0; m < line.length; m++) {
            for (int k = 0; k < 3; k++) {
                line[m] += basis.grid().knot(m - k) / 3;
            }
        }
        assertThat(Quadratic.roughness(basis).value(line, 0)).isCloseTo(0, within(1e-20));
        line[3] += 1;
        assertThat(Quadratic.roughness(basis).value(line, 0)).isGreaterThan(0.1);
    }

    private static double[] solved(double[] a, double[] b, Trend trend) {
        NormalEquations normal = NormalEquations.scalar(b.length);
        assertThat(normal.factor(a)).isTrue();
        // Hats: their abscissae are 0, 1, ...
        TrendLimits limits = new TrendLimits(
                new BSpline(Grid.uniform(0, b.length - 1, b.length - 1), 1, Extrapolation.LINEAR), trend, 2);
        double[] c = Limited.solve(normal, b, limits.all());
        limits.settle(c, 0);
        return c;
    }

    private static double[] identity(int n) {
        double[] identity = new double[n * n];
        for (int i = 0; i < n; i++) {
            identity[i * n + i] = 1;
        }
        return identity;
    }

    @Test
    void orderedCoefficientsAreThoseOfTheIsotonicRegression() {
        // Of equal weights pooling adjacent violators is exact: 1, (3 + 2) / 2, 4, (6 + 5 + 4) / 3.
        double[] y = {1, 3, 2, 4, 6, 5, 4};
        assertThat(solved(identity(7), y, Trend.FREE.withDirection(1)))
                .containsExactly(new double[] {1, 2.5, 2.5, 4, 5, 5, 5}, within(1e-12));
        assertThat(solved(identity(7), y, Trend.FREE.withDirection(-1))[6]).isCloseTo(25.0 / 7, within(1e-12));
    }

    @Test
    void bentAndBoundedCoefficientsAreTheNearest() {
        // The line nearest to a hill; what a spread of 4, in units of 2, leaves of two and two.
        assertThat(solved(identity(5), new double[] {0, 1, 4, 1, 0}, Trend.FREE.withCurvature(1)))
                .containsExactly(new double[] {1.2, 1.2, 1.2, 1.2, 1.2}, within(1e-12));
        assertThat(solved(identity(4), new double[] {0, 0, 6, 6}, Trend.FREE.withSpread(4)))
                .containsExactly(new double[] {2, 2, 4, 4}, within(1e-12));
    }

    @Test
    void neighboursPartAgainWhereThatIsBetter() {
        // Coupled coefficients: what the first tie does is undone when others have moved.
        SplittableRandom random = new SplittableRandom(4);
        int n = 8;
        double[] root = random.doubles((long) n * n, -1, 1).toArray();
        double[] a = new double[n * n];
        double[] b = random.doubles(n, -1, 1).toArray();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    a[i * n + j] += root[k * n + i] * root[k * n + j];
                }
            }
            a[i * n + i] += 0.1;
        }
        double[] best = solved(a, b, Trend.FREE.withDirection(1));
        for (int trial = 0; trial < 2000; trial++) {
            double[] other = best.clone();
            double step = 0.01 * random.nextGaussian();
            for (int k = random.nextInt(n); k < n; k++) {
                other[k] += step;
            }
            other[random.nextInt(n)] += 0.01 * random.nextGaussian();
            boolean ordered = true;
            for (int k = 1; k < n; k++) {
                ordered &= other[k] >= other[k - 1];
            }
            assertThat(!ordered || value(a, b, other) >= value(a, b, best) - 1e-12)
                    .isTrue();
        }
    }

    private static double value(double[] a, double[] b, double[] c) {
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            sum -= b[i] * c[i];
            for (int j = 0; j < b.length; j++) {
                sum += a[i * b.length + j] * c[i] * c[j] / 2;
            }
        }
        return sum;
    }

    @Test
    void aMatrixOfRankTwoIsTwoProducts() {
        double[] matrix = new double[5 * 4];
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 4; j++) {
                matrix[i * 4 + j] = (i + 1) * (j - 1.5) + Math.sin(i) * Math.cos(3 * j);
            }
        }
        List<LowRank> products = LowRank.of(matrix, 5, 4, 1e-12);
        assertThat(products).hasSize(2);
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 4; j++) {
                double sum = 0;
                for (LowRank product : products) {
                    sum += product.column()[i] * product.row()[j];
                }
                assertThat(sum).isCloseTo(matrix[i * 4 + j], within(1e-12));
            }
        }
    }

    @Test
    void onlyWhatIsNoSumOfTwoFunctionsIsAnInteraction() {
        SplittableRandom random = new SplittableRandom(1);
        int rows = 600;
        double[] x = random.doubles(3L * rows, -1, 1).toArray();
        double[] errors = new double[rows];
        double[] weights = new double[rows];
        int[] all = new int[rows];
        for (int r = 0; r < rows; r++) {
            all[r] = r;
            weights[r] = 1;
            errors[r] = x[3 * r] * x[3 * r + 2] + x[3 * r + 1] + 0.3 * random.nextGaussian();
        }
        boolean[] ordered = {true, true, true};
        List<Interactions.Pair> pairs = Interactions.best(x, 3, ordered, all, errors, weights, 5);
        assertThat(pairs.get(0).a()).isZero();
        assertThat(pairs.get(0).b()).isEqualTo(2);
        assertThat(pairs.stream().skip(1))
                .allMatch(pair -> pair.gain() < pairs.get(0).gain() / 3);
    }
}
