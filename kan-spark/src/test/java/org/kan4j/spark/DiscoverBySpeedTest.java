package org.kan4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The groups of {@link DiscoverByTest} on one core and on two: prints how many times as fast two are. */
@Tag("slow")
class DiscoverBySpeedTest {
    private static final int ROUNDS = Integer.getInteger("kan4j.rounds", 2);

    @TempDir
    static Path folder;

    private static double seconds(String master) throws Exception {
        try (SparkSession spark = Tables.configured(master, folder).getOrCreate()) {
            Dataset<Row> table = DiscoverByTest.frame(spark, DiscoverByTest.measured(), 3);
            Dataset<Row> found = KanSpark.discoverBy(
                    table, List.of("device"), DiscoverByOptions.of("u").withWork(20));
            long begin = System.nanoTime();
            assertThat(found.collectAsList()).hasSizeGreaterThan(100);
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    @Test
    void twoCoresBesideOne() throws Exception {
        seconds("local[2]");
        for (int round = 0; round < ROUNDS; round++) {
            double one = seconds("local[1]");
            double two = seconds("local[2]");
            System.out.printf(
                    "200 groups: %.1f s on one core, %.1f s on two: %.2f times as fast%n", one, two, one / two);
        }
    }
}
