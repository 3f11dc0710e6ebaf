package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

class TrainerTest {
    private final Engine engine = new CpuEngine();
    private final Batch train = Tables.standardized(Tables.uniform(400, 2, -1, 1, 1, Tables::helloWorld));
    private final Batch none = new Batch(new double[0], new double[0], 0);

    @Test
    void twoInnerEdgesAndAnOuterOneFitTheirOwnKindOfLaw() {
        Trainer trainer = new Trainer(engine, Trainer.Options.defaults());
        Trainer.Result result = trainer.train(AdditiveStart.of(train, 5, 3), train, none);
        // Five cubic intervals come this near once they have moved to where the errors are, and to 4e-3 where they have
        // not;
        // random starts often end in a local minimum near 0.3.
        assertThat(result.trainRmse()).isLessThan(2.7e-3);
    }

    @Test
    void refinementLowersTheErrorFurther() {
        Trainer coarse = new Trainer(engine, Trainer.Options.defaults());
        Trainer fine = new Trainer(engine, Trainer.Options.defaults().withIntervals(5, List.of(10, 20)));
        Kan start = AdditiveStart.of(train, 5, 3);
        assertThat(fine.train(start, train, none).trainRmse())
                .isLessThan(0.02 * coarse.train(start, train, none).trainRmse());
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        Trainer trainer = new Trainer(engine, Trainer.Options.defaults().withIterations(10));
        Shape shape = Shape.of(2, 3, 1);
        assertThat(trainer.train(shape, 7, train, none).kan().parameters())
                .containsExactly(trainer.train(shape, 7, train, none).kan().parameters());
    }

    /** From several starts, with weights of the smoothness chosen on the way, refined. */
    @Test
    void theNumberOfThreadsChangesNoBit() {
        List<double[]> parameters = new ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
            try (CpuEngine several = new CpuEngine(threads)) {
                Trainer.Options options = Trainer.Options.defaults()
                        .withIntervals(5, List.of(10))
                        .withIterations(12)
                        .withPenalties(Penalties.NONE.withAdaptiveSmoothness(1e-8));
                Dataset data = Dataset.of(train.x(), train.y(), List.of("x", "y"), "z");
                ModelTrainer trainer = new ModelTrainer(several, options, 5, threads, Optional.empty());
                parameters.add(
                        trainer.fit(data, Shape.of(2, 5, 1), 3).model().kan().parameters());
            }
        }
        assertThat(parameters.get(1)).containsExactly(parameters.get(0));
        assertThat(parameters.get(2)).containsExactly(parameters.get(0));
    }

    @Test
    void aRefitIsNeverWorse() {
        Kan start = Kan.random(Shape.of(2, 3, 1), 5, 3, 2, 3);
        double before = Trainer.rmse(engine, start, train);
        Trainer trainer = new Trainer(engine, Trainer.Options.defaults());
        assertThat(trainer.refit(start, train, none, 1).trainRmse()).isLessThanOrEqualTo(before);
    }

    @Test
    void sparsityLowersThePenaltyOnTheEdges() {
        Kan start = Kan.random(Shape.of(2, 4, 1), 5, 3, 2, 5);
        Trainer.Options options = Trainer.Options.defaults().withIterations(20);
        Kan plain = new Trainer(engine, options).train(start, train, none).kan();
        Kan sparse = new Trainer(engine, options.withPenalties(Penalties.NONE.withL1(1e-2)))
                .train(start, train, none)
                .kan();
        assertThat(l1(sparse)).isLessThan(0.8 * l1(plain));
    }

    private double l1(Kan kan) {
        int[] all = IntStream.range(0, kan.network().parameterCount()).toArray();
        return new Penalty(engine, kan, train, all, new Penalties(1, 0, 0, 0, false)).value(kan.parameters());
    }

    @Test
    void optionsAndRowsAreChecked() {
        assertThatThrownBy(() -> Trainer.Options.defaults().withIntervals(5, List.of(12)))
                .hasMessage("refinement: a larger multiple of 5 intervals required, got 12");
        Trainer trainer = new Trainer(engine, Trainer.Options.defaults());
        assertThatThrownBy(() -> trainer.train(Shape.of(2, 1), 0, none, none)).hasMessageContaining("at least 1 row");
        assertThatThrownBy(() -> trainer.train(Shape.of(3, 1), 0, train, none))
                .hasMessage("training: rows of 3 inputs and 1 targets required, got 2 and 1");
    }
}
