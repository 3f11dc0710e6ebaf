package org.kan4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two executors that are processes of their own. */
@Tag("slow")
class LocalClusterTest {
    private static final int ROWS = 60_000;
    private static final int JOB = 14;

    @TempDir
    static Path folder;

    private static SparkSession cluster() throws Exception {
        Path home = Path.of(System.getenv("SPARK_HOME"));
        Files.createDirectories(home.resolve("jars"));
        Files.writeString(home.resolve("RELEASE"), "");
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((one, two) -> one + File.pathSeparator + two)
                .orElseThrow();
        return Tables.configured("local-cluster[2,1,1024]", folder)
                .config("spark.executor.extraClassPath", classPath)
                .getOrCreate();
    }

    private static KanRegressionModel fit(SparkSession spark) {
        return new KanRegressor()
                .setLabelCol("z")
                .setShape("2,2,1")
                .setMaxIter(5)
                .setOneTaskNumbers(0)
                .fit(Tables.assembler().transform(Tables.frame(spark, Tables.waves(ROWS), 4, "x", "y", "z")));
    }

    /** Kills an executor, which is a child of this process, when a job in the middle of a fit has ended. */
    private static final class Killer extends SparkListener {
        final AtomicInteger jobs = new AtomicInteger();
        final AtomicInteger removed = new AtomicInteger();

        @Override
        public void onJobEnd(SparkListenerJobEnd end) {
            if (jobs.incrementAndGet() == JOB) {
                ProcessHandle.current()
                        .descendants()
                        .filter(process -> process.info().command().orElse("").endsWith("java"))
                        .findFirst()
                        .orElseThrow()
                        .destroyForcibly();
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
            removed.incrementAndGet();
        }
    }

    @Test
    void aKilledExecutorChangesNoBit() throws Exception {
        byte[] local;
        try (SparkSession spark = Tables.session(folder)) {
            local = fit(spark).bytes().bytes();
        }
        try (SparkSession spark = cluster()) {
            assertThat(fit(spark).bytes().bytes()).isEqualTo(local);
            double without =
                    seconds(() -> assertThat(fit(spark).bytes().bytes()).isEqualTo(local));
            Killer killer = new Killer();
            spark.sparkContext().addSparkListener(killer);
            double with = seconds(() -> assertThat(fit(spark).bytes().bytes()).isEqualTo(local));
            System.out.printf("a fit: %.1f s, with an executor killed: %.1f s%n", without, with);
            assertThat(killer.removed.get()).isPositive();
            assertThat(killer.jobs.get()).isGreaterThan(JOB + 5);
        }
    }

    private static double seconds(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }
}
