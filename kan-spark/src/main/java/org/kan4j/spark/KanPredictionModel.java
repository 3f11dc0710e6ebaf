package org.kan4j.spark;

import java.util.Optional;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.kan4j.model.KanModel;

/**
 * What fitted models have in common. A model is saved as Spark saves models, with the file {@value #FILE} inside, which is a model file of
 * kan4j as any other.
 *
 * @param <M> the model
 */
public abstract class KanPredictionModel<M extends KanPredictionModel<M>> extends Model<M> implements MLWritable {
    /** Name of the model file inside the folder of a saved model. */
    public static final String FILE = "model.kan";

    private static final long serialVersionUID = 1;

    /** See its public method. */
    private final String uid;

    /** See its public method. */
    private final ModelBytes bytes;

    /** See its public method. */
    private final @Nullable FitSummary summary;

    /** See its public method. */
    private final KanColumns.Params columns;

    KanPredictionModel(String uid, ModelBytes bytes, @Nullable FitSummary summary) {
        this.uid = uid;
        this.bytes = bytes;
        this.summary = summary;
        this.columns = new KanColumns.Params(this);
        columns.setDefaults(this);
    }

    /** A model of the same class. */
    abstract M with(String name, ModelBytes changed, @Nullable FitSummary how);

    /** Adds the columns that a model predicts. */
    abstract Dataset<Row> predicted(Dataset<?> df, Column features);

    @Override
    public final String uid() {
        return uid;
    }

    /** {@return the model, as kan4j has it} */
    public final KanModel model() {
        return bytes.model();
    }

    /** {@return how the fit went; empty for a model that was loaded} */
    public final Optional<FitSummary> summary() {
        return Optional.ofNullable(summary);
    }

    final ModelBytes bytes() {
        return bytes;
    }

    @Override
    public final Dataset<Row> transform(Dataset<?> df) {
        transformSchema(df.schema());
        Column features = functions.col(TrainingTable.quoted(getOrDefault(featuresCol())));
        if (getOrDefault(handleInvalid()).equals(KanColumns.SKIP)) {
            UDF1<Vector, Boolean> complete = KanColumns::complete;
            return predicted(
                    df.filter(functions.udf(complete, DataTypes.BooleanType).apply(features)), features);
        }
        return predicted(df, features);
    }

    /** A column of something that the model says of a vector; without it of rows that lack a feature, unless these are errors. */
    final Column column(Column features, Output output, DataType type) {
        ModelBytes model = bytes;
        boolean strict = getOrDefault(handleInvalid()).equals(KanColumns.ERROR);
        UDF1<Vector, Object> udf = vector -> {
            if (!KanColumns.complete(vector)) {
                if (strict) {
                    throw new IllegalArgumentException("handleInvalid: finite features required, got " + vector
                            + "; \"skip\" leaves such rows out, \"keep\" predicts NaN");
                }
                return output.of(model.model(), new double[0]);
            }
            return output.of(model.model(), model.predict(vector));
        };
        return functions.udf(udf, type).apply(features);
    }

    /** What a model says of a row. */
    interface Output extends java.io.Serializable {
        /**
         * Says it.
         *
         * @param model the model
         * @param values what its network gives; of length 0 for a row that lacks a feature
         */
        Object of(KanModel model, double[] values);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        KanColumns.requireVectors(schema, getOrDefault(featuresCol()));
        return schema.add(
                KanColumns.added(schema, "predictionCol", getOrDefault(predictionCol()), DataTypes.DoubleType));
    }

    @Override
    public final M copy(ParamMap extra) {
        M copy = copyValues(with(uid, bytes, summary), extra);
        return hasParent() ? copy.setParent(parent()) : copy;
    }

    @Override
    public final MLWriter write() {
        return new KanModelWriter(this);
    }

    /** {@return the parameter of the column of vectors} */
    public final Param<String> featuresCol() {
        return columns.features();
    }

    /** {@return the parameter of the column of labels, for {@code readFormula}} */
    public final Param<String> labelCol() {
        return columns.label();
    }

    /** {@return the parameter of the column of predictions} */
    public final Param<String> predictionCol() {
        return columns.prediction();
    }

    /** {@return the parameter of what is done with rows that lack something} */
    public final Param<String> handleInvalid() {
        return columns.invalid();
    }

    abstract M self();

    /**
     * {@return this, with another column of vectors}
     *
     * @param value its name
     */
    public final M setFeaturesCol(String value) {
        set(featuresCol(), value);
        return self();
    }

    /**
     * {@return this, with another column of predictions}
     *
     * @param value its name
     */
    public final M setPredictionCol(String value) {
        set(predictionCol(), value);
        return self();
    }

    /**
     * {@return this, with something else done with rows that lack a feature}
     *
     * @param value {@code error}, {@code skip}, or {@code keep}, which predicts NaN
     */
    public final M setHandleInvalid(String value) {
        set(handleInvalid(), value);
        return self();
    }
}
