package org.kan4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.formula.Formula;
import scala.$less$colon$less$;
import scala.jdk.javaapi.CollectionConverters;

/** What docs/guide/spark.md shows. */
class GroupFormulasTest {
    private static final String DATA = "../samples/data/";

    @TempDir
    static Path folder;

    @Test
    void theGuideTellsWhatHappens() throws Exception {
        String to = folder.resolve("formulas").toString();
        try (SparkSession spark = Tables.session(folder)) {
            Dataset<Row> trees = spark.read()
                    .option("header", true)
                    .option("inferSchema", true)
                    .csv(DATA + "trees.csv");
            KanRegressionModel fitted = pipeline(trees);
            assertThat(fitted.model().inputNames()).containsExactly("girth_in", "height_ft");
            assertThat(fitted.summary().orElseThrow().testError()).isLessThan(10);
            Formula formula = fitted.formula().orElseThrow();
            assertThat(trees.select(KanSpark.column(formula)).first().getDouble(0))
                    .isBetween(5.0, 20.0);

            Dataset<Row> enzyme = spark.read()
                    .option("header", true)
                    .option("inferSchema", true)
                    .csv(DATA + "enzyme.csv");
            Dataset<Row> found = KanSpark.discoverBy(enzyme, List.of("inhibitor"), DiscoverByOptions.of("rate"));
            assertThat(found.columns())
                    .containsExactly("inhibitor", "formula", "sql", "r2", "rmse", "rows", "notes", "error");

            assertThatThrownBy(() -> GroupFormulas.main(new String[0]))
                    .hasMessage("GroupFormulas: TABLE.csv TARGET GROUP FOLDER required, got 0 arguments");
            GroupFormulas.main(new String[] {DATA + "enzyme.csv", "rate", "inhibitor", to});
        }
        try (SparkSession spark = Tables.session(folder)) {
            List<Row> found = spark.read().json(to).orderBy("inhibitor").collectAsList();
            assertThat(found).hasSize(2);
            for (Row row : found) {
                assertThat(row.<String>getAs("formula")).contains("substrate");
                assertThat(row.<Double>getAs("r2")).isGreaterThan(0.9);
            }
        }
    }

    @Test
    void theCommandOfConnectMakesAView() throws Exception {
        try (SparkSession spark = Tables.session(folder)) {
            spark.read()
                    .option("header", true)
                    .option("inferSchema", true)
                    .csv(DATA + "enzyme.csv")
                    .createOrReplaceTempView("enzyme");
            String command = DiscoverByCommand.class.getName();
            Map<String, String> options = Map.of("by", "inhibitor", "target", "rate", "view", "formulas", "work", "4");
            assertThat(spark.executeCommand(command, "enzyme", scala(options)).collectAsList())
                    .hasSize(1);
            List<Row> found = spark.table("formulas").collectAsList();
            assertThat(found)
                    .hasSize(2)
                    .allSatisfy(row -> assertThat(row.<String>getAs("formula")).contains("substrate_mm"));
            assertThatThrownBy(() ->
                            spark.executeCommand(command, "enzyme", scala(Map.of("by", "inhibitor", "seeds", "1"))))
                    .hasMessageContaining(
                            "by, target and view required, and inputs, work and seed if wanted, got by, seeds");
        }
    }

    private static scala.collection.immutable.Map<String, String> scala(Map<String, String> options) {
        return CollectionConverters.asScala(options).toMap($less$colon$less$.MODULE$.refl());
    }

    private static KanRegressionModel pipeline(Dataset<Row> trees) {
        VectorAssembler features = new VectorAssembler()
                .setInputCols(new String[] {"girth_in", "height_ft"})
                .setOutputCol("features");
        KanRegressor volume = new KanRegressor().setLabelCol("volume_ft3").setShape("2,1");
        PipelineModel model =
                new Pipeline().setStages(new PipelineStage[] {features, volume}).fit(trees);
        KanRegressionModel fitted = (KanRegressionModel) model.stages()[1];
        return fitted.readFormula(features.transform(trees));
    }
}
