package org.kan4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.kan4j.FitOptions;
import org.kan4j.FitPlan;
import org.kan4j.FitTable;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Split;

/** Rows are in several chunks, so that the tree of sums matters: 8,192 each. */
class DistributedFitTest extends LocalSpark {
    private static final int ROWS = 60_000;

    /** Some rows are there twice, so that the split has to keep them together. */
    private static List<double[]> rows() {
        List<double[]> rows = Tables.waves(ROWS);
        for (int r = 0; r < ROWS; r += 10) {
            rows.set(r, rows.get(r / 2));
        }
        return rows;
    }

    private static Dataset<Row> frame(int partitions) {
        return Tables.assembler().transform(Tables.frame(spark, rows(), partitions, "x", "y", "z"));
    }

    private static org.kan4j.data.Dataset dataset(boolean weighted, boolean classes) {
        List<double[]> table = rows();
        return new org.kan4j.data.Dataset(
                table.stream().flatMapToDouble(row -> Arrays.stream(row, 0, 2)).toArray(),
                table.stream()
                        .mapToDouble(row -> classes ? (row[2] > 1 ? 1 : 0) : row[2])
                        .toArray(),
                weighted
                        ? table.stream()
                                .mapToDouble(row -> 1 + Math.abs(row[0]))
                                .toArray()
                        : new double[0],
                false,
                ROWS,
                List.of("x", "y"),
                List.of("z"),
                classes ? List.of("0", "1") : List.of(),
                IntStream.range(0, ROWS).toArray(),
                List.of());
    }

    private static FitOptions options(FitOptions.Minimizer optimizer) {
        return FitOptions.of("2,2,1").withSteps(FitOptions.Steps.of(optimizer).withIterations(3));
    }

    /** What one process trains. */
    private static KanModel alone(org.kan4j.data.Dataset data, FitOptions.Minimizer optimizer, Split split) {
        FitOptions options = options(optimizer);
        CpuEngine engine = new CpuEngine(2);
        ModelTrainer trainer =
                new ModelTrainer(engine, FitPlan.of(FitTable.of(data), options).training(), 1, 1, Optional.empty());
        return trainer.fit(data, split, options.shape(), 0).model();
    }

    private static byte[] bytes(KanModel model) {
        return ModelBytes.of(model).bytes();
    }

    private static KanRegressor regressor(String optimizer) {
        return new KanRegressor()
                .setLabelCol("z")
                .setShape("2,2,1")
                .setMaxIter(3)
                .setOptimizer(optimizer)
                .setOneTaskNumbers(0);
    }

    @Test
    void levenbergMarquardtIsThatOfOneProcessForAnyNumberOfPartitions() {
        org.kan4j.data.Dataset data = dataset(false, false);
        byte[] alone = bytes(alone(data, FitOptions.Minimizer.LM, Split.of(data, 0)));
        for (int partitions : new int[] {1, 2, 7}) {
            KanRegressionModel model = regressor("auto").fit(frame(partitions));
            assertThat(model.summary().orElseThrow().distributed()).isTrue();
            assertThat(bytes(model.model())).isEqualTo(alone);
        }
    }

    @Test
    void weightedRowsAndMarkedOnesAreThoseOfOneProcess() {
        Dataset<Row> marked =
                frame(3).withColumn("w", functions.expr("1 + abs(x)")).withColumn("judges", functions.expr("y > 0.8"));
        List<double[]> rows = rows();
        Split split = new Split(
                IntStream.range(0, ROWS).filter(r -> rows.get(r)[1] <= 0.8).toArray(),
                IntStream.range(0, ROWS).filter(r -> rows.get(r)[1] > 0.8).toArray(),
                new int[0]);
        KanRegressionModel model = regressor("lbfgs")
                .setWeightCol("w")
                .setValidationIndicatorCol("judges")
                .fit(marked);
        assertThat(bytes(model.model()))
                .isEqualTo(bytes(alone(dataset(true, false), FitOptions.Minimizer.LBFGS, split)));
    }

    @Test
    void classesAreThoseOfOneProcess() {
        org.kan4j.data.Dataset data = dataset(false, true);
        KanClassificationModel model = new KanClassifier()
                .setLabelCol("positive")
                .setShape("2,2,1")
                .setMaxIter(3)
                .setOneTaskNumbers(0)
                .fit(frame(2).withColumn("positive", functions.expr("cast(z > 1 as int)"))
                        .drop("z"));
        assertThat(model.model().kan().parameters())
                .isEqualTo(alone(data, FitOptions.Minimizer.LBFGS, Split.of(data, 0))
                        .kan()
                        .parameters());
        assertThat(model.summary().orElseThrow().testError()).isPositive();
    }

    @Test
    void adamIsRefused() {
        assertThatThrownBy(() -> regressor("adam").fit(frame(1)))
                .hasMessageContaining("lm or lbfgs required where many tasks sum over the rows, got adam");
    }
}
