package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

class OptimizersTest {
    private final Engine engine = new CpuEngine();
    private final Batch train = Tables.standardized(Tables.uniform(500, 2, -1, 1, 1, Tables::helloWorld));

    static Stream<Loss> losses() {
        return Stream.of(Loss.squares(), Loss.huber(0.3), Loss.crossEntropy());
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theGradientIsThatOfTheObjective(Loss loss) {
        for (int outputs : new int[] {1, 3}) {
            Kan kan = Kan.random(Shape.of(2, 2, outputs), 3, 3, 1, 4);
            Objective objective = new Objective(
                    engine,
                    kan,
                    weighted(loss, outputs),
                    loss,
                    Penalties.NONE.withL1(0.01).withEntropy(0.02));
            double[] p = kan.parameters();
            double[] gradient = new double[p.length];
            double[] ignored = new double[p.length];
            objective.gradient(p, gradient);
            for (int i = 0; i < p.length; i += 5) {
                double[] q = p.clone();
                q[i] += 1e-6;
                double up = objective.gradient(q, ignored);
                q[i] -= 2e-6;
                double down = objective.gradient(q, ignored);
                assertThat(gradient[i]).isCloseTo((up - down) / 2e-6, within(1e-7));
            }
        }
    }

    @Test
    void leastSquaresAndTheObjectiveAreTheSameFunction() {
        Kan kan = Kan.random(Shape.of(2, 2, 3), 3, 3, 1, 4);
        for (Loss loss : List.of(Loss.squares(), Loss.huber(0.3))) {
            Batch batch = weighted(loss, 3);
            Objective objective = new Objective(engine, kan, batch, loss, Penalties.NONE);
            NetworkProblem problem = objective.leastSquares();
            double[] p = problem.reduce(kan.parameters());
            double[] r = new double[problem.residuals()];
            double[] jacobian = new double[r.length * p.length];
            problem.jacobian(p, r, jacobian);
            double sum = 0;
            double[] byResiduals = new double[p.length];
            for (int i = 0; i < r.length; i++) {
                sum += r[i] * r[i];
                for (int j = 0; j < p.length; j++) {
                    byResiduals[j] += 2 * r[i] * jacobian[i * p.length + j];
                }
            }
            double[] gradient = new double[kan.parameters().length];
            double value = objective.gradient(kan.parameters(), gradient);
            assertThat(sum / batch.totalWeight()).isCloseTo(value, within(1e-9));
            double[] reduced = problem.reduce(gradient);
            for (int j = 0; j < p.length; j++) {
                assertThat(byResiduals[j] / batch.totalWeight()).isCloseTo(reduced[j], within(1e-9));
            }
        }
    }

    @Test
    void aRowOfWeightTwoCountsAsTwoRows() {
        Batch twice = train.subset(new int[] {0, 0, 1, 2});
        Batch once = train.subset(new int[] {0, 1, 2});
        Batch weighted = new Batch(once.x(), once.y(), new double[] {2, 1, 1}, 3);
        Kan kan = Kan.random(Shape.of(2, 2, 1), 3, 3, 1, 4);
        for (Loss loss : List.of(Loss.squares(), Loss.huber(0.1))) {
            assertThat(loss.of(engine, kan, weighted)).isCloseTo(loss.of(engine, kan, twice), within(1e-14));
        }
    }

    static Stream<Optimizer> optimizers() {
        return Stream.of(LevenbergMarquardt.defaults(), new Lbfgs(20), new Adam(0.02, 50, 0, Adam.Schedule.COSINE));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void eachFitsALaw(Optimizer optimizer) {
        Trainer.Options options = Trainer.Options.defaults()
                .withOptimizer(optimizer)
                .withIterations(optimizer instanceof LevenbergMarquardt ? 40 : 150);
        Trainer.Result result = new Trainer(engine, options).train(Shape.of(2, 3, 1), 1, train, Batch.empty());
        assertThat(result.trainRmse()).isLessThan(0.05);
    }

    @Test
    void lbfgsMinimisesAQuadraticInAFewSteps() {
        // One layer under squares: a linear least-squares problem, whose minimum Levenberg-Marquardt finds in one step.
        Kan kan = Kan.random(Shape.of(2, 1), 4, 3, 2, 4);
        Objective objective = new Objective(engine, kan, train, Loss.squares(), Penalties.NONE.withRidge(1e-4));
        Optimizer.Run exact = LevenbergMarquardt.defaults().withDamping(1e-12).start(objective, 5, 0);
        Optimizer.Run run = new Lbfgs(20).start(objective, 300, 0);
        for (int i = 0; i < 5; i++) {
            exact.step();
        }
        int steps = 0;
        while (steps < 300 && run.step()) {
            steps++;
        }
        assertThat(run.loss()).isCloseTo(exact.loss(), within(1e-7));
        assertThat(steps).isLessThan(150);
    }

    @Test
    void outliersPullLessUnderHubersLoss() {
        double[] y = train.y().clone();
        for (int r = 0; r < y.length; r += 25) {
            y[r] += 20;
        }
        Batch spoiled = new Batch(train.x(), y, train.rows());
        Trainer.Options options = Trainer.Options.defaults().withIterations(30);
        Kan plain = new Trainer(engine, options)
                .train(Shape.of(2, 2, 1), 1, spoiled, Batch.empty())
                .kan();
        Kan robust = new Trainer(engine, options.withLoss(Loss.huber(0.05)))
                .train(Shape.of(2, 2, 1), 1, spoiled, Batch.empty())
                .kan();
        assertThat(Trainer.rmse(engine, robust, train)).isLessThan(0.3 * Trainer.rmse(engine, plain, train));
    }

    @Test
    void classesAreLearntAndTheModelIsTheSameForAnyNumberOfThreads() {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = random.doubles(2 * 1200, -1, 1).toArray();
        double[] ring = new double[1200];
        for (int r = 0; r < ring.length; r++) {
            ring[r] = Math.floor(2.1 * Math.hypot(x[2 * r], x[2 * r + 1]));
        }
        int[] numbers = new int[ring.length];
        Dataset data = new Dataset(
                x,
                ring,
                new double[0],
                false,
                1200,
                List.of("x", "y"),
                List.of("ring"),
                List.of("inner", "middle", "outer"),
                numbers,
                List.of());
        Shape shape = Shape.of(2, 16, 3);
        for (Optimizer optimizer : List.of(new Lbfgs(10), Adam.defaults())) {
            Trainer.Options options = ModelTrainer.suited(
                            data, shape, Trainer.Options.defaults().basis())
                    .withOptimizer(optimizer)
                    .withIterations(40);
            ModelTrainer.Fitted one = new ModelTrainer(engine, options).fit(data, shape, 0);
            assertThat(one.test().accuracy()).isGreaterThan(0.9);
            assertThat(one.test().rmse()).isNaN();
            try (CpuEngine three = new CpuEngine(3)) {
                assertThat(new ModelTrainer(three, options)
                                .fit(data, shape, 0)
                                .model()
                                .kan()
                                .parameters())
                        .containsExactly(one.model().kan().parameters());
            }
        }
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> Loss.huber(0)).hasMessage("Huber loss: delta > 0 required, got 0.0");
        assertThatThrownBy(() -> new Lbfgs(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new Adam(0, 1, 0, Adam.Schedule.CONSTANT)).hasMessageContaining("rate > 0");
        Kan kan = Kan.random(Shape.of(2, 1), 3, 3, 1, 4);
        Objective objective = new Objective(engine, kan, train, Loss.crossEntropy(), Penalties.NONE);
        assertThatThrownBy(() -> LevenbergMarquardt.defaults().start(objective, 1, 0))
                .hasMessageContaining("cross-entropy");
    }

    /** Rows with random targets that suit a loss, and random weights. */
    private Batch weighted(Loss loss, int outputs) {
        SplittableRandom random = new SplittableRandom(9);
        int rows = 40;
        int targets = loss.targets(outputs);
        double[] y = new double[rows * targets];
        for (int i = 0; i < y.length; i++) {
            y[i] = loss instanceof Loss.CrossEntropy ? random.nextInt(Math.max(2, outputs)) : random.nextDouble(-1, 1);
        }
        double[] weights = random.doubles(rows, 0, 2).toArray();
        return new Batch(random.doubles(2L * rows, -1, 1).toArray(), y, weights, rows);
    }
}
