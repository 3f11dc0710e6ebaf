package org.kan4j.spark;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A formula for every group of rows of a CSV table, for {@code spark-submit}: arguments are the table, the column to explain, the column that
 * tells groups apart, and the folder that the result is written to as JSON lines.
 */
public final class GroupFormulas {
    private GroupFormulas() {}

    /**
     * Searches, and writes what was found.
     *
     * @param args table, target, column of groups, folder
     * @throws IOException if Spark cannot be ended
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 4) {
            throw new IllegalArgumentException(
                    "GroupFormulas: TABLE.csv TARGET GROUP FOLDER required, got " + args.length + " arguments");
        }
        try (SparkSession spark =
                SparkSession.builder().appName("GroupFormulas").getOrCreate()) {
            Dataset<Row> table = spark.read()
                    .option("header", true)
                    .option("inferSchema", true)
                    .csv(args[0]);
            KanSpark.discoverBy(table, List.of(args[2]), DiscoverByOptions.of(args[1]))
                    .write()
                    .json(args[3]);
        }
    }
}
