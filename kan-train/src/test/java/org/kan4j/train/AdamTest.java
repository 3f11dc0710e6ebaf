package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

/** The first steps against the closed forms of arXiv:1412.6980, algorithm 1, and arXiv:1711.05101, algorithm 2. */
class AdamTest {
    private static final int ROWS = 60;
    private static final double RATE = 0.02;
    /** Of the warm-up: the first update takes 1e-3 of a run's twentieth. */
    private static final double FIRST = 1e-3 / 0.05;

    private final Engine engine = new CpuEngine();
    private final Batch train = Tables.standardized(Tables.uniform(ROWS, 2, -1, 1, 1, Tables::helloWorld));
    private final Objective objective = new Objective(
            engine, Kan.random(Shape.of(2, 2, 1), 3, 3, 2, 4), train, Loss.squares(), Penalties.NONE.withRidge(1e-3));

    private double[] gradient(double[] p) {
        double[] gradient = new double[p.length];
        objective.gradient(p, train, gradient);
        return gradient;
    }

    @Test
    void theFirstUpdateIsTheSignOfTheGradient() {
        double[] start = objective.kan().parameters();
        double[] g = gradient(start);
        Optimizer.Run run = new Adam(RATE, ROWS, 0, Adam.Schedule.CONSTANT).start(objective, 100, 0);
        run.step();
        double[] p = run.parameters();
        for (int i = 0; i < p.length; i++) {
            // Both moments' corrections cancel what they start from: g and g² are left.
            assertThat(p[i]).isCloseTo(start[i] - RATE * FIRST * g[i] / (Math.abs(g[i]) + 1e-8), within(1e-14));
        }
    }

    @Test
    void theSecondUpdateWeighsBothGradients() {
        double[] start = objective.kan().parameters();
        Optimizer.Run run = new Adam(RATE, ROWS, 0, Adam.Schedule.CONSTANT).start(objective, 100, 0);
        run.step();
        double[] once = run.parameters();
        run.step();
        double[] twice = run.parameters();
        double[] g = gradient(start);
        double[] h = gradient(once);
        double rate = RATE * (0.01 + 1e-3) / 0.05;
        for (int i = 0; i < twice.length; i++) {
            double first = (0.9 * 0.1 * g[i] + 0.1 * h[i]) / (1 - 0.9 * 0.9);
            double second = (0.999 * 0.001 * g[i] * g[i] + 0.001 * h[i] * h[i]) / (1 - 0.999 * 0.999);
            assertThat(twice[i]).isCloseTo(once[i] - rate * first / (Math.sqrt(second) + 1e-8), within(1e-12));
        }
    }

    @Test
    void decayTakesItsShareOffTheParametersAndStaysOutOfTheMoments() {
        double decay = 0.3;
        double[] start = objective.kan().parameters();
        Optimizer.Run plain = new Adam(RATE, ROWS, 0, Adam.Schedule.CONSTANT).start(objective, 100, 0);
        Optimizer.Run decayed = new Adam(RATE, ROWS, decay, Adam.Schedule.CONSTANT).start(objective, 100, 0);
        plain.step();
        decayed.step();
        double[] p = plain.parameters();
        double[] q = decayed.parameters();
        for (int i = 0; i < p.length; i++) {
            assertThat(q[i] - p[i]).isCloseTo(-RATE * FIRST * decay * start[i], within(1e-15));
        }
        double[] state = plain.state();
        double[] other = decayed.state();
        for (int i = p.length; i < 3 * p.length; i++) {
            assertThat(other[i]).isEqualTo(state[i]);
        }
    }

    /** How far the largest step of a pass goes: about the rate, as long as gradients keep their signs. */
    private double[] reach(Adam.Schedule schedule, int passes) {
        Optimizer.Run run = new Adam(1e-6, ROWS, 0, schedule).start(objective, passes, 0);
        double[] reach = new double[passes];
        double[] before = run.parameters();
        for (int s = 0; s < passes; s++) {
            run.step();
            double[] after = run.parameters();
            for (int i = 0; i < after.length; i++) {
                reach[s] = Math.max(reach[s], Math.abs(after[i] - before[i]) / 1e-6);
            }
            before = after;
        }
        return reach;
    }

    @Test
    void aConstantRateStaysAndACosineFallsToZero() {
        double[] constant = reach(Adam.Schedule.CONSTANT, 40);
        double[] cosine = reach(Adam.Schedule.COSINE, 40);
        // Gradients that have changed by then make a step longer or shorter, by thousandths.
        assertThat(constant[0]).isCloseTo(FIRST, within(1e-4));
        assertThat(constant[20]).isCloseTo(1, within(0.01));
        assertThat(constant[39]).isCloseTo(1, within(0.01));
        assertThat(cosine[20]).isCloseTo(0.5, within(0.01));
        assertThat(cosine[39]).isCloseTo((1 + Math.cos(Math.PI * 39 / 40)) / 2, within(0.01));
    }

    @Test
    void aPlateauHalvesTheRate() {
        // So high a rate that the loss soon falls no more.
        Optimizer.Run run = new Adam(10, ROWS, 0, Adam.Schedule.PLATEAU).start(objective, 200, 0);
        double lowest = Double.POSITIVE_INFINITY;
        int since = 0;
        double halvings = 1;
        for (int s = 0; s < 60; s++) {
            run.step();
            since = run.loss() < lowest ? 0 : since + 1;
            lowest = Math.min(lowest, run.loss());
            if (since == 5) {
                halvings /= 2;
                since = 0;
            }
            double[] state = run.state();
            assertThat(state[state.length - 1]).isEqualTo(halvings);
        }
        assertThat(halvings).isLessThan(0.5);
    }
}
