package org.kan4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.basis.BSpline;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.TreeSum;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.train.Loss;
import org.kan4j.train.RowSum;

class RemoteRowsTest {
    private static final int CHUNKS = 11;
    private static final int LAST = 1000;

    @TempDir
    static Path folder;

    private static Chunk chunk(int index) {
        SplittableRandom random = new SplittableRandom(index);
        int rows = index == CHUNKS - 1 ? LAST : TreeSum.ROWS;
        return new Chunk(
                Placement.TRAIN,
                (long) index * TreeSum.ROWS,
                rows,
                random.doubles(2L * rows, -2, 2).toArray(),
                random.doubles(rows).toArray(),
                new double[0]);
    }

    @Test
    void sumsAreThoseOfOneProcessForAnyNumberOfPartitions() throws Exception {
        List<Chunk> all =
                IntStream.range(0, CHUNKS).mapToObj(RemoteRowsTest::chunk).toList();
        int count = (CHUNKS - 1) * TreeSum.ROWS + LAST;
        Kan kan = Kan.random(Shape.parse("2,1"), BSpline.STANDARD, 0);
        try (SparkSession spark = Tables.session(folder);
                CpuEngine engine = new CpuEngine(2)) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            for (RowSum what : RowSum.values()) {
                TreeSum sum = new TreeSum();
                for (int c = 0; c < CHUNKS; c++) {
                    sum.add(new TreeSum.Node(
                            0,
                            c,
                            what.of(engine, Loss.squares(), kan, all.get(c).batch())));
                }
                double[] here = sum.total(what.length(kan));
                for (int partitions : new int[] {1, 2, 3, 7}) {
                    try (RemoteRows rows = new RemoteRows(
                            context.parallelize(all, partitions),
                            Placement.TRAIN,
                            count,
                            2,
                            false,
                            false,
                            Optional.empty())) {
                        assertThat(rows.sum(what, kan)).isEqualTo(here);
                    }
                }
            }
        }
    }

    @Test
    void aSumTellsTheErrorOfTheRowsThatJudgeToo() throws Exception {
        List<Chunk> all = new ArrayList<>();
        for (int c = 0; c < CHUNKS; c++) {
            Chunk chunk = chunk(c);
            all.add(chunk);
            all.add(new Chunk(Placement.JUDGES, chunk.first(), chunk.rows(), chunk.x(), chunk.y(), chunk.weights()));
        }
        int count = (CHUNKS - 1) * TreeSum.ROWS + LAST;
        Kan kan = Kan.random(Shape.parse("2,1"), BSpline.STANDARD, 0);
        Kan other = kan.withParameters(new double[kan.network().parameterCount()]);
        try (SparkSession spark = Tables.session(folder)) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            JavaRDD<Chunk> chunks = context.parallelize(all, 3);
            RemoteRows alone = new RemoteRows(chunks, Placement.JUDGES, count, 2, false, false, Optional.empty());
            double[] before = alone.sum(RowSum.LOSS, other);
            double[] here = alone.sum(RowSum.LOSS, kan);
            alone.close();
            RemoteRows judges = new RemoteRows(chunks, Placement.JUDGES, count, 2, false, false, Optional.empty());
            try (RemoteRows rows =
                    new RemoteRows(chunks, Placement.TRAIN, count, 2, false, false, Optional.of(judges))) {
                rows.sum(RowSum.GRADIENT, other);
                assertThat(judges.sum(RowSum.LOSS, other)).isEqualTo(before);
                assertThat(judges.sum(RowSum.LOSS, kan)).isEqualTo(here);
                rows.sum(RowSum.GRADIENT, kan);
            }
            judges.close();
            context.stop();
            // No job can be run any more.
            assertThat(judges.sum(RowSum.LOSS, kan)).isEqualTo(here).isNotEqualTo(before);
        }
    }
}
