package org.kan4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.data.Batch;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.TreeSum;
import org.kan4j.network.Shape;
import org.kan4j.train.Lbfgs;
import org.kan4j.train.LevenbergMarquardt;
import org.kan4j.train.Optimizer;
import org.kan4j.train.Penalties;
import org.kan4j.train.Trainer;

/**
 * What a step of a fit costs in Spark beside one in a process of as many threads: a million rows of ten features, of which {@code kan fit}
 * fits 64% and lets 16% judge, {@code 10,5,1}. Prints; the same bits are asserted.
 */
@Tag("slow")
class StepRatioTest {
    private static final int ROWS = 1_000_000;
    private static final int IN = 10;
    private static final Shape SHAPE = Shape.parse("10,5,1");
    private static final int ROUNDS = Integer.getInteger("kan4j.rounds", 2);

    @TempDir
    static Path folder;

    private static Chunk chunk(int part, int index, int all) {
        SplittableRandom random = new SplittableRandom(31L * index + part);
        int rows = Math.min(TreeSum.ROWS, all - index * TreeSum.ROWS);
        double[] x = random.doubles((long) rows * IN, -2, 2).toArray();
        double[] y = IntStream.range(0, rows)
                .mapToDouble(r -> Math.sin(x[r * IN]) + x[r * IN + 1] * x[r * IN + 2])
                .toArray();
        return new Chunk(part, (long) index * TreeSum.ROWS, rows, x, y, new double[0]);
    }

    private static int rows(int part) {
        return part == Placement.TRAIN ? ROWS * 64 / 100 : ROWS * 16 / 100;
    }

    private static int chunks(int part) {
        return (rows(part) + TreeSum.ROWS - 1) / TreeSum.ROWS;
    }

    private static Batch batch(int part) {
        double[] x = new double[rows(part) * IN];
        double[] y = new double[rows(part)];
        for (int c = 0; c < chunks(part); c++) {
            Chunk chunk = chunk(part, c, rows(part));
            System.arraycopy(chunk.x(), 0, x, c * TreeSum.ROWS * IN, chunk.x().length);
            System.arraycopy(chunk.y(), 0, y, c * TreeSum.ROWS, chunk.rows());
        }
        return new Batch(x, y, rows(part));
    }

    /** The chunks as a fit lays them. */
    private static JavaRDD<Chunk> spread(JavaSparkContext context) {
        Neighbours neighbours =
                new Neighbours(context.defaultParallelism(), chunks(Placement.TRAIN), chunks(Placement.JUDGES));
        int partitions = neighbours.numPartitions();
        return context.parallelize(IntStream.range(0, partitions).boxed().toList(), partitions)
                .flatMap(partition -> {
                    List<Chunk> own = new ArrayList<>();
                    for (int part : new int[] {Placement.TRAIN, Placement.JUDGES}) {
                        for (int c = 0; c < chunks(part); c++) {
                            if (neighbours.getPartition(2L * c + part) == partition) {
                                own.add(chunk(part, c, rows(part)));
                            }
                        }
                    }
                    return own.iterator();
                })
                .cache();
    }

    /** Trains. */
    @FunctionalInterface
    private interface Training {
        Trainer.Result train(Trainer.Options options);
    }

    /** The milliseconds between questions whether to stop, which are asked at every step and trial, and the parameters. */
    private record Timed(double[] milliseconds, double[] parameters) {
        static Timed of(Trainer.Options options, Training training) {
            List<Double> times = new ArrayList<>();
            long[] last = {System.nanoTime()};
            Trainer.Result result = training.train(options.withStop(() -> {
                long now = System.nanoTime();
                times.add((now - last[0]) / 1e6);
                last[0] = now;
                return false;
            }));
            return new Timed(
                    times.stream().mapToDouble(t -> t).toArray(), result.kan().parameters());
        }

        /** All but the first, which waits for what is made once. */
        double mean() {
            return Arrays.stream(milliseconds, 1, milliseconds.length).average().orElseThrow();
        }
    }

    private static Trainer.Options options(Optimizer optimizer, int steps) {
        return Trainer.Options.defaults()
                .withPenalties(Penalties.SMOOTH)
                .withOptimizer(optimizer)
                .withPatience(20)
                .withIterations(steps);
    }

    @Test
    void aStepGivesTheBitsOfOneProcessAndIsTimed() throws Exception {
        try (SparkSession spark = Tables.configured("local[2]", folder).getOrCreate();
                CpuEngine two = new CpuEngine(2)) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            JavaRDD<Chunk> chunks = spread(context);
            Batch train = batch(Placement.TRAIN);
            Batch judges = batch(Placement.JUDGES);
            for (Trainer.Options options : List.of(
                    options(new Lbfgs(20), 15),
                    options(LevenbergMarquardt.defaults().withTolerance(1e-5), 3))) {
                for (int round = 0; round < ROUNDS; round++) {
                    Timed alone = Timed.of(options, told -> new Trainer(two, told).train(SHAPE, 0, train, judges));
                    Timed spread = Timed.of(options, told -> {
                        try (RemoteRows j = remote(chunks, Placement.JUDGES, Optional.empty());
                                RemoteRows t = remote(chunks, Placement.TRAIN, Optional.of(j))) {
                            return new Trainer(two, told).train(SHAPE, 0, t, j);
                        }
                    });
                    assertThat(spread.parameters).isEqualTo(alone.parameters);
                    System.out.printf(
                            "%s, %s, %d partitions: a pass in one process %.1f ms, in local[2] %.1f ms: ratio %.2f, overhead"
                                    + " %.1f ms%n",
                            options.optimizer().name(),
                            SHAPE,
                            chunks.getNumPartitions(),
                            alone.mean(),
                            spread.mean(),
                            spread.mean() / alone.mean(),
                            spread.mean() - alone.mean());
                }
            }
        }
    }

    private static RemoteRows remote(JavaRDD<Chunk> chunks, int part, Optional<RemoteRows> judges) {
        return new RemoteRows(chunks, part, rows(part), IN, false, false, judges);
    }
}
