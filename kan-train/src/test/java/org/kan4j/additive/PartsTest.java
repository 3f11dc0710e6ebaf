package org.kan4j.additive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kan4j.basis.BSpline;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

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
