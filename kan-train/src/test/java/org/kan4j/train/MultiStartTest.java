package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

class MultiStartTest {
    private static final Shape SHAPE = Shape.of(2, 2, 1);

    private final Engine engine = new CpuEngine();
    private final Batch train = Tables.standardized(Tables.uniform(80, 2, -1, 1, 1, Tables::helloWorld));
    private final Batch judges = Tables.standardized(Tables.uniform(40, 2, -1, 1, 2, Tables::helloWorld));
    private final Trainer.Options options = Trainer.Options.defaults().withIterations(15);

    private Kan best(int starts, long seed) {
        return MultiStart.best(
                engine, options, SHAPE, own -> options.random(SHAPE, own), starts, seed, train, judges, 1);
    }

    /** What short trainings from both starts give. */
    private List<Trainer.Result> trained(long seed) {
        Trainer trainer = new Trainer(engine, options.withIterations(5));
        return Stream.of(seed, new SplittableRandom(seed).nextLong())
                .map(s -> trainer.train(options.random(SHAPE, s), train, judges))
                .toList();
    }

    @Test
    void ofTwoStartsTheBetterOneGoesOn() {
        Set<Boolean> firstWins = new HashSet<>();
        for (long seed = 0; seed < 6; seed++) {
            List<Trainer.Result> both = trained(seed);
            boolean first = both.get(0).validationRmse() < both.get(1).validationRmse();
            assertThat(best(2, seed).parameters())
                    .as("seed %d", seed)
                    .containsExactly(both.get(first ? 0 : 1).kan().parameters());
            firstWins.add(first);
        }
        assertThat(firstWins)
                .as("both sides must win once, or the test shows nothing")
                .hasSize(2);
    }

    @Test
    void moreStartsAreNoWorse() {
        // Five steps a round or 15 / (3 · 3); the winner of eight has taken three rounds of them.
        Trainer none = new Trainer(engine, options.withIterations(1));
        double of1 = 0;
        double of8 = 0;
        for (long seed = 0; seed < 3; seed++) {
            of1 += none.train(trained(seed).get(0).kan(), train, judges).validationRmse();
            of8 += none.train(best(8, seed), train, judges).validationRmse();
        }
        assertThat(of8).isLessThan(0.8 * of1);
    }

    @Test
    void oneStartIsThatOfTheSeed() {
        assertThat(best(1, 3).parameters())
                .containsExactly(options.random(SHAPE, 3).parameters());
    }
}
