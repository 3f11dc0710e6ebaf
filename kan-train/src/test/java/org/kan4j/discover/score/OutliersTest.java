package org.kan4j.discover.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;

class OutliersTest {
    private static final Expression LINE = FormulaParser.parse("1.71*x + 0.93", List.of("x"));

    private static Batch line(double noise) {
        SplittableRandom random = new SplittableRandom(2);
        double[] x = new double[50];
        double[] y = new double[50];
        for (int r = 0; r < 50; r++) {
            x[r] = 0.2 * (17 * r % 50);
            y[r] = 1.71 * x[r] + 0.93 + noise * random.nextGaussian();
        }
        return new Batch(x, y, 50);
    }

    private static int[] outliers(Batch rows) {
        return Outliers.of(List.of(LINE), LINE, rows, () -> false);
    }

    @Test
    void wildRowsAreNamed() {
        Batch rows = line(0.1);
        rows.y()[7] += 900;
        rows.y()[23] -= 40;
        rows.y()[41] += 3;
        assertThat(outliers(rows)).containsExactly(7, 23, 41);
    }

    @Test
    void noiseHasNone() {
        assertThat(outliers(line(0.1))).isEmpty();
    }

    @Test
    void aBranchOfTheLawIsNone() {
        Batch rows = line(0.1);
        for (int r = 0; r < rows.rows(); r++) {
            rows.y()[r] += rows.x()[r] > 9 ? 50 : 0;
        }
        assertThat(outliers(rows)).isEmpty();
    }

    @Test
    void aFormulaThatExplainsLittleNamesNone() {
        Batch rows = line(0.1);
        rows.y()[7] += 900;
        Expression wrong = FormulaParser.parse("0.013*sin(31.7*x)", List.of("x"));
        assertThat(Outliers.of(List.of(wrong), wrong, rows, () -> false)).isEmpty();
    }

    /** The line exactly, from x = 0 in steps of 20 that are shuffled. */
    private static Batch exact(int rows) {
        double[] x = new double[rows];
        Arrays.setAll(x, r -> 20.0 * (7 * r % rows));
        Batch line = new Batch(x, new double[rows], rows);
        return new Batch(x, Fit.values(LINE, line), rows);
    }

    @Test
    void theFormulaToJudgeByIsFittedToTheRowsThatAreNot() {
        Batch rows = line(0.1);
        rows.y()[7] += 900;
        rows.y()[23] -= 40;
        Expression far = FormulaParser.parse("0.17123*x + 7.13123", List.of("x"));
        assertThat(Outliers.of(List.of(far), far, rows, () -> false)).containsExactly(7, 23);
        Expression fitted = Outliers.robust(far, rows, () -> false);
        // Standard errors of 50 rows are 0.03 and 0.005.
        assertThat(fitted.evaluate(new double[] {0})).isCloseTo(0.93, within(0.12));
        assertThat(fitted.evaluate(new double[] {10})).isCloseTo(0.93 + 17.1, within(0.12));
    }

    @Test
    void aRobustConstantIsTheMeanByTukeysWeights() {
        SplittableRandom random = new SplittableRandom(3);
        double[] y = new double[40];
        double[] weights = new double[40];
        for (int r = 0; r < 40; r++) {
            y[r] = (r % 10 == 3 ? 30 : 12) + 0.5 * random.nextGaussian();
            weights[r] = 1 + r % 3;
        }
        Batch rows = new Batch(new double[40], y, weights, 40);
        double c = Outliers.robust(Constant.free(1), rows, () -> false).evaluate(new double[1]);
        double[] sizes = new double[40];
        Arrays.setAll(sizes, r -> Math.sqrt(weights[r]) * Math.abs(y[r] - c));
        double[] sorted = sizes.clone();
        Arrays.sort(sorted);
        double sum = 0;
        double total = 0;
        for (int r = 0; r < 40; r++) {
            double u = sizes[r] / (4.685 * 1.4826 * sorted[20]);
            double weight = u < 1 ? weights[r] * Math.pow(1 - u * u, 2) : 0;
            sum += weight * y[r];
            total += weight;
        }
        // Five rounds come so near.
        assertThat(c).isCloseTo(sum / total, within(1e-3));
        assertThat(c).isCloseTo(12, within(0.3));
    }

    @Test
    void threeTenthsOfTheRowsDoNotDrawAFormulaAwayInAnyUnits() {
        for (double unit : new double[] {1e-3, 1, 1e3}) {
            double[] y = new double[40];
            Arrays.setAll(y, r -> unit * (r % 10 < 3 ? 20 + r % 3 : 10 + 0.01 * (r % 7)));
            Batch rows = new Batch(new double[40], y, 40);
            double c = Outliers.robust(Constant.free(unit), rows, () -> false).evaluate(new double[1]);
            assertThat(c).isCloseTo(10.03 * unit, within(0.02 * unit));
        }
    }

    @Test
    void aFormulaAndItsOutliersCostWhatTheyLeaveAndWhatTheyAre() {
        // Residuals 1, 1, 1, 1 and 10; the variance of the targets is 84/5, and one constant is free.
        double[] y = {1, -1, 1, -1, 10};
        Batch rows = new Batch(new double[5], y, 5);
        Expression zero = Constant.free(0);
        double all = 2.5 * Math.log(104 / 5.0 / 16.8) + Math.log(5) / 2;
        assertThat(Outliers.description(zero, rows, new int[0])).isCloseTo(all, within(1e-12));
        double four = 2 * Math.log(1 / 16.8) + Math.log(5) / 2 + 3 + Math.log(5);
        assertThat(Outliers.description(zero, rows, new int[] {4})).isCloseTo(four, within(1e-12));
        // Weights tell the errors that residuals are to be measured by.
        Batch weighted = new Batch(new double[5], y, new double[] {4, 1, 1, 1, 1}, 5);
        double heavier = four + 2 * Math.log(7 / 4.0 * 16.8 / Math.pow(Fit.spread(weighted), 2));
        assertThat(Outliers.description(zero, weighted, new int[] {4})).isCloseTo(heavier, within(1e-12));
    }

    /** Nats by which the line describes rows better where row 8 is an outlier than where it is not. */
    private static double worth(Batch rows) {
        return Outliers.description(LINE, rows, new int[0]) - Outliers.description(LINE, rows, new int[] {8});
    }

    @Test
    void anOutlierHasToBeWorthFiveNatsMoreThanItCosts() {
        Batch rows = line(0);
        for (int r = 0; r < 50; r++) {
            // Most errors are small, so a row is far off before naming it pays.
            rows.y()[r] += (r % 3 == 0 ? 0.2 : 0.05) * (r % 4 < 2 ? 1 : -1);
        }
        rows.y()[8] += 0.7;
        assertThat(worth(rows)).isBetween(1.0, 4.0);
        assertThat(outliers(rows)).isEmpty();
        rows.y()[8] += 0.15;
        assertThat(worth(rows)).isBetween(5.1, 8.0);
        assertThat(outliers(rows)).containsExactly(8);
    }

    @Test
    void eightRowsAreEnoughAndSevenAreNot() {
        Batch eight = exact(8);
        eight.y()[5] += 3;
        assertThat(outliers(eight)).containsExactly(5);
        Batch seven = eight.subset(new int[] {0, 1, 2, 3, 4, 5, 6});
        assertThat(outliers(seven)).isEmpty();
    }

    @Test
    void aTenthOfTheRowsMayBeOutliersAndNotMore() {
        Batch rows = line(0.1);
        for (int r = 0; r < 5; r++) {
            rows.y()[9 * r] += 50 * (r % 2 == 0 ? 1 : -1);
        }
        assertThat(outliers(rows)).containsExactly(0, 9, 18, 27, 36);
        rows.y()[48] += 50;
        assertThat(outliers(rows)).isEmpty();
    }

    /** Puts rows of the exact line at these places far off, the first two of them nearest to each other. */
    private static int[] farAt(Batch rows, double... places) {
        int[] far = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            double place = places[i];
            far[i] = IntStream.range(0, rows.rows())
                    .filter(r -> rows.x()[r] == place)
                    .findFirst()
                    .orElseThrow();
            rows.y()[far[i]] += 300;
        }
        rows.x()[far[0]] += 1;
        rows.x()[far[1]] -= 1;
        Arrays.sort(far);
        return far;
    }

    @Test
    void rowsOfWhichMoreThanHalfLieSideBySideAreAnotherLaw() {
        Batch two = exact(40);
        farAt(two, 100, 120);
        assertThat(outliers(two)).isEmpty();
        Batch half = exact(40);
        int[] far = farAt(half, 100, 120, 300, 500);
        assertThat(outliers(half)).containsExactly(far);
    }

    @Test
    void roundingErrorsOfExactRowsAreNoOutliers() {
        Batch rows = exact(50);
        rows.y()[7] += 3;
        rows.y()[11] += 1e-9;
        // The spread is about 500, and of that 6e-11 are rounding.
        assertThat(outliers(rows)).containsExactly(7);
    }
}
