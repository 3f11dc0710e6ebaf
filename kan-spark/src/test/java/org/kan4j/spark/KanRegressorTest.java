package org.kan4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.kan4j.FitOptions;
import org.kan4j.Kan4j;
import org.kan4j.io.KanFormatException;
import org.kan4j.model.KanModel;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Split;

class KanRegressorTest extends LocalSpark {
    private static final int ROWS = 200;

    private static Dataset<Row> waves(int partitions) {
        return Tables.assembler().transform(Tables.frame(spark, Tables.waves(ROWS), partitions, "x", "y", "z"));
    }

    private static KanRegressor regressor() {
        return new KanRegressor()
                .setLabelCol("z")
                .setShape("2,2,1")
                .setMaxIter(30)
                .setRidge(1e-6);
    }

    private static org.kan4j.data.Dataset dataset(int rows) {
        List<double[]> table = Tables.waves(rows);
        return org.kan4j.data.Dataset.of(
                table.stream().flatMapToDouble(row -> Arrays.stream(row, 0, 2)).toArray(),
                table.stream().mapToDouble(row -> row[2]).toArray(),
                List.of("x", "y"),
                "z");
    }

    private static FitOptions options() {
        return FitOptions.of("2,2,1")
                .withSteps(FitOptions.Steps.AUTO.withIterations(30))
                .withWeights(
                        new FitOptions.Weights(0, 0, FitOptions.Weights.AUTO.smoothness(), FitOptions.Ridge.of(1e-6)));
    }

    private static byte[] bytes(KanModel model) {
        return ModelBytes.of(model).bytes();
    }

    private static double[] predictions(Dataset<Row> predicted) {
        return predicted.select("prediction").collectAsList().stream()
                .mapToDouble(row -> row.getDouble(0))
                .toArray();
    }

    @Test
    void aFitIsThatOfASingleProcessForAnyNumberOfPartitions() {
        KanModel alone = Kan4j.fit(dataset(ROWS), options()).model();
        for (int partitions : new int[] {1, 2, 7}) {
            assertThat(bytes(regressor().fit(waves(partitions)).model())).isEqualTo(bytes(alone));
        }
    }

    @Test
    void theRidgeIsChosenAsTheCommandDoes() {
        KanModel alone = Kan4j.fit(dataset(80), FitOptions.of("2,1").withSteps(FitOptions.Steps.AUTO.withIterations(5)))
                .model();
        KanRegressionModel model = new KanRegressor()
                .setLabelCol("z")
                .setMaxIter(5)
                .fit(Tables.assembler().transform(Tables.frame(spark, Tables.waves(80), 3, "x", "y", "z")));
        assertThat(bytes(model.model())).isEqualTo(bytes(alone));
        assertThat(model.summary().orElseThrow().testError()).isPositive();
    }

    @Test
    void markedRowsJudgeAndAllOthersAreFitted() {
        Dataset<Row> marked = waves(3).withColumn("judges", functions.expr("x > 0.5"));
        KanRegressionModel model =
                regressor().setValidationIndicatorCol("judges").fit(marked);
        int[] judges = marked(true);
        KanModel alone = new ModelTrainer(
                        new org.kan4j.kernel.CpuEngine(),
                        org.kan4j.FitPlan.of(org.kan4j.FitTable.of(dataset(ROWS)), options())
                                .training())
                .fit(
                        dataset(ROWS),
                        new Split(marked(false), judges, new int[0]),
                        options().shape(),
                        0)
                .model();
        assertThat(bytes(model.model())).isEqualTo(bytes(alone));
        assertThat(model.summary().orElseThrow().testError()).isNaN();
        assertThat(model.summary().orElseThrow().validationError()).isPositive();
    }

    private static int[] marked(boolean judging) {
        List<double[]> rows = Tables.waves(ROWS);
        return java.util.stream.IntStream.range(0, ROWS)
                .filter(r -> rows.get(r)[0] > 0.5 == judging)
                .toArray();
    }

    @Test
    void weightsCount() {
        Dataset<Row> weighted = waves(2).withColumn("w", functions.expr("1 + abs(x)"));
        double[] weights = Tables.waves(ROWS).stream()
                .mapToDouble(row -> 1 + Math.abs(row[0]))
                .toArray();
        assertThat(bytes(regressor().setWeightCol("w").fit(weighted).model()))
                .isEqualTo(bytes(
                        Kan4j.fit(dataset(ROWS).withWeights(weights), options()).model()));
        assertThatThrownBy(() -> regressor().setWeightCol("w").fit(weighted.withColumn("w", functions.col("x"))))
                .hasMessage("weightCol: weights of 0 or more required, got a negative one in w");
    }

    @Test
    void aModelIsSavedAndLoadedWithItsFile() throws Exception {
        KanRegressionModel model = regressor().setPredictionCol("guess").fit(waves(2));
        String to = folder.resolve("saved").toString();
        model.save(to);
        KanRegressionModel loaded = KanRegressionModel.load(to);
        assertThat(bytes(loaded.model())).isEqualTo(bytes(model.model()));
        assertThat(loaded.uid()).isEqualTo(model.uid());
        assertThat(loaded.getOrDefault(loaded.predictionCol())).isEqualTo("guess");
        assertThat(loaded.transform(waves(1)).collectAsList())
                .isEqualTo(model.transform(waves(1)).collectAsList());
        Path file = Path.of(to, KanPredictionModel.FILE);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes(Kan4j.load(file)));
        assertThatThrownBy(() -> model.save(to)).hasMessageContaining("already exists");
        KanRegressionModel other = regressor().setSeed(1).fit(waves(2));
        other.write().overwrite().save(to);
        assertThat(bytes(KanRegressionModel.load(to).model()))
                .isEqualTo(bytes(other.model()))
                .isNotEqualTo(bytes(model.model()));
        Files.delete(file.resolveSibling("." + KanPredictionModel.FILE + ".crc"));
        Files.write(file, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> KanRegressionModel.load(to)).isInstanceOf(KanFormatException.class);
    }

    @Test
    void anEstimatorIsSavedAndLoaded() throws Exception {
        String to = folder.resolve("estimator").toString();
        KanRegressor one = regressor().setBasis("chebyshev").setIntervals(4);
        one.save(to);
        KanRegressor loaded = KanRegressor.load(to);
        assertThat(loaded.explainParams()).isEqualTo(one.explainParams());
        assertThat(bytes(loaded.fit(waves(1)).model()))
                .isEqualTo(bytes(one.fit(waves(2)).model()));
    }

    @Test
    void aPipelineFitsPredictsAndIsSaved() throws Exception {
        Dataset<Row> raw = Tables.frame(spark, Tables.waves(ROWS), 2, "x", "y", "z");
        PipelineModel pipeline = new Pipeline()
                .setStages(new PipelineStage[] {Tables.assembler(), regressor()})
                .fit(raw);
        String to = folder.resolve("pipeline").toString();
        pipeline.write().overwrite().save(to);
        double[] predictions = predictions(pipeline.transform(raw));
        assertThat(predictions(PipelineModel.load(to).transform(raw))).isEqualTo(predictions);
        RegressionEvaluator r2 = new RegressionEvaluator().setLabelCol("z").setMetricName("r2");
        assertThat(r2.evaluate(pipeline.transform(raw))).isGreaterThan(0.95);
        assertThat(predictions).isEqualTo(predictions(regressor().fit(waves(7)).transform(waves(7))));
    }

    @Test
    void crossValidationChoosesAlikeWithOneTrainingOrTwoAtATime() throws Exception {
        KanRegressor one = regressor();
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(one.shape(), scala.jdk.javaapi.CollectionConverters.asScala(List.of("2,1", "2,2,1")))
                .build();
        CrossValidator validator = new CrossValidator()
                .setEstimator(one)
                .setEvaluator(new RegressionEvaluator().setLabelCol("z"))
                .setEstimatorParamMaps(grid)
                .setNumFolds(2)
                .setSeed(1);
        CrossValidatorModel alone = validator.fit(waves(2));
        CrossValidatorModel both = validator.setParallelism(2).fit(waves(2));
        assertThat(both.avgMetrics()).isEqualTo(alone.avgMetrics());
        assertThat(alone.avgMetrics()[1]).isLessThan(alone.avgMetrics()[0]);
        assertThat(both.bestModel().getClass()).isEqualTo(KanRegressionModel.class);
        String to = folder.resolve("validator").toString();
        both.save(to);
        assertThat(predictions(CrossValidatorModel.load(to).transform(waves(1))))
                .isEqualTo(predictions(both.transform(waves(1))));
    }

    @Test
    void aSplitForValidationWorks() {
        KanRegressor one = regressor().setMaxIter(3);
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(one.intervals(), new int[] {2, 5})
                .build();
        assertThat(new TrainValidationSplit()
                        .setEstimator(one)
                        .setEvaluator(new RegressionEvaluator().setLabelCol("z"))
                        .setEstimatorParamMaps(grid)
                        .setSeed(1)
                        .setParallelism(2)
                        .fit(waves(2))
                        .validationMetrics())
                .hasSize(2);
    }

    private static Dataset<Row> of(List<Row> rows) {
        StructType schema = new StructType()
                .add("features", org.apache.spark.ml.linalg.SQLDataTypes.VectorType())
                .add("z", DataTypes.DoubleType);
        return spark.createDataFrame(rows, schema);
    }

    @Test
    void sparseVectorsAreFittedAndPredictedAsDenseOnes() {
        List<Row> dense = new java.util.ArrayList<>();
        List<Row> sparse = new java.util.ArrayList<>();
        for (double[] row : Tables.waves(80)) {
            double x = row[0] > 0 ? row[0] : 0;
            Vector vector = Vectors.dense(x, row[1], 0);
            dense.add(RowFactory.create(vector, row[2]));
            sparse.add(RowFactory.create(vector.toSparse(), row[2]));
        }
        KanRegressor one = regressor().setShape("3,1");
        KanRegressionModel model = one.fit(of(dense));
        assertThat(model.model().inputNames()).containsExactly("features_0", "features_1", "features_2");
        assertThat(bytes(one.fit(of(sparse)).model())).isEqualTo(bytes(model.model()));
        assertThat(predictions(model.transform(of(sparse)))).isEqualTo(predictions(model.transform(of(dense))));
    }

    @Test
    void rowsThatLackSomethingAreErrorsOrSkippedOrKept() {
        List<Row> rows = new java.util.ArrayList<>();
        for (double[] row : Tables.waves(80)) {
            rows.add(RowFactory.create(Vectors.dense(row[0], row[1]), row[2]));
        }
        KanRegressor strict = regressor().setShape("2,1");
        KanModel whole = strict.fit(of(rows)).model();
        rows.add(3, RowFactory.create(Vectors.dense(Double.NaN, 1), 1.0));
        rows.add(9, RowFactory.create(null, 1.0));
        rows.add(20, RowFactory.create(Vectors.dense(0.5, 1), null));
        Dataset<Row> gappy = of(rows);
        assertThatThrownBy(() -> strict.fit(gappy))
                .hasMessage("handleInvalid: rows with a label, a weight and finite features required, got 3 of 83 that"
                        + " lack one; \"skip\" leaves them out");
        KanRegressionModel model =
                regressor().setShape("2,1").setHandleInvalid("skip").fit(gappy);
        assertThat(bytes(model.model())).isEqualTo(bytes(whole));
        assertThat(model.summary().orElseThrow().leftOut()).isEqualTo(3);
        assertThat(model.transform(gappy).count()).isEqualTo(81);
        double[] kept = predictions(model.setHandleInvalid("keep").transform(gappy));
        assertThat(kept).hasSize(83);
        assertThat(kept[3]).isNaN();
        assertThat(kept[9]).isNaN();
        assertThat(kept[20]).isFinite();
        model.setHandleInvalid("error");
        assertThatThrownBy(() -> model.transform(gappy).count()).hasStackTraceContaining("finite features required");
    }

    @Test
    void badColumnsAndSettingsAreNamed() {
        assertThatThrownBy(() -> regressor().setFeaturesCol("x").fit(waves(1)))
                .hasMessage(
                        "featuresCol: a column of vectors required, as VectorAssembler makes them, got x of double");
        assertThatThrownBy(() -> regressor().setLabelCol("q").fit(waves(1)))
                .hasMessage("labelCol: no column q in the table; there are x, y, z, features");
        assertThatThrownBy(() -> regressor().setPredictionCol("z").fit(waves(1)))
                .hasMessage("predictionCol: a new column required, got z, which is there");
        assertThatThrownBy(() -> regressor().setShape("3,1").fit(waves(1)))
                .hasMessage("shape 3,1: 2 inputs and 1 output required by the columns [x, y] and z");
        assertThatThrownBy(() -> regressor().setBasis("haar")).hasMessageContaining("basis");
        assertThatThrownBy(() -> regressor().fit(waves(1).limit(4)))
                .hasMessage("fit: at least 5 rows required to fit and test a function, got 4");
    }

    @Test
    void aFormulaIsReadOffTheNetwork() {
        KanRegressionModel model = regressor().setShape("2,1,1").setMaxIter(60).fit(waves(2));
        assertThat(model.formula()).isEmpty();
        KanRegressionModel read = model.readFormula(waves(3));
        assertThat(read.formula().orElseThrow().text()).contains("exp", "sin");
        assertThat(read.transform(waves(1)).columns()).contains("prediction");
    }
}
