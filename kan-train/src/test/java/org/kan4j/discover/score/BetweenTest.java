package org.kan4j.discover.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;
import org.kan4j.train.Tables;

class BetweenTest {
    @Test
    void aPoleThatNoRowShowsIsSeenBetweenThem() {
        Batch rows = Tables.uniform(40, 1, 0, 1, 5, x -> x[0]);
        double[] x = rows.x().clone();
        Arrays.sort(x);
        Expression gap = Expression.constant((x[20] + x[21]) / 2);
        Expression x0 = Expression.variable(0);
        Expression pole = Expression.quotient(Expression.constant(0.1), Expression.difference(x0, gap));
        Between between = new Between(rows);
        assertThat(between.astray(x0)).isFalse();
        assertThat(between.astray(Expression.sum(x0, pole))).isTrue();
    }

    @Test
    void rowsThatKeepToOneSideGivePointsThatDo() {
        double[] x = new double[200];
        double[] y = new double[100];
        Batch square = Tables.uniform(100, 2, 0, 1, 5, v -> v[0]);
        for (int r = 0; r < 100; r++) {
            x[2 * r] = square.x()[2 * r] + square.x()[2 * r + 1];
            x[2 * r + 1] = square.x()[2 * r + 1];
            y[r] = Math.sqrt(x[2 * r] - x[2 * r + 1]);
        }
        Expression root = Expression.power(Expression.difference(Expression.variable(0), Expression.variable(1)), 0.5);
        assertThat(new Between(new Batch(x, y, 100)).astray(root)).isFalse();
    }

    @Test
    void pointsLieBetweenTheRowsAndNotBeyondThem() {
        Batch rows = Tables.uniform(40, 1, 1, 2, 5, x -> x[0]);
        Expression pole = Expression.quotient(
                Expression.constant(0.01), Expression.difference(Expression.variable(0), Expression.constant(2.5)));
        assertThat(new Between(rows).astray(Expression.sum(Expression.variable(0), pole)))
                .isFalse();
    }

    @Test
    void fiveTimesTheRangeBeyondItIsNotFarAndMoreIs() {
        Between between = new Between(new Batch(new double[] {0, 1}, new double[] {100, 102}, 2));
        assertThat(between.astray(Expression.constant(112))).isFalse();
        assertThat(between.astray(Expression.constant(112.001))).isTrue();
        assertThat(between.astray(Expression.constant(90))).isFalse();
        assertThat(between.astray(Expression.constant(89.999))).isTrue();
        assertThat(between.astray(Expression.constant(Double.NaN))).isTrue();
    }

    private static Expression formula(String text) {
        return FormulaParser.parse(text, List.of("x"));
    }

    private static Between of(double[] x, Expression truth) {
        Batch places = new Batch(x, new double[x.length], x.length);
        return new Between(new Batch(x, Fit.values(truth, places), x.length));
    }

    private static double[] grid(int rows, double step) {
        double[] x = new double[rows];
        for (int r = 0; r < rows; r++) {
            x[r] = step * r;
        }
        return x;
    }

    @Test
    void aWaveWithARowInEachTurnIsNoFormula() {
        Expression peak = formula("exp(-(x - 17.3)^2/31.7)");
        Between between = of(grid(35, 1), peak);
        assertThat(between.astray(peak)).isFalse();
        assertThat(between.astray(formula("exp(-(x - 17.3)^2/31.7) + 0.31*sin(6.2731*x)")))
                .isTrue();
    }

    @Test
    void wavesThatRowsShowAreFormulas() {
        Expression wave = formula("sin(1.31*x)");
        assertThat(of(grid(35, 1), wave).astray(wave)).isFalse();
        // Fewer than two rows a turn, at uneven places.
        SplittableRandom random = new SplittableRandom(3);
        Expression fast = formula("sin(31.4159*x)");
        assertThat(of(random.doubles(60, 0, 10).toArray(), fast).astray(fast)).isFalse();
    }

    @Test
    void straightLinesAndStepsDoNotSwing() {
        Expression line = formula("2.5*x + 1e6");
        assertThat(of(grid(20, 0.1), line).astray(line)).isFalse();
        Expression step = formula("sign(x - 9.7)");
        assertThat(of(grid(20, 1), step).astray(step)).isFalse();
    }

    @Test
    void aPoleBetweenRowsOfSeveralInputsIsSeen() {
        // Rows at 1 and at 2 alone; the second input says nothing.
        Batch rows = new Batch(new double[] {1, 7, 2, 7, 1, 8, 2, 8}, new double[] {1, 2, 1, 2}, 4);
        Expression x0 = Expression.variable(0);
        Expression pole = Expression.quotient(
                Expression.constant(0.1), Expression.difference(x0, Expression.constant(1.5000123)));
        assertThat(new Between(rows).astray(x0)).isFalse();
        assertThat(new Between(rows).astray(Expression.sum(x0, pole))).isTrue();
    }

    @Test
    void tenPlacesShowAWaveAndNineAreTooFew() {
        Expression wave = formula("0.5*x + 0.3*sin(6.283*x)");
        assertThat(of(grid(10, 1), formula("0.5*x")).astray(wave)).isTrue();
        assertThat(of(grid(9, 1), formula("0.5*x")).astray(wave)).isFalse();
    }

    @Test
    void bendsOfRoundingAreJudgedByTheRange() {
        // The limit of the 19 squared bends is 1e-20 times 39 points times 11 ranges of 19 squared: 3e-8 each.
        Between between = of(grid(20, 1), formula("x"));
        assertThat(between.astray(formula("x + 2e-8*sin(pi*x)^2"))).isFalse();
        assertThat(between.astray(formula("x + 5e-8*sin(pi*x)^2"))).isTrue();
    }
}
