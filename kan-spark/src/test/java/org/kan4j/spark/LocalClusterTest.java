package org.kan4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two executors that are processes of their own, one of which is killed in each of so many fits: {@code -Dkan4j.kills=50}. */
@Tag("slow")
class LocalClusterTest {
    private static final int ROWS = 60_000;
    private static final int KILLS = Integer.getInteger("kan4j.kills", 1);

    /** Jobs of a fit after which an executor is killed: the first has laid the rows into chunks. */
    private static final int FIRST_JOB = 8;

    private static final int JOBS = 12;

    /** A fit that takes longer hangs. */
    private static final Duration HANG = Duration.ofMinutes(5);

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
                .config("spark.deploy.maxExecutorRetries", -1)
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

    /** The executors, which are children of this process. */
    private static List<ProcessHandle> executors() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .toList();
    }

    /** Kills an executor when a job in the middle of a fit has ended. */
    private static final class Killer extends SparkListener {
        final AtomicInteger jobs = new AtomicInteger();
        final AtomicInteger removed = new AtomicInteger();
        private final int job;

        Killer(int job) {
            this.job = job;
        }

        @Override
        public void onJobEnd(SparkListenerJobEnd end) {
            if (jobs.incrementAndGet() == job) {
                executors().get(job % 2).destroyForcibly();
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
            double most = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                waitForBoth();
                // Each beside one of the same minute: what else the machine does changes both.
                double without =
                        seconds(() -> assertThat(fit(spark).bytes().bytes()).isEqualTo(local));
                Killer killer = new Killer(FIRST_JOB + kill % JOBS);
                spark.sparkContext().addSparkListener(killer);
                double with = assertTimeoutPreemptively(
                        HANG,
                        () -> seconds(
                                () -> assertThat(fit(spark).bytes().bytes()).isEqualTo(local)));
                spark.sparkContext().removeSparkListener(killer);
                System.out.printf(
                        "fit %d: an executor killed after job %d of %d: %.1f s, without %.1f s%n",
                        kill + 1, killer.job, killer.jobs.get(), with, without);
                assertThat(killer.removed.get()).isPositive();
                assertThat(killer.jobs.get()).isGreaterThan(killer.job);
                most = Math.max(most, with - without);
            }
            System.out.printf(
                    "%d fits with an executor killed, all of the same bits: at most %.1f s more%n", KILLS, most);
        }
    }

    private static void waitForBoth() throws InterruptedException {
        while (executors().size() < 2) {
            Thread.sleep(100);
        }
    }

    private static double seconds(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }
}
