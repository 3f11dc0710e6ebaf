package org.kan4j.discover.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;
import org.kan4j.formula.Vocabulary;
import org.kan4j.numeric.Parallel;
import org.kan4j.train.Tables;

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
            Evolution evolution = new Evolution(
                    noisy(), new Wishes(Vocabulary.all(), List.of(), Optional.empty()), SEED, () -> false);
            evolution.breed(6, parallel);
            return evolution.front();
        }
    }

    @Test
    void everyIslandBeginsWithTheStart() {
        Batch rows = Tables.uniform(100, 2, 1, 3, 5, x -> 3 * Math.sin(x[0] * Math.exp(x[1] / x[0])) + 1);
        Expression law = FormulaParser.parse("sin(x*exp(y/x))", List.of("x", "y"));
        assertThat(bredAtOnce(rows, Optional.of(law))).isTrue();
        assertThat(bredAtOnce(rows, Optional.empty())).isFalse();
    }

    private static boolean bredAtOnce(Batch rows, Optional<Expression> start) {
        try (Parallel parallel = new Parallel(1)) {
            Evolution evolution =
                    new Evolution(rows, new Wishes(Vocabulary.all(), List.of(), start), SEED, () -> false);
            evolution.breed(1, parallel);
            return evolution.exact();
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
