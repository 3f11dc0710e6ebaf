package org.kan4j.discover.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.train.Tables;

class ResidualsTest {
    private static Batch rows(double... x) {
        return new Batch(x, new double[x.length / 2], x.length / 2);
    }

    @Test
    void theCorrelationIsThatWithTheNearestRow() {
        // Nearest to each other: the first and the last, the second and the third; the fourth to the last.
        Batch batch = rows(0, 0, 5, 5, 5, 5.5, -3, 0, 0, 1);
        double[] e = {1, 2, -3, 4, 5};
        double products = 1 * 5 + 2 * -3 + -3 * 2 + 4 * 1 + 5 * 1;
        assertThat(Residuals.neighbourCorrelation(batch, e)).isCloseTo(products / (1 + 4 + 9 + 16 + 25), within(1e-15));
    }

    @Test
    void bothInputsSayWhichRowIsNearest() {
        // By the first input alone, or by the sum of both, other rows would be nearest.
        Batch batch = rows(0, 0, 0.1, 9, 2, 1, 1, -9, 3, 0.5);
        double[] e = {1, 2, 4, 8, 16};
        // 0 and 2, 1 and 2, 2 and 4, 3 and 0, 4 and 2.
        double products = 1 * 4 + 2 * 4 + 4 * 16 + 8 * 1 + 16 * 4;
        assertThat(Residuals.neighbourCorrelation(batch, e))
                .isCloseTo(products / (1 + 4 + 16 + 64 + 256), within(1e-15));
    }

    @Test
    void ofEquallyNearRowsTheFirstCounts() {
        Batch batch = rows(0, 0, 1, 0, 2, 0);
        assertThat(Residuals.neighbourCorrelation(batch, new double[] {1, 1, -1}))
                .isCloseTo((1 * 1 + 1 * 1 - 1 * 1) / 3.0, within(1e-15));
    }

    @Test
    void noRowsAndNoResidualsHaveNoCorrelation() {
        assertThat(Residuals.neighbourCorrelation(rows(1, 2), new double[] {3})).isZero();
        assertThat(Residuals.neighbourCorrelation(rows(1, 2, 3, 4), new double[2]))
                .isZero();
    }

    @Test
    void noiseIsUnlikeItsNeighboursAndAMisfitIsLikeThem() {
        SplittableRandom random = new SplittableRandom(8);
        Batch batch = Tables.uniform(500, 2, -1, 1, 8, x -> 0);
        double[] noise = random.doubles(500, -1, 1).toArray();
        double[] misfit = new double[500];
        Arrays.setAll(misfit, r -> Math.sin(3 * batch.x()[2 * r]));
        // A correlation of 500 rows has a standard error of about 1/sqrt(500), 0.045.
        assertThat(Residuals.neighbourCorrelation(batch, noise)).isCloseTo(0, within(0.18));
        assertThat(Residuals.neighbourCorrelation(batch, misfit)).isGreaterThan(0.95);
    }

    @Test
    void ofManyRowsTheFirstSixHundredAreAskedAndAllAnswer() {
        double[] x = new double[2 * 1200];
        double[] e = new double[1200];
        for (int r = 0; r < 600; r++) {
            x[2 * r] = 10 * r;
            x[2 * (r + 600)] = 10 * r + 1;
            e[r] = 1;
            e[r + 600] = -2;
        }
        assertThat(Residuals.neighbourCorrelation(rows(x), e)).isCloseTo(-2, within(1e-12));
    }

    /** The share of rows that are independent, of five pairs of neighbours with residuals 1 and ρ in each. */
    private static double independent(double alike) {
        double[] x = new double[20];
        double[] e = new double[10];
        for (int r = 0; r < 10; r++) {
            x[2 * r] = r / 2 * 100 + r % 2;
            // Of residuals 1 and a of two neighbours the correlation is 2·a/(1 + a²).
            e[r] = r % 2 == 0 ? 1 : (1 - Math.sqrt(1 - alike * alike)) / alike;
        }
        return Residuals.independent(rows(x), e);
    }

    @Test
    void neighboursThatAreAlikeCountForLess() {
        assertThat(independent(0.5)).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(independent(0.2)).isCloseTo(2 / 3.0, within(1e-12));
        // A fifth in any case, and never more than all.
        assertThat(independent(0.9)).isEqualTo(0.2);
        assertThat(independent(-0.5)).isEqualTo(1);
    }
}
