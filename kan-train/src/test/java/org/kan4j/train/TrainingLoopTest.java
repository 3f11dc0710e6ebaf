package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The loop on a run whose one parameter is the number of its steps. */
class TrainingLoopTest {
    /** After step s the parameter is s, and the rows that judge see this error. */
    private static final double[] ERRORS = {9, 5, 3, 4, 2, 6, 7, 8, 1};

    private static double judge(double[] p) {
        return ERRORS[(int) p[0] - 1];
    }

    private static final class Counter implements Optimizer.Run {
        private final int last;
        private final int bad;
        private double at;

        /**
         * A run.
         *
         * @param last the step after which nothing is to be gained
         * @param bad the step that gives no number
         */
        Counter(int last, int bad) {
            this.last = last;
            this.bad = bad;
        }

        @Override
        public boolean step() {
            if (at == last) {
                return false;
            }
            at++;
            return true;
        }

        @Override
        public double[] parameters() {
            return new double[] {at == bad ? Double.NaN : at};
        }

        @Override
        public double loss() {
            return -at;
        }

        @Override
        public double[] state() {
            return new double[] {at};
        }

        @Override
        public void restore(double[] state) {
            at = state[0];
        }
    }

    private static TrainingLoop.Outcome run(int steps, int patience, Optimizer.Run run) {
        return new TrainingLoop(steps, patience, () -> false)
                .run(run, TrainingLoopTest::judge, Optional.empty(), TrainingLoop.Monitor.NONE);
    }

    private static void check(TrainingLoop.Outcome outcome, double parameter, int steps) {
        assertThat(outcome.parameters()).containsExactly(parameter);
        assertThat(outcome.steps()).isEqualTo(steps);
    }

    @Test
    void theParametersOfTheLowestErrorAreKeptAndNotTheLast() {
        check(run(8, 100, new Counter(100, -1)), 5, 8);
        check(run(9, 100, new Counter(100, -1)), 9, 9);
    }

    @Test
    void patienceCountsStepsSinceTheLowestError() {
        check(run(9, 1, new Counter(100, -1)), 3, 4);
        check(run(9, 2, new Counter(100, -1)), 5, 7);
        check(run(9, 3, new Counter(100, -1)), 5, 8);
        check(run(9, 4, new Counter(100, -1)), 9, 9);
    }

    @Test
    void whereNoRowsJudgeTheLastParametersAreKept() {
        check(run(7, 0, new Counter(100, -1)), 7, 7);
    }

    @Test
    void itEndsWhereNothingIsToBeGained() {
        check(run(9, 100, new Counter(4, -1)), 3, 4);
        check(run(9, 0, new Counter(0, -1)), 0, 0);
    }

    @Test
    void parametersThatAreNoNumbersAreNeverGiven() {
        check(run(9, 0, new Counter(100, 4)), 3, 4);
        check(run(9, 100, new Counter(100, 4)), 3, 4);
    }

    @Test
    void itIsAskedToStopBeforeEachStep() {
        AtomicInteger asked = new AtomicInteger();
        TrainingLoop loop = new TrainingLoop(9, 0, () -> asked.incrementAndGet() > 3);
        check(
                loop.run(new Counter(100, -1), TrainingLoopTest::judge, Optional.empty(), TrainingLoop.Monitor.NONE),
                3,
                3);
    }

    @Test
    void theMonitorIsToldOfEveryStep() {
        List<String> told = new ArrayList<>();
        new TrainingLoop(3, 5, () -> false)
                .run(
                        new Counter(100, -1),
                        TrainingLoopTest::judge,
                        Optional.empty(),
                        (step, loss, p, position) -> told.add(step + " " + loss + " " + p[0]));
        assertThat(told).containsExactly("1 -1.0 1.0", "2 -2.0 2.0", "3 -3.0 3.0");
    }

    @Test
    void fromAnyPositionItGoesOnAsIfItHadNotStopped() {
        for (int patience : new int[] {0, 2, 100}) {
            TrainingLoop loop = new TrainingLoop(9, patience, () -> false);
            List<TrainingLoop.Position> positions = new ArrayList<>();
            TrainingLoop.Outcome whole = loop.run(
                    new Counter(8, -1),
                    TrainingLoopTest::judge,
                    Optional.empty(),
                    (s, l, p, at) -> positions.add(at.get()));
            for (TrainingLoop.Position position : positions) {
                TrainingLoop.Outcome rest = loop.run(
                        new Counter(8, -1), TrainingLoopTest::judge, Optional.of(position), TrainingLoop.Monitor.NONE);
                check(rest, whole.parameters()[0], whole.steps());
            }
        }
    }

    @Test
    void whereNoRowsJudgeTheyAreNotAskedAndNothingIsKept() {
        List<TrainingLoop.Position> positions = new ArrayList<>();
        TrainingLoop.Outcome outcome = new TrainingLoop(3, 0, () -> false)
                .run(
                        new Counter(100, -1),
                        p -> {
                            throw new AssertionError("judged");
                        },
                        Optional.empty(),
                        (step, loss, p, position) -> positions.add(position.get()));
        check(outcome, 3, 3);
        assertThat(positions).hasSize(3).allMatch(position -> position.best().length == 0);
    }

    @Test
    void ofEqualErrorsTheFirstIsKept() {
        TrainingLoop loop = new TrainingLoop(9, 2, () -> false);
        check(loop.run(new Counter(100, -1), p -> 1, Optional.empty(), TrainingLoop.Monitor.NONE), 1, 3);
    }
}
