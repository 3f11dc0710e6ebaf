package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.NormalEquations;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.numeric.DampedGaussNewton;

class EvidenceTest {
    private static final int ROWS = 80;

    private final CpuEngine engine = new CpuEngine();
    private final Batch rows = noisy(ROWS, 1, 0.3);

    /** Rows of sin 2x with normal noise. */
    private static Batch noisy(int rows, long seed, double deviation) {
        Random random = new Random(seed);
        return Tables.uniform(rows, 1, -2, 2, seed, x -> Math.sin(2 * x[0]) + deviation * random.nextGaussian());
    }

    /** A network of one spline is linear in its parameters, so the likelihood of a weight has a closed form. */
    @Test
    void theChosenWeightIsNearTheMostLikely() {
        NetworkProblem problem = problem(Penalties.NONE.withAdaptiveSmoothness(1e-9));
        double[] start = new double[problem.unknowns()];
        DampedGaussNewton.of(400).withTolerance(1e-12).minimize(problem, start);
        double chosen = problem.penaltyWeights()[0];
        double best = logLikelihood(chosen);
        for (double factor : new double[] {0.01, 0.5, 2, 100}) {
            assertThat(best).as("times %s", factor).isGreaterThan(logLikelihood(chosen * factor));
        }
    }

    @Test
    void anEdgeThatIsStraightIsMadeSmootherThanOneThatBends() {
        Random random = new Random(1);
        Batch two =
                Tables.uniform(ROWS, 2, -2, 2, 1, x -> Math.sin(3 * x[0]) + 0.5 * x[1] + 0.1 * random.nextGaussian());
        Kan kan = Kan.random(Shape.parse("2,1"), 12, 3, 2, 0);
        NetworkProblem problem =
                new NetworkProblem(engine, kan, two, Loss.squares(), Penalties.NONE.withAdaptiveSmoothness(1e-6));
        DampedGaussNewton.of(400).minimize(problem, new double[problem.unknowns()]);
        double[] weights = problem.penaltyWeights();
        assertThat(weights).hasSize(2);
        assertThat(weights[1]).isGreaterThan(100 * weights[0]);
    }

    @Test
    void noiseIsSmoothedAway() {
        double fixed = errorOnFreshRows(Penalties.NONE.withSmoothness(1e-9));
        double adaptive = errorOnFreshRows(Penalties.NONE.withAdaptiveSmoothness(1e-9));
        assertThat(adaptive).isLessThan(0.7 * fixed);
    }

    /** After refused steps too, behind which the weights must not be chosen again. */
    @Test
    void aRunGoesOnFromAnyOfItsStates() {
        Kan kan = Kan.random(Shape.parse("1,3,1"), 5, 3, 2, 1);
        Objective objective =
                new Objective(engine, kan, rows, Loss.squares(), Penalties.NONE.withAdaptiveSmoothness(1e-9));
        LevenbergMarquardt optimizer = LevenbergMarquardt.defaults().withTolerance(1e-9);
        List<double[]> states = new ArrayList<>();
        try (Optimizer.Run run = optimizer.start(objective, 80, 0)) {
            for (int step = 0; step < 80 && run.step(); step++) {
                states.add(run.state());
            }
        }
        assertThat(states).hasSizeGreaterThan(20);
        for (int i = 0; i + 1 < states.size(); i++) {
            try (Optimizer.Run run = optimizer.start(objective, 80, 0)) {
                run.restore(states.get(i));
                assertThat(run.step()).isTrue();
                assertThat(run.state()).as("after step %d", i).containsExactly(states.get(i + 1));
            }
        }
    }

    private double errorOnFreshRows(Penalties penalties) {
        Trainer trainer = new Trainer(
                engine, Trainer.Options.defaults().withIntervals(20, List.of()).withPenalties(penalties));
        Trainer.Result result = trainer.train(Shape.parse("1,1"), 0, rows, new Batch(new double[0], new double[0], 0));
        return Trainer.rmse(engine, result.kan(), noisy(1000, 2, 0));
    }

    private NetworkProblem problem(Penalties penalties) {
        Kan kan = Kan.random(Shape.parse("1,1"), 12, 3, 2, 0);
        return new NetworkProblem(engine, kan, rows, Loss.squares(), penalties);
    }

    /**
     * The logarithm of the probability of the targets for a weight λ, with all values of the noise's variance and of what the penalty leaves
     * free equally likely: −½·[(N − n + R)·ln E(λ) + ln|JᵀJ + λ·P| − R·ln λ] for N rows, n unknowns and P of rank R, E the least
     * penalised sum of squares.
     */
    private double logLikelihood(double weight) {
        NetworkProblem problem = problem(Penalties.NONE.withSmoothness(weight));
        int n = problem.unknowns();
        double[] p = new double[n];
        double[] r = new double[ROWS];
        double[] jacobian = new double[ROWS * n];
        double[] hessian = new double[n * n];
        double[] gradient = new double[n];
        NormalEquations normal = NormalEquations.scalar(n);
        problem.jacobian(p, r, jacobian);
        normal.form(jacobian, r, ROWS, hessian, gradient);
        problem.addPenalty(p, gradient, hessian);
        assertThat(normal.factor(hessian)).isTrue();
        double[] step = gradient.clone();
        normal.solve(step);
        double squares = 0;
        for (double v : r) {
            squares += v * v;
        }
        for (int i = 0; i < n; i++) {
            squares -= step[i] * gradient[i];
        }
        // One unknown is the base weight; three directions of the twelve intervals' splines are free.
        int rank = n - 4;
        return -0.5 * ((ROWS - n + rank) * Math.log(squares) + logDeterminant(hessian, n) - rank * Math.log(weight));
    }

    private static double logDeterminant(double[] lower, int n) {
        double sum = 0;
        double[] a = lower.clone();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                for (int k = 0; k < j; k++) {
                    a[i * n + j] -= a[i * n + k] * a[j * n + k];
                }
                a[i * n + j] = i == j ? Math.sqrt(a[i * n + i]) : a[i * n + j] / a[j * n + j];
            }
            sum += 2 * Math.log(a[i * n + i]);
        }
        return sum;
    }
}
