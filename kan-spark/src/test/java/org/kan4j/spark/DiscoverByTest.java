package org.kan4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.kan4j.Kan4j;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;

class DiscoverByTest extends LocalSpark {
    private static final int GROUPS = 200;
    private static final int ROWS = 12;
    private static final long WORK = 6;

    /** Devices whose laws differ in form and constants, their rows in turn; cells are text. */
    static List<Row> measured() {
        SplittableRandom random = new SplittableRandom(3);
        List<Row> rows = new ArrayList<>();
        for (int r = 0; r < ROWS; r++) {
            for (int g = 0; g < GROUPS; g++) {
                double t = 1 + random.nextDouble();
                double v = 1 + g % 7;
                double law = switch (g % 3) {
                    case 0 -> v * t + 1;
                    case 1 -> v * t * t;
                    default -> v / t;
                };
                rows.add(RowFactory.create("d" + g, t, String.valueOf(law)));
            }
        }
        rows.add(RowFactory.create("broken", 1.0, "n/a"));
        rows.add(RowFactory.create("broken", 2.0, "7"));
        return rows;
    }

    private static Dataset<Row> frame(List<Row> rows, int partitions) {
        return frame(spark, rows, partitions);
    }

    static Dataset<Row> frame(SparkSession spark, List<Row> rows, int partitions) {
        StructType schema = new StructType()
                .add("device", DataTypes.StringType)
                .add("t", DataTypes.DoubleType)
                .add("u", DataTypes.StringType);
        return spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, partitions), schema);
    }

    private static DiscoverByOptions options() {
        return DiscoverByOptions.of("u").withWork(WORK);
    }

    private static Discovery alone(List<Row> rows, String device) {
        List<Row> own = rows.stream().filter(row -> row.get(0).equals(device)).toList();
        return Kan4j.discover(
                        org.kan4j.data.Dataset.of(
                                own.stream()
                                        .mapToDouble(row -> row.getDouble(1))
                                        .toArray(),
                                own.stream()
                                        .mapToDouble(row -> Double.parseDouble(row.getString(2)))
                                        .toArray(),
                                List.of("t"),
                                "u"),
                        Discoverer.Options.defaults().withWork(WORK))
                .found();
    }

    @Test
    void formulasOfGroupsAreThoseOfSingleRunsAndABrokenGroupIsARow() {
        List<Row> rows = measured();
        Map<String, Row> found =
                KanSpark.discoverBy(frame(rows, 3), List.of("device"), options()).collectAsList().stream()
                        .collect(Collectors.toMap(row -> row.getString(0), row -> row));
        assertThat(found).hasSize(GROUPS + 1);
        for (int g = 0; g < GROUPS; g++) {
            Row row = of(found, "d" + g);
            Discovery alone = alone(rows, "d" + g);
            assertThat(row.<String>getAs("formula")).isEqualTo(alone.formula().text());
            assertThat(row.<Double>getAs("rmse")).isEqualTo(alone.testRmse());
            assertThat(row.<Double>getAs("r2")).isEqualTo(alone.testR2());
            assertThat(row.<Long>getAs("rows")).isEqualTo(ROWS);
            assertThat(row.<String>getAs("error")).isNull();
        }
        assertThat(of(found, "d3").<String>getAs("formula")).isEqualTo("4*t + 1");
        Row broken = of(found, "broken");
        assertThat(broken.<String>getAs("formula")).isNull();
        assertThat(broken.<String>getAs("error"))
                .isEqualTo("at least 5 rows with a number in each of the columns required, got 1");
        assertThat(broken.getList(broken.fieldIndex("notes")))
                .containsExactly((Object) "1 of 2 rows left out: not a number in each of the columns");
    }

    private static Row of(Map<String, Row> found, String device) {
        return Objects.requireNonNull(found.get(device), device);
    }

    @Test
    void aFormulaIsAColumn() {
        List<Row> few =
                measured().stream().filter(row -> row.get(0).equals("d1")).toList();
        Row row =
                KanSpark.discoverBy(frame(few, 2), List.of("device"), options()).first();
        double error = frame(few, 1)
                .select(functions.expr("max(abs(" + row.<String>getAs("sql") + " - u))"))
                .first()
                .getDouble(0);
        assertThat(error).isLessThan(1e-12);
        Discovery alone = alone(few, "d1");
        Dataset<Row> scored = frame(few, 1).select(functions.col("t"), KanSpark.column(alone.formula()));
        assertThat(scored.columns()).containsExactly("t", "u");
        for (Row each : scored.collectAsList()) {
            double t = each.getDouble(0);
            assertThat(each.getDouble(1)).isCloseTo(2 * t * t, org.assertj.core.data.Offset.offset(1e-12));
        }
    }

    @Test
    void columnsThatDoNotGoAreNamed() {
        Dataset<Row> df = frame(measured(), 1);
        assertThatThrownBy(() -> KanSpark.discoverBy(df, List.of("gadget"), options()))
                .hasMessage("discoverBy: no column gadget in the table; there are device, t, u");
        assertThatThrownBy(() -> KanSpark.discoverBy(df, List.of("u"), options()))
                .hasMessageStartingWith("discoverBy: different columns required");
        assertThatThrownBy(() -> KanSpark.discoverBy(df.drop("t"), List.of("device"), options()))
                .hasMessageStartingWith("discoverBy: a column of numbers required to explain u by");
    }
}
