package org.kan4j.spark;

import java.util.List;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;

/**
 * Fits a network to labels that are numbers.
 *
 * <pre>{@code
 * KanRegressionModel model = new KanRegressor().setShape("2,5,1").setLabelCol("z").fit(df);
 * model.transform(df).show();
 * }</pre>
 */
public final class KanRegressor extends KanEstimator<KanRegressionModel, KanRegressor> {
    private static final long serialVersionUID = 1;

    /** With an identity of its own. */
    public KanRegressor() {
        this(Identifiable.randomUID("kanRegressor"));
    }

    /**
     * With a given identity.
     *
     * @param uid what tells it from other stages
     */
    public KanRegressor(String uid) {
        super(uid);
    }

    @Override
    List<String> classes(StructType schema, TrainingTable table) {
        return List.of();
    }

    @Override
    KanRegressionModel model(ModelBytes bytes, FitSummary summary) {
        return new KanRegressionModel(uid(), bytes, summary);
    }

    @Override
    KanRegressor self() {
        return this;
    }

    /** {@return what reads saved estimators} */
    public static MLReader<KanRegressor> read() {
        return new DefaultParamsReader<>();
    }

    /**
     * {@return a saved estimator}
     *
     * @param folder where {@code save} wrote it
     */
    public static KanRegressor load(String folder) {
        return read().load(folder);
    }
}
