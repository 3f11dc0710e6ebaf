package org.kan4j.spark;

import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.kan4j.FormulaReading;
import org.kan4j.FormulaResult;
import org.kan4j.Kan4j;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.CpuEngine;

/**
 * A network that predicts a number.
 */
public final class KanRegressionModel extends KanPredictionModel<KanRegressionModel> {
    private static final long serialVersionUID = 1;

    KanRegressionModel(String uid, ModelBytes bytes, @Nullable FitSummary summary) {
        super(uid, bytes, summary);
    }

    /**
     * {@return the prediction for one vector}
     *
     * @param features as many as the model has inputs, finite
     */
    public double predict(Vector features) {
        return bytes().predict(features)[0];
    }

    @Override
    Dataset<Row> predicted(Dataset<?> df, Column features) {
        Output prediction = (model, values) -> values.length == 0 ? Double.NaN : values[0];
        return df.withColumn(getOrDefault(predictionCol()), column(features, prediction, DataTypes.DoubleType));
    }

    /** {@return the formula that the model holds, after {@link #readFormula}} */
    public Optional<Formula> formula() {
        return Kan4j.formula(model());
    }

    /**
     * Reads a formula off the network: a function for every edge, all constants refined on the rows. One task does it.
     *
     * @param df rows with features and labels, of up to {@value KanEstimator#ONE_TASK_NUMBERS} numbers
     * @return the model that holds the formula; its network has those functions on its edges
     * @throws IllegalArgumentException if there are more rows, or no functions fit the edges
     */
    public KanRegressionModel readFormula(Dataset<?> df) {
        KanColumns.requireVectors(df.schema(), getOrDefault(featuresCol()));
        KanColumns.requireNumbers(df.schema(), "labelCol", getOrDefault(labelCol()));
        TrainingTable.Roles roles =
                new TrainingTable.Roles(getOrDefault(featuresCol()), getOrDefault(labelCol()), "", "");
        try (TrainingTable table = new TrainingTable(df, roles)) {
            if (table.cells() > KanEstimator.ONE_TASK_NUMBERS) {
                throw new IllegalArgumentException("readFormula: at most " + KanEstimator.ONE_TASK_NUMBERS
                        + " numbers required, got " + table.cells() + "; df.limit(…) takes fewer rows");
            }
            ModelBytes network = bytes();
            ModelBytes read = OneTask.run(df.sparkSession(), table.rows(List.of()), rows -> {
                try (CpuEngine engine = new CpuEngine(1)) {
                    FormulaResult found =
                            new FormulaReading(engine, () -> false).read(network.model(), rows.dataset(), "model");
                    return ModelBytes.of(found.model());
                }
            });
            return copyValues(with(uid(), read, summary().orElse(null)), new org.apache.spark.ml.param.ParamMap());
        }
    }

    @Override
    KanRegressionModel with(String name, ModelBytes changed, @Nullable FitSummary how) {
        return new KanRegressionModel(name, changed, how);
    }

    @Override
    KanRegressionModel self() {
        return this;
    }

    /** {@return what reads saved models} */
    public static MLReader<KanRegressionModel> read() {
        return new KanModelReader<>(KanRegressionModel.class, (uid, bytes) -> new KanRegressionModel(uid, bytes, null));
    }

    /**
     * {@return a saved model}
     *
     * @param folder where {@code save} wrote it
     */
    public static KanRegressionModel load(String folder) {
        return read().load(folder);
    }
}
