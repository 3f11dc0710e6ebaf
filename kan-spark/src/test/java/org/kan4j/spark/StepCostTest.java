package org.kan4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.basis.BSpline;
import org.kan4j.data.Batch;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.TreeSum;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.train.Loss;
import org.kan4j.train.Objective;
import org.kan4j.train.Penalties;
import org.kan4j.train.RowSum;

/** The figures of docs/guide/spark.md: bytes and milliseconds of a step. */
@Tag("slow")
class StepCostTest {
    private static final int ROWS = 1_000_000;
    private static final int IN = 10;
    private static final int STEPS = 8;

    @TempDir
    static Path folder;

    private static Chunk chunk(int index) {
        SplittableRandom random = new SplittableRandom(index);
        int rows = Math.min(TreeSum.ROWS, ROWS - index * TreeSum.ROWS);
        double[] x = random.doubles((long) rows * IN, -2, 2).toArray();
        double[] y = IntStream.range(0, rows)
                .mapToDouble(r -> Math.sin(x[r * IN]) + x[r * IN + 1])
                .toArray();
        return new Chunk(Placement.TRAIN, (long) index * TreeSum.ROWS, rows, x, y, new double[0]);
    }

    private static int chunks() {
        return (ROWS + TreeSum.ROWS - 1) / TreeSum.ROWS;
    }

    private static Kan kan(String shape) {
        return Kan.random(Shape.parse(shape), BSpline.STANDARD, 0);
    }

    private static double milliseconds(Runnable step) {
        step.run();
        step.run();
        double[] times = new double[STEPS];
        for (int s = 0; s < STEPS; s++) {
            long begin = System.nanoTime();
            step.run();
            times[s] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(times);
        return times[STEPS / 2];
    }

    /** Bytes that tasks gave back. */
    private static final class Results extends SparkListener {
        final AtomicLong bytes = new AtomicLong();
        final AtomicLong tasks = new AtomicLong();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            bytes.addAndGet(end.taskMetrics().resultSize());
            tasks.incrementAndGet();
        }

        double bytesOfATask(Runnable step, int expected) throws InterruptedException {
            bytes.set(0);
            tasks.set(0);
            step.run();
            while (tasks.get() < expected) {
                Thread.sleep(10);
            }
            return (double) bytes.get() / expected;
        }
    }

    @Test
    void aTaskGivesBackAFewBranchesWhateverItsRows() throws Exception {
        try (SparkSession spark = Tables.configured("local[2]", folder).getOrCreate()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            Results results = new Results();
            spark.sparkContext().addSparkListener(results);
            for (int partitions : new int[] {2, 8, 61}) {
                JavaRDD<Chunk> chunks = context.parallelize(
                                IntStream.range(0, chunks()).boxed().toList(), partitions)
                        .map(StepCostTest::chunk)
                        .cache();
                try (RemoteRows rows =
                        new RemoteRows(chunks, Placement.TRAIN, ROWS, IN, false, false, Optional.empty())) {
                    for (String shape : List.of("10,1", "10,5,1")) {
                        measure(results, partitions, rows, shape);
                    }
                }
                chunks.unpersist(true);
            }
            batchInOneProcess();
        }
    }

    private static void measure(Results results, int partitions, RemoteRows rows, String shape)
            throws InterruptedException {
        Kan kan = kan(shape);
        for (RowSum what : List.of(RowSum.LOSS, RowSum.GRADIENT, RowSum.NORMAL)) {
            if (what == RowSum.NORMAL && shape.equals("10,5,1")) {
                continue;
            }
            Runnable step = () -> rows.sum(what, kan);
            double ms = milliseconds(step);
            double bytes = results.bytesOfATask(step, partitions);
            int numbers = what.length(kan);
            System.out.printf(
                    "%-8s %-7s %3d partitions: %5d numbers, %8.0f bytes a task, %7.1f ms%n",
                    what, shape, partitions, numbers, bytes, ms);
            // Neighbouring chunks are whole branches but for those at both ends.
            double branches = 2 * Math.log((double) chunks() / partitions) / Math.log(2) + 2;
            assertThat(bytes).isLessThan(3_000 + branches * (8.0 * numbers + 200));
        }
    }

    private static void batchInOneProcess() {
        double[] x = new double[ROWS * IN];
        double[] y = new double[ROWS];
        for (int c = 0; c < chunks(); c++) {
            Chunk chunk = chunk(c);
            System.arraycopy(chunk.x(), 0, x, c * TreeSum.ROWS * IN, chunk.x().length);
            System.arraycopy(chunk.y(), 0, y, c * TreeSum.ROWS, chunk.rows());
        }
        try (Engine engine = new CpuEngine(2)) {
            for (String shape : List.of("10,1", "10,5,1")) {
                Kan kan = kan(shape);
                Objective objective = new Objective(engine, kan, new Batch(x, y, ROWS), Loss.squares(), Penalties.NONE);
                double[] gradient = new double[kan.network().parameterCount()];
                double ms = milliseconds(() -> objective.gradient(kan.parameters(), gradient));
                System.out.printf("GRADIENT %-7s one process, 2 threads: %7.1f ms%n", shape, ms);
            }
        }
    }
}
