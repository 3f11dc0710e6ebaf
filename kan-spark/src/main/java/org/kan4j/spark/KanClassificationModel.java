package org.kan4j.spark;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.kan4j.model.KanModel;

/**
 * A network that tells classes apart: predictions are their numbers, beside their probabilities. Of a row that lacks a feature both are NaN
 * where such rows are kept.
 */
public final class KanClassificationModel extends KanPredictionModel<KanClassificationModel> {
    /** Name of the column of probabilities unless another is set. */
    static final String PROBABILITY = "probability";

    private static final long serialVersionUID = 1;

    /** See its public method. */
    private final Param<String> probabilityCol;

    KanClassificationModel(String uid, ModelBytes bytes, @Nullable FitSummary summary) {
        super(uid, bytes, summary);
        this.probabilityCol = probabilityCol(this);
        setDefault(probabilityCol, PROBABILITY);
    }

    /** The parameter of an estimator or a model. */
    static Param<String> probabilityCol(Params owner) {
        return new Param<>(owner, "probabilityCol", "column that the probabilities of the classes are written to");
    }

    /** A table with that column too. */
    static StructType withProbability(StructType schema, String column) {
        return schema.add(KanColumns.added(schema, "probabilityCol", column, SQLDataTypes.VectorType()));
    }

    /** {@return the names of the classes, by their numbers} */
    public List<String> classes() {
        return model().classes();
    }

    /**
     * {@return the probabilities of the classes for one vector}
     *
     * @param features as many as the model has inputs, finite
     */
    public Vector probabilities(Vector features) {
        return Vectors.dense(model().probabilities(bytes().predict(features), 1));
    }

    /**
     * {@return the number of the most probable class for one vector}
     *
     * @param features as many as the model has inputs, finite
     */
    public double predict(Vector features) {
        return probabilities(features).argmax();
    }

    private static Vector probabilities(KanModel model, double[] values) {
        if (values.length > 0) {
            return Vectors.dense(model.probabilities(values, 1));
        }
        double[] none = new double[model.classes().size()];
        Arrays.fill(none, Double.NaN);
        return Vectors.dense(none);
    }

    @Override
    Dataset<Row> predicted(Dataset<?> df, Column features) {
        String probability = getOrDefault(probabilityCol);
        UDF1<Vector, Double> likeliest = p -> Double.isNaN(p.apply(0)) ? Double.NaN : Double.valueOf(p.argmax());
        return df.withColumn(
                        probability, column(features, KanClassificationModel::probabilities, SQLDataTypes.VectorType()))
                .withColumn(
                        getOrDefault(predictionCol()),
                        functions
                                .udf(likeliest, DataTypes.DoubleType)
                                .apply(functions.col(TrainingTable.quoted(probability))));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return withProbability(super.transformSchema(schema), getOrDefault(probabilityCol));
    }

    @Override
    KanClassificationModel with(String name, ModelBytes changed, @Nullable FitSummary how) {
        return new KanClassificationModel(name, changed, how);
    }

    @Override
    KanClassificationModel self() {
        return this;
    }

    /** {@return the parameter of the column of probabilities} */
    public Param<String> probabilityCol() {
        return probabilityCol;
    }

    /**
     * {@return this, with another column of probabilities}
     *
     * @param value its name
     */
    public KanClassificationModel setProbabilityCol(String value) {
        set(probabilityCol, value);
        return this;
    }

    /** {@return what reads saved models} */
    public static MLReader<KanClassificationModel> read() {
        return new KanModelReader<>(
                KanClassificationModel.class, (uid, bytes) -> new KanClassificationModel(uid, bytes, null));
    }

    /**
     * {@return a saved model}
     *
     * @param folder where {@code save} wrote it
     */
    public static KanClassificationModel load(String folder) {
        return read().load(folder);
    }
}
