package org.kan4j.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Tables of the tests, and the session that they are in. */
final class Tables {
    private Tables() {}

    /** A session on two threads, with its files in a folder of the test's. */
    static SparkSession session(Path folder) {
        return configured("local[2]", folder).getOrCreate();
    }

    static SparkSession.Builder configured(String master, Path folder) {
        return SparkSession.builder()
                .master(master)
                .appName("kan4j")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.local.dir", folder.resolve("local").toString())
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString());
    }

    /** z = exp(sin(3·x) + y²) at random places. */
    static List<double[]> waves(int rows) {
        SplittableRandom random = new SplittableRandom(7);
        List<double[]> table = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            double x = 2 * random.nextDouble() - 1;
            double y = 2 * random.nextDouble() - 1;
            table.add(new double[] {x, y, Math.exp(Math.sin(3 * x) + y * y)});
        }
        return table;
    }

    /** The rows in so many partitions, in their order. */
    static Dataset<Row> frame(SparkSession spark, List<double[]> rows, int partitions, String... names) {
        StructType schema = new StructType();
        for (String name : names) {
            schema = schema.add(name, DataTypes.DoubleType);
        }
        List<Row> table = rows.stream()
                .map(row ->
                        RowFactory.create(java.util.Arrays.stream(row).boxed().toArray()))
                .toList();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return spark.createDataFrame(context.parallelize(table, partitions), schema);
    }

    /** With the columns x and y as a vector. */
    static VectorAssembler assembler() {
        return new VectorAssembler().setInputCols(new String[] {"x", "y"}).setOutputCol("features");
    }
}
