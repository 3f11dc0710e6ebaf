package org.kan4j.discover.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.discover.find.SearchContext;
import org.kan4j.discover.find.Wishes;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.formula.Vocabulary;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.numeric.Parallel;
import org.kan4j.symbolic.SymbolicLibrary;

class SeparableFinderTest {
    private static final long SEED = 11;

    private static Batch rows(int count, SplittableRandom random) {
        double[] x = random.doubles(2L * count, 0.3, 4).toArray();
        double[] y = new double[count];
        for (int r = 0; r < count; r++) {
            double a = x[2 * r] - 1;
            double b = x[2 * r + 1] - 2.5;
            y[r] = Math.exp(-a * a) / (1.2 + b * b);
        }
        return new Batch(x, y, count);
    }

    @Test
    void theFactorsOfAProductAreLawsOfOneVariable() {
        SplittableRandom random = new SplittableRandom(SEED);
        Task task = Task.of(rows(300, random), rows(100, random));
        TaskTrainer trainer =
                new TaskTrainer(new CpuEngine(), SymbolicLibrary.standard(), List.of("x", "z"), "y", () -> false);
        try (Parallel parallel = new Parallel(2)) {
            SearchContext context = new SearchContext(
                    () -> false,
                    parallel,
                    SEED,
                    0,
                    1,
                    false,
                    0,
                    new Wishes(Vocabulary.all(), List.of(), Optional.empty()));
            Expression product = new SeparableFinder(trainer, 1)
                    .proposals(task, context)
                    .get(0)
                    .expression();
            Refinement.Scored law = context.refinement(task.rawTrain()).polish(product);
            assertThat(law.unexplained())
                    .as("%s, seed %d", Formula.of(law.expression(), List.of("x", "z"), "y"), SEED)
                    .isLessThan(1e-20);
            assertThat(law.expression().size()).isLessThan(20);
        }
    }
}
