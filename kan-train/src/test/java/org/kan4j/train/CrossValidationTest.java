package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.network.Shape;

class CrossValidationTest {
    private static final Shape SHAPE = Shape.of(4, 2, 1);
    private static final Shape ADDITIVE = Shape.of(4, 1);
    private static final CrossValidation.Listener NOBODY = (done, all) -> {};

    private final CpuEngine engine = new CpuEngine();
    private final Dataset noisy = noisy(1);

    @TempDir
    private Path folder = Path.of("");

    /** 200 rows of x₁ + x₂² + noise of deviation 0.5, with two inputs that do not matter. */
    private static Dataset noisy(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Batch rows = Tables.uniform(200, 4, -1, 1, seed, x -> x[0] + x[1] * x[1] + 0.5 * noise(random));
        return Dataset.of(rows.x(), rows.y(), List.of("a", "b", "c", "d"), "y");
    }

    /** About normal, of variance 1: the sum of twelve numbers uniform in [−½, ½]. */
    private static double noise(SplittableRandom random) {
        return random.doubles(12, -0.5, 0.5).sum();
    }

    private static Trainer.Options options() {
        return Trainer.Options.defaults().withIterations(30);
    }

    private static List<Penalties> path() {
        return CrossValidation.ridges(Penalties.NONE, 200);
    }

    private CrossValidation crossValidation(Trainer.Options options, int folds, int threads) {
        return new CrossValidation(new ModelTrainer(engine, options, 1, threads, Optional.empty()), folds, NOBODY);
    }

    @Test
    void aRidgeChosenByTheRowsPredictsNoisyOnesBetter() {
        double plain =
                new ModelTrainer(engine, options()).fit(noisy, SHAPE, 0).test().rmse();
        for (int folds : new int[] {0, 5}) {
            CrossValidation.Result result = crossValidation(options(), folds, 1).fit(noisy, SHAPE, path(), 0);
            assertThat(result.fitted().test().rmse()).isLessThan(0.8 * plain);
            assertThat(result.best().penalties().ridge()).isGreaterThan(1e-5);
            assertThat(result.best().scores()).hasSize(Math.max(1, folds));
            assertThat(result.candidates())
                    .allSatisfy(c -> assertThat(c.loss())
                            .isGreaterThanOrEqualTo(result.best().loss()));
        }
    }

    @Test
    void aTrainingInTwoPartsIsTheWholeOneBitForBit() {
        Split split = Split.of(noisy, 0);
        for (Shape shape : List.of(SHAPE, Shape.of(4, 2, 2, 1))) {
            for (Optimizer optimizer : List.of(options().optimizer(), new Lbfgs(20))) {
                for (int refined : new int[] {5, 10}) {
                    Trainer.Options options = options()
                            .withOptimizer(optimizer)
                            .withIntervals(5, refined == 5 ? List.of() : List.of(refined));
                    ModelTrainer trainer = new ModelTrainer(engine, options);
                    assertThat(trainer.early(shape)).isTrue();
                    ModelTrainer.Fitted whole = trainer.fit(noisy, split, shape, 3);
                    ModelTrainer.Fitted begun = trainer.begun(noisy, split, shape, 3);
                    ModelTrainer.Fitted ended = trainer.ended(begun, noisy, split, 3);
                    assertThat(ended.model().kan().parameters())
                            .containsExactly(whole.model().kan().parameters());
                    assertThat(ended.iterations()).isEqualTo(whole.iterations()).isGreaterThan(begun.iterations());
                    assertThat(ended.test()).isEqualTo(whole.test());
                }
            }
        }
    }

    @Test
    void fewCandidatesAreTrainedToTheEndWhereTheirErrorsTellBefore() {
        int[] told = new int[2];
        for (int folds : new int[] {0, 3}) {
            AtomicInteger count = new AtomicInteger();
            Trainer.Options whole = options().withIterations(120).withPenalties(Penalties.SMOOTH);
            new CrossValidation(new ModelTrainer(engine, whole), folds, (done, all) -> count.incrementAndGet())
                    .fit(noisy, SHAPE, CrossValidation.ridges(Penalties.SMOOTH, 200), 0);
            told[folds / 3] = count.get() / Math.max(1, folds);
        }
        assertThat(told[0]).isBetween(path().size() + 2, path().size() + 4);
        assertThat(told[1]).isBetween(path().size() + 2, path().size() + 4);
    }

    @Test
    void candidatesAreTrainedAtOnceWhereThereIsLittleToJudgeByBefore() {
        Trainer.Options adam = options().withOptimizer(Adam.defaults());
        assertThat(new ModelTrainer(engine, options()).early(ADDITIVE)).isFalse();
        assertThat(new ModelTrainer(engine, adam).early(SHAPE)).isFalse();
        AtomicInteger told = new AtomicInteger();
        new CrossValidation(new ModelTrainer(engine, options()), 0, (done, all) -> told.incrementAndGet())
                .fit(noisy, ADDITIVE, path(), 0);
        assertThat(told.get()).isEqualTo(path().size());
    }

    @Test
    void aWatchedFitIsTheUnwatchedOneBitForBit() {
        AtomicInteger steps = new AtomicInteger();
        Trainer.Options watched = options().withListener(step -> steps.incrementAndGet());
        for (Shape shape : List.of(SHAPE, ADDITIVE)) {
            CrossValidation.Result quiet = crossValidation(options(), 0, 2).fit(noisy, shape, path(), 0);
            CrossValidation.Result told = crossValidation(watched, 0, 1).fit(noisy, shape, path(), 0);
            assertThat(steps.getAndSet(0)).isEqualTo(told.fitted().iterations());
            assertThat(parameters(quiet)).containsExactly(parameters(told));
            assertThat(quiet.candidates()).isEqualTo(told.candidates());
            assertThat(quiet.fitted().iterations()).isEqualTo(told.fitted().iterations());
            assertThat(List.of(
                            quiet.fitted().train(),
                            quiet.fitted().validation(),
                            quiet.fitted().test()))
                    .isEqualTo(List.of(
                            told.fitted().train(),
                            told.fitted().validation(),
                            told.fitted().test()));
        }
    }

    @Test
    void exactRowsAreNotSmoothed() {
        Batch rows = Tables.uniform(200, 4, -1, 1, 1, x -> x[0] + x[1] * x[1]);
        Dataset exact = Dataset.of(rows.x(), rows.y(), List.of("a", "b", "c", "d"), "y");
        CrossValidation.Result result = crossValidation(options(), 5, 1).fit(exact, Shape.of(4, 1), path(), 0);
        assertThat(result.best().penalties().ridge()).isLessThan(1e-8);
    }

    @Test
    void rowsThatAreHeldBackPlayNoPart() {
        double[] y = noisy.y().clone();
        for (int row : Split.of(200, 0).test()) {
            y[row] += 100;
        }
        Dataset other = Dataset.of(noisy.x(), y, noisy.inputNames(), "y");
        assertThat(parameters(crossValidation(options(), 3, 1).fit(other, SHAPE, path(), 0)))
                .containsExactly(parameters(crossValidation(options(), 3, 1).fit(noisy, SHAPE, path(), 0)));
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        CrossValidation.Result one = crossValidation(options(), 3, 1).fit(noisy, SHAPE, path(), 0);
        CrossValidation.Result three = crossValidation(options(), 3, 3).fit(noisy, SHAPE, path(), 0);
        assertThat(three.candidates()).isEqualTo(one.candidates());
        assertThat(parameters(three)).containsExactly(parameters(one));
    }

    @Test
    void stoppedWhileChoosingItGivesTheBestModelSoFar() {
        AtomicInteger ended = new AtomicInteger();
        Trainer.Options stopped = options().withStop(() -> ended.get() >= 4);
        CrossValidation.Result result = new CrossValidation(
                        new ModelTrainer(engine, stopped), 5, (done, all) -> ended.set(done))
                .fit(noisy, SHAPE, path(), 0);
        // An untrained network is off by more than the deviation of the target, about 0.8.
        assertThat(result.fitted().test().rmse()).isLessThan(0.8);
        assertThat(result.fitted().iterations()).isPositive();
    }

    @Test
    void goingOnFromACheckpointGivesTheModelOfTheUninterruptedTraining() throws IOException {
        double[] whole = parameters(crossValidation(options(), 3, 1).fit(noisy, SHAPE, path(), 0));
        Path file = folder.resolve("checkpoint");
        AtomicInteger steps = new AtomicInteger();
        Trainer.Options cut =
                options().withListener(step -> steps.incrementAndGet()).withStop(() -> steps.get() >= 7);
        for (boolean first : new boolean[] {true, false}) {
            Optional<Checkpoints> checkpoints = Optional.of(new Checkpoints(file, 0, true, warning -> {}));
            CrossValidation.Result result = new CrossValidation(
                            new ModelTrainer(engine, first ? cut : options(), 1, 1, checkpoints), 3, NOBODY)
                    .fit(noisy, SHAPE, path(), 0);
            if (first) {
                assertThat(file).exists();
            } else {
                assertThat(parameters(result)).containsExactly(whole);
                assertThat(file).doesNotExist();
            }
        }
    }

    @Test
    void aTableWithoutRowsThatJudgeIsJudgedByFiveFolds() {
        Dataset few = noisy.subset(Arrays.copyOf(Split.shuffled(200, 0), 30));
        assertThat(crossValidation(options(), 0, 1)
                        .fit(few, SHAPE, path(), 0)
                        .best()
                        .scores())
                .hasSize(5);
        assertThatThrownBy(() -> crossValidation(options(), 30, 1).fit(few, SHAPE, path(), 0))
                .hasMessage("folds: 2 to 24, the number of rows, required, got 30");
        assertThatThrownBy(() -> crossValidation(options(), 1, 1)).hasMessage("folds: 2 or more required, got 1");
    }

    @Test
    void classesOfLinearOddsAreToldApartAlmostAsWellAsTheOddsTell() {
        SplittableRandom random = new SplittableRandom(3);
        Dataset data = classes(4300, x -> random.nextDouble() < 1 / (1 + Math.exp(-4 * (x[0] - x[1]))));
        Split split = new Split(
                IntStream.range(0, 300).toArray(),
                new int[0],
                IntStream.range(300, 4300).toArray());
        double least = 0;
        for (int r : split.test()) {
            double odds = 4 * (data.x()[r * 4] - data.x()[r * 4 + 1]);
            least += Math.log1p(Math.exp(data.y()[r] == 1 ? -odds : odds)) / split.test().length;
        }
        double loss = new ModelTrainer(engine, suited(data))
                .fit(data, split, ADDITIVE, 0)
                .test()
                .logLoss();
        // The five numbers of a linear model cost about 5 / (2·300) nats; the penalties that suit regression leave
        // 0.033.
        assertThat(loss).isBetween(least, least + 0.01);
    }

    @Test
    void classesThatAPlaneSeparatesGetOddsThatAreNotBoundless() {
        Dataset data = classes(300, x -> x[0] > x[1]);
        Split split = Split.of(data, 0).joined();
        KanModel model = new ModelTrainer(engine, suited(data))
                .fit(data, split, ADDITIVE, 0)
                .model();
        double[] odds = model.predict(engine, data.x(), data.rows());
        assertThat(Arrays.stream(odds).map(Math::abs).max().orElseThrow()).isBetween(4.0, 30.0);
    }

    @Test
    void strongPenaltiesLeaveALinearModelOfTheLogOdds() {
        Dataset data = classes(300, x -> x[0] + 0.3 * Math.sin(9 * x[1]) > 0);
        Penalties strong = Penalties.NONE.withRidge(1e-2).withSmoothness(1e3);
        KanModel model = new ModelTrainer(engine, suited(data).withPenalties(strong))
                .fit(data, Split.of(data, 0).joined(), ADDITIVE, 0)
                .model();
        double[] odds = model.predict(engine, new double[] {-0.9, 0, 0, 0, 0, 0, 0, 0, 0.9, 0, 0, 0}, 3);
        double bend = odds[0] + odds[2] - 2 * odds[1];
        assertThat(Math.abs(bend)).isLessThan(0.05 * (odds[2] - odds[0]));
    }

    private static Trainer.Options suited(Dataset data) {
        return ModelTrainer.suited(data, ADDITIVE, Trainer.Options.defaults().basis());
    }

    /** Rows of four inputs in [−1, 1] and two classes. */
    private static Dataset classes(int rows, Predicate<double[]> second) {
        Batch batch = Tables.uniform(rows, 4, -1, 1, 3, x -> second.test(x) ? 1 : 0);
        return new Dataset(
                batch.x(),
                batch.y(),
                new double[0],
                false,
                rows,
                List.of("a", "b", "c", "d"),
                List.of("y"),
                List.of("no", "yes"),
                new int[rows],
                List.of());
    }

    private static double[] parameters(CrossValidation.Result result) {
        return result.fitted().model().kan().parameters();
    }
}
