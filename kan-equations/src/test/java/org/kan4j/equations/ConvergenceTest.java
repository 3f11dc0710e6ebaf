package org.kan4j.equations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ConvergenceTest {
    /** Solutions 1 + q^k have the errors q^k. */
    @Test
    void theErrorOfTheLastOfGeometricSolutionsIsTold() {
        for (double q : new double[] {0.1, 0.3, 0.7}) {
            Convergence convergence = new Convergence(0.5);
            for (int k = 1; k <= 4; k++) {
                convergence.add(Math.pow(q, k - 1) - Math.pow(q, k));
            }
            assertThat(convergence.estimate()).isCloseTo(Math.pow(q, 4), within(1e-12));
        }
    }

    @Test
    void oneDistanceIsJudgedByTheoryAndNoneByNothing() {
        Convergence convergence = new Convergence(0.2);
        assertThat(convergence.estimate()).isInfinite();
        convergence.add(1e-3);
        assertThat(convergence.estimate()).isCloseTo(0.25e-3, within(1e-12));
    }

    /** Two solutions that are alike by chance, or grow apart, say less than they seem to. */
    @Test
    void theGainOfAStepIsBounded() {
        Convergence alike = new Convergence(0.2);
        alike.add(1);
        alike.add(1e-9);
        assertThat(alike.estimate()).isGreaterThan(5e-11);
        Convergence apart = new Convergence(0.2);
        apart.add(1);
        apart.add(2);
        assertThat(apart.estimate()).isBetween(2.0, 10.0);
    }

    /** ∫ of a layer of width 1e-4 that is one there and zero elsewhere, by a grid that has a cell for it. */
    @Test
    void thinLayersCountInIntegrals() {
        Sampling sampling = Sampling.of(List.of(new double[] {0, 0.5, 0.5001, 1}, new double[] {0, 2}), 1);
        double[] layer = new double[sampling.weights().length];
        double[] ones = new double[layer.length];
        for (int p = 0; p < layer.length; p++) {
            double x = sampling.x()[2 * p];
            layer[p] = x > 0.5 && x < 0.5001 ? 2 : 1;
            ones[p] = 1;
        }
        assertThat(sampling.distance(layer, ones, 1)).isCloseTo(1e-2, within(1e-4));
    }
}
