package org.kan4j.discover.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Vocabulary;
import org.kan4j.numeric.Parallel;

final class EvolutionTest {
    private static final long SEED = 3;

    /** a·b·cos(c) with 1% of noise. */
    private static Batch noisy() {
        SplittableRandom random = new SplittableRandom(SEED);
        int n = 300;
        double[] x = new double[3 * n];
        double[] y = new double[n];
        for (int r = 0; r < n; r++) {
            for (int i = 0; i < 3; i++) {
                x[3 * r + i] = 1 + 3 * random.nextDouble();
            }
            y[r] = x[3 * r] * x[3 * r + 1] * Math.cos(x[3 * r + 2]) + 0.05 * random.nextGaussian();
        }
        return new Batch(x, y, n);
    }

    private static List<Expression> front(int threads) {
        try (Parallel parallel = new Parallel(threads)) {
            Evolution evolution = new Evolution(noisy(), Vocabulary.all(), SEED, () -> false);
            evolution.breed(6, parallel);
            return evolution.front(e -> true);
        }
    }

    @Test
    @Tag("slow")
    void breedsALawUnderNoiseWhateverTheNumberOfThreads() {
        Batch data = noisy();
        List<Expression> front = front(2);
        double least = front.stream()
                .filter(e -> e.size() <= 12)
                .mapToDouble(e -> Fit.rmse(e, data))
                .min()
                .orElseThrow();
        // The noise is 0.05, the target's spread about 4.
        assertThat(least).isLessThan(0.06);
        assertThat(front(1)).isEqualTo(front);
    }
}
