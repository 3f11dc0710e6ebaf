package org.kan4j.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.kernel.NormalEquations;

class LeastSquaresTest {

    @Test
    void findsTheWeightsOfAnExactCombination() {
        SplittableRandom random = new SplittableRandom(1);
        int rows = 23;
        int n = 5;
        double[] w = {1, -2, 0.5, 3, 1e-3};
        double[] a = random.doubles((long) rows * n, -1, 1).toArray();
        double[] y = new double[rows];
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < n; j++) {
                y[r] += a[r * n + j] * w[j];
            }
        }
        assertThat(LeastSquares.solve(a, y, rows, n)).containsExactly(w, within(1e-13));
    }

    @Test
    void leavesOutAColumnThatRepeatsAnother() {
        double[] a = {1, 1, 2, 2, 3, 3};
        double[] w = LeastSquares.solve(a, new double[] {2, 4, 6}, 3, 2);
        assertThat(w[0]).isCloseTo(2, within(1e-12));
        assertThat(w[1]).isZero();
    }

    @Test
    void normalEquationsAgreeWithTheirDefinitionAtOddSizes() {
        SplittableRandom random = new SplittableRandom(2);
        for (int rows : new int[] {1, 3, 4, 5, 11}) {
            int n = 3;
            double[] j = random.doubles((long) rows * n, -1, 1).toArray();
            double[] r = random.doubles(rows, -1, 1).toArray();
            double[] jtj = new double[n * n];
            double[] jtr = new double[n];
            NormalEquations.scalar(n).form(j, r, rows, jtj, jtr);
            for (int a = 0; a < n; a++) {
                for (int b = 0; b <= a; b++) {
                    double sum = 0;
                    double right = 0;
                    for (int k = 0; k < rows; k++) {
                        sum += j[k * n + a] * j[k * n + b];
                        right += j[k * n + a] * r[k];
                    }
                    assertThat(jtj[a * n + b]).isCloseTo(sum, within(1e-14));
                    assertThat(jtr[a]).isCloseTo(right, within(1e-14));
                }
            }
        }
    }

    @Test
    void solvesASymmetricSystem() {
        double[] lower = {4, 9, 9, 2, 5, 9, -1, 0.5, 3};
        double[] b = {4 - 4 + 3, 2 - 10 - 1.5, -1 - 1 - 9};
        NormalEquations normal = NormalEquations.scalar(3);
        assertThat(normal.factor(lower)).isTrue();
        double[] x = b.clone();
        normal.solve(x);
        assertThat(x).containsExactly(new double[] {1, -2, -3}, within(1e-13));
        double product = IntStream.range(0, 3).mapToDouble(i -> b[i] * x[i]).sum();
        assertThat(normal.inverse(new int[] {0, 1, 2}, b)).isCloseTo(product, within(1e-13));
        double[] second = {0, 1, 0};
        normal.solve(second);
        assertThat(normal.inverse(new int[] {1}, new double[] {2})).isCloseTo(4 * second[1], within(1e-13));
    }

    @Test
    void aMatrixThatIsNotPositiveDefiniteIsRefused() {
        assertThat(NormalEquations.scalar(2).factor(new double[] {1, 0, 2, 1})).isFalse();
        assertThat(NormalEquations.scalar(1).factor(new double[] {Double.NaN})).isFalse();
    }
}
