package org.kan4j.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests in one session of their own, on two threads. */
abstract class LocalSpark {
    @TempDir
    static Path folder;

    static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Tables.session(folder);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }
}
