package org.kan4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.kan4j.FitOptions;
import org.kan4j.Kan4j;
import org.kan4j.model.KanModel;

class KanClassifierTest extends LocalSpark {
    private static final int ROWS = 150;

    /** Rings around the origin: class 0, 1, … by radius. */
    private static double ring(double[] row, int classes) {
        return Math.min(classes - 1, Math.floor(1.3 * classes * (row[0] * row[0] + row[1] * row[1]) / 2));
    }

    private static Dataset<Row> rings(int classes, int partitions) {
        List<double[]> rows = Tables.waves(ROWS).stream()
                .map(row -> new double[] {row[0], row[1], ring(row, classes)})
                .toList();
        return Tables.assembler().transform(Tables.frame(spark, rows, partitions, "x", "y", "ring"));
    }

    private static KanClassifier classifier() {
        return new KanClassifier().setLabelCol("ring").setMaxIter(20);
    }

    private static KanModel alone(int classes) {
        List<double[]> rows = Tables.waves(ROWS);
        org.kan4j.data.Dataset data = new org.kan4j.data.Dataset(
                rows.stream().flatMapToDouble(row -> Arrays.stream(row, 0, 2)).toArray(),
                rows.stream().mapToDouble(row -> ring(row, classes)).toArray(),
                new double[0],
                false,
                ROWS,
                List.of("x", "y"),
                List.of("ring"),
                IntStream.range(0, classes).mapToObj(String::valueOf).toList(),
                IntStream.range(0, ROWS).toArray(),
                List.of());
        return Kan4j.fit(
                        data,
                        FitOptions.of(classes == 2 ? "2,1" : "2," + classes)
                                .withSteps(FitOptions.Steps.AUTO.withIterations(20)))
                .model();
    }

    @Test
    void aFitIsThatOfASingleProcess() {
        for (int classes : new int[] {2, 3}) {
            byte[] bytes = ModelBytes.of(alone(classes)).bytes();
            for (int partitions : new int[] {1, 7}) {
                KanClassificationModel model = classifier().fit(rings(classes, partitions));
                assertThat(ModelBytes.of(model.model()).bytes()).isEqualTo(bytes);
            }
        }
    }

    @Test
    void classesArePredictedWithTheirProbabilities() {
        KanClassificationModel model = classifier().fit(rings(3, 2));
        Dataset<Row> predicted = model.transform(rings(3, 2));
        double accuracy = new MulticlassClassificationEvaluator()
                .setLabelCol("ring")
                .setMetricName("accuracy")
                .evaluate(predicted);
        assertThat(accuracy).isGreaterThan(0.75);
        Row first = predicted.select("features", "probability", "prediction").first();
        Vector probability = first.getAs(1);
        assertThat(Arrays.stream(probability.toArray()).sum()).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(probability).isEqualTo(model.probabilities(first.getAs(0)));
        assertThat(first.getDouble(2)).isEqualTo(probability.argmax()).isEqualTo(model.predict(first.getAs(0)));
        assertThat(model.classes()).containsExactly("0", "1", "2");
        assertThat(model.summary().orElseThrow().testError()).isPositive();
    }

    @Test
    void namesOfClassesAreThoseOfTheIndexerAndAPipelineIsSaved() throws Exception {
        Dataset<Row> named = rings(2, 2)
                .withColumn("kind", functions.expr("if(ring = 1, 'outer', 'inner')"))
                .drop("features", "ring");
        PipelineModel pipeline = new Pipeline()
                .setStages(new PipelineStage[] {
                    new StringIndexer().setInputCol("kind").setOutputCol("ring"),
                    Tables.assembler(),
                    classifier().setHandleInvalid("keep")
                })
                .fit(named);
        KanClassificationModel model = (KanClassificationModel) pipeline.stages()[2];
        assertThat(model.classes()).containsExactlyInAnyOrder("inner", "outer");
        String to = folder.resolve("pipeline").toString();
        pipeline.save(to);
        assertThat(PipelineModel.load(to).transform(named).collectAsList())
                .isEqualTo(pipeline.transform(named).collectAsList());
        Dataset<Row> gap = rings(2, 1)
                .limit(1)
                .select(functions
                        .udf(
                                (org.apache.spark.sql.api.java.UDF1<Vector, Vector>) v -> Vectors.dense(Double.NaN, 0),
                                org.apache.spark.ml.linalg.SQLDataTypes.VectorType())
                        .apply(functions.col("features"))
                        .alias("features"));
        assertThat(model.transform(gap).first().getDouble(2)).isNaN();
    }

    @Test
    void labelsThatAreNoClassesAreRefused() {
        assertThatThrownBy(() -> classifier().setLabelCol("x").fit(rings(2, 1)))
                .hasMessage(
                        "labelCol: whole numbers from 0 to at least 1 and less than 1000 required, as StringIndexer makes"
                                + " them, got others in x");
        assertThatThrownBy(() -> classifier().setOptimizer("lm").fit(rings(2, 1)))
                .hasMessageContaining("lbfgs or adam required for classes, got lm");
    }
}
