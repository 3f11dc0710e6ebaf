package org.kan4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

class RowScorerTest {
    private static final int ROWS = 2000;

    private static KanModel model() {
        double[] shift = new SplittableRandom(1).doubles(10, -1, 1).toArray();
        double[] scale = new SplittableRandom(2).doubles(10, 0.5, 2).toArray();
        return new KanModel(
                Kan.random(Shape.parse("10,5,1"), 5, 3, 2, 3),
                new Normalization(shift, scale),
                new Normalization(new double[] {3}, new double[] {7}),
                IntStream.range(0, 10).mapToObj(i -> "x" + i).toList(),
                List.of("y"),
                "");
    }

    @Test
    void predictsWhatTheModelDoesAndAllocatesNothing() {
        KanModel model = model();
        double[] rows = new SplittableRandom(4).doubles(10L * ROWS, -4, 4).toArray();
        double[] want;
        try (CpuEngine engine = new CpuEngine()) {
            want = model.predict(engine, rows, ROWS);
        }
        double[] row = new double[10];
        double[] out = new double[1];
        double[] got = new double[ROWS];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long fewest = Long.MAX_VALUE;
        try (RowScorer scorer = new RowScorer(model)) {
            // The first times compile and load classes.
            for (int times = 0; times < 5; times++) {
                long before = threads.getThreadAllocatedBytes(thread);
                for (int r = 0; r < ROWS; r++) {
                    System.arraycopy(rows, 10 * r, row, 0, 10);
                    scorer.predict(row, out);
                    got[r] = out[0];
                }
                fewest = Math.min(fewest, threads.getThreadAllocatedBytes(thread) - before);
            }
        }
        for (int r = 0; r < ROWS; r++) {
            assertThat(got[r]).isCloseTo(want[r], offset(1e-12));
        }
        assertThat(fewest / (double) ROWS).isLessThan(1);
    }

    @Test
    void arraysOfOtherLengthsAreRefused() {
        try (RowScorer scorer = new RowScorer(model())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> scorer.predict(new double[9], new double[1]))
                    .withMessage("predict: 10 inputs and 1 outputs required, got arrays of 9 and 1");
        }
    }
}
