package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;

class ClassQualityTest {
    private static Batch labels(double... y) {
        return new Batch(new double[y.length], y, y.length);
    }

    @Test
    void fourRowsByHand() {
        double[] p = {0.9, 0.1, 0.4, 0.6, 0.7, 0.3, 0.2, 0.8};
        ClassQuality quality = ClassQuality.of(List.of("no", "yes"), p, labels(0, 0, 1, 1));
        assertThat(quality.confusion()[0]).containsExactly(1, 1);
        assertThat(quality.confusion()[1]).containsExactly(1, 1);
        assertThat(quality.brier()).isCloseTo((0.01 + 0.36 + 0.49 + 0.04) / 4, within(1e-12));
        // By falling probability of yes: 0.8 right, 0.6 wrong, 0.3 right (2 of 3), 0.1 wrong.
        assertThat(quality.averagePrecision()).isCloseTo((1 + 2.0 / 3) / 2, within(1e-12));
    }

    @Test
    void trueProbabilitiesAreCalibratedAndExtremeOnesAreNot() {
        SplittableRandom random = new SplittableRandom(3);
        int rows = 4000;
        double[] p = new double[2 * rows];
        double[] extreme = new double[2 * rows];
        double[] y = new double[rows];
        for (int r = 0; r < rows; r++) {
            double chance = random.nextDouble();
            y[r] = random.nextDouble() < chance ? 1 : 0;
            p[2 * r + 1] = chance;
            p[2 * r] = 1 - chance;
            extreme[2 * r + 1] = chance > 0.5 ? 1 : 0;
            extreme[2 * r] = 1 - extreme[2 * r + 1];
        }
        List<String> classes = List.of("no", "yes");
        ClassQuality right = ClassQuality.of(classes, p, labels(y));
        // The standard error of a share in 400 rows is 0.02.
        assertThat(right.calibrationError()).isLessThan(0.03);
        assertThat(right.reliability())
                .hasSize(10)
                .allSatisfy(group -> assertThat(group.share()).isCloseTo(group.probability(), within(0.08)));
        assertThat(ClassQuality.of(classes, extreme, labels(y)).calibrationError())
                .isGreaterThan(0.2);
    }

    @Test
    void rowsOfWeightTwoCountTwice() {
        double[] p = {0.9, 0.1, 0.4, 0.6};
        Batch twice = new Batch(new double[2], new double[] {0, 1}, new double[] {2, 1}, 2);
        ClassQuality quality = ClassQuality.of(List.of("no", "yes"), p, twice);
        assertThat(quality.confusion()[0][0]).isEqualTo(2);
        assertThat(quality.brier()).isCloseTo((2 * 0.01 + 0.16) / 3, within(1e-12));
    }

    @Test
    void theMostProbableClassIsTheFirstOfTheLargest() {
        double[] p = {0.2, 0.5, 0.3, 0.1, 0.3, 0.6, 0.4, 0.2, 0.4};
        assertThat(ClassQuality.mostProbable(p, 0, 3)).isEqualTo(1);
        assertThat(ClassQuality.mostProbable(p, 1, 3)).isEqualTo(2);
        assertThat(ClassQuality.mostProbable(p, 2, 3)).isEqualTo(0);
    }

    @Test
    void theCutsOfTwoClassesByHand() {
        double[] p = {0.9, 0.1, 0.4, 0.6, 0.7, 0.3, 0.2, 0.8};
        ClassQuality quality = ClassQuality.of(List.of("no", "yes"), p, labels(0, 0, 1, 1));
        assertThat(quality.reliability()).hasSize(4);
        assertThat(quality.cuts())
                .containsExactly(
                        new ClassQuality.Cut(0.8, 1, 0.5),
                        new ClassQuality.Cut(0.6, 0.5, 0.5),
                        new ClassQuality.Cut(0.3, 2 / 3.0, 1),
                        new ClassQuality.Cut(0.1, 0.5, 1));
    }

    @Test
    void threeClassesHaveTheMeanPrecisionOfThoseThatOccurAndNoCuts() {
        double[] p = {0.6, 0.3, 0.1, 0.3, 0.5, 0.2, 0.5, 0.4, 0.1};
        ClassQuality quality = ClassQuality.of(List.of("a", "b", "c"), p, labels(0, 0, 1));
        // a comes first and last by its probability, b second by its own; no row is c.
        assertThat(quality.averagePrecision()).isCloseTo(((1 + 2 / 3.0) / 2 + 0.5) / 2, within(1e-12));
        assertThat(quality.cuts()).isEmpty();
        assertThat(quality.reliability()).isEmpty();
        // Each row is a group: two thirds of the rows are a, one third b.
        double a = (0.4 + 0.7 + 0.5) / 3;
        double b = (0.3 + 0.5 + 0.6) / 3;
        assertThat(quality.calibrationError()).isCloseTo((2 * a + b) / 3, within(1e-12));
    }

    @Test
    void whereTheSecondOfTwoClassesDoesNotOccurThereIsNoPrecision() {
        ClassQuality quality = ClassQuality.of(List.of("no", "yes"), new double[] {0.9, 0.1, 0.4, 0.6}, labels(0, 0));
        assertThat(quality.averagePrecision()).isNaN();
        assertThat(quality.cuts()).isEmpty();
    }
}
