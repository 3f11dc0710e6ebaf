package org.kan4j.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;

/**
 * Fits a network to labels of classes, which are the whole numbers from 0 on, as StringIndexer makes them. Two classes take a network of one
 * output, the log-odds of the second; more take one of as many outputs.
 */
public final class KanClassifier extends KanEstimator<KanClassificationModel, KanClassifier> {
    private static final long serialVersionUID = 1;
    private static final int MOST_CLASSES = 1_000;

    /** See its public method. */
    private final Param<String> probabilityCol;

    /** With an identity of its own. */
    public KanClassifier() {
        this(Identifiable.randomUID("kanClassifier"));
    }

    /**
     * With a given identity.
     *
     * @param uid what tells it from other stages
     */
    public KanClassifier(String uid) {
        super(uid);
        this.probabilityCol = KanClassificationModel.probabilityCol(this);
        setDefault(probabilityCol, KanClassificationModel.PROBABILITY);
    }

    @Override
    List<String> classes(StructType schema, TrainingTable table) {
        String label = getOrDefault(labelCol());
        if (!table.wholeLabels() || !(table.largestLabel() >= 1 && table.largestLabel() < MOST_CLASSES)) {
            throw new IllegalArgumentException("labelCol: whole numbers from 0 to at least 1 and less than "
                    + MOST_CLASSES + " required, as StringIndexer makes them, got others in " + label);
        }
        int count = (int) table.largestLabel() + 1;
        Attribute attribute = Attribute.fromStructField(KanColumns.field(schema, "labelCol", label));
        if (attribute instanceof NominalAttribute nominal
                && nominal.values().isDefined()
                && nominal.values().get().length >= count) {
            return List.of(nominal.values().get());
        }
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(String::valueOf).toList());
    }

    @Override
    KanClassificationModel model(ModelBytes bytes, FitSummary summary) {
        return new KanClassificationModel(uid(), bytes, summary);
    }

    @Override
    KanClassifier self() {
        return this;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return KanClassificationModel.withProbability(super.transformSchema(schema), getOrDefault(probabilityCol));
    }

    /** {@return the parameter of the column of probabilities} */
    public Param<String> probabilityCol() {
        return probabilityCol;
    }

    /**
     * {@return this, with another column of probabilities}
     *
     * @param value its name, {@code probability} by default
     */
    public KanClassifier setProbabilityCol(String value) {
        set(probabilityCol, value);
        return this;
    }

    /** {@return what reads saved estimators} */
    public static MLReader<KanClassifier> read() {
        return new DefaultParamsReader<>();
    }

    /**
     * {@return a saved estimator}
     *
     * @param folder where {@code save} wrote it
     */
    public static KanClassifier load(String folder) {
        return read().load(folder);
    }
}
