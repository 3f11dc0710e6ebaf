package org.kan4j.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** What the columns of a table of Spark ML hold. */
final class KanColumns {
    /** Rows that lack something end the job. */
    static final String ERROR = "error";
    /** They are left out. */
    static final String SKIP = "skip";
    /** They are left out of a fit, and their prediction is NaN. */
    static final String KEEP = "keep";

    private KanColumns() {}

    /**
     * The parameters that estimators and models share.
     *
     * @param features column of vectors
     * @param label column of labels
     * @param prediction column of predictions
     * @param invalid what is done with rows that lack something
     */
    record Params(Param<String> features, Param<String> label, Param<String> prediction, Param<String> invalid)
            implements Serializable {
        Params(org.apache.spark.ml.param.Params owner) {
            this(
                    new Param<>(owner, "featuresCol", "column of vectors"),
                    new Param<>(owner, "labelCol", "column of labels"),
                    new Param<>(owner, "predictionCol", "column that predictions are written to"),
                    new Param<>(
                            owner,
                            "handleInvalid",
                            "what is done with rows that lack something: error, skip, or keep, which predicts NaN",
                            ParamValidators.inArray(List.of(ERROR, SKIP, KEEP))));
        }

        void setDefaults(org.apache.spark.ml.param.Params owner) {
            owner.setDefault(features, "features");
            owner.setDefault(label, "label");
            owner.setDefault(prediction, "prediction");
            owner.setDefault(invalid, ERROR);
        }
    }

    /** Refuses a table whose column of features holds no vectors. */
    static void requireVectors(StructType schema, String column) {
        StructField field = field(schema, "featuresCol", column);
        if (!field.dataType().equals(SQLDataTypes.VectorType())) {
            throw new IllegalArgumentException(
                    "featuresCol: a column of vectors required, as VectorAssembler makes them, got " + column + " of "
                            + field.dataType().simpleString());
        }
    }

    /** Refuses a table whose column holds no numbers. */
    static void requireNumbers(StructType schema, String param, String column) {
        StructField field = field(schema, param, column);
        if (!(field.dataType() instanceof NumericType)) {
            throw new IllegalArgumentException(param + ": a column of numbers required, got " + column + " of "
                    + field.dataType().simpleString());
        }
    }

    /** A column that has to be there. */
    static StructField field(StructType schema, String param, String column) {
        for (StructField field : schema.fields()) {
            if (field.name().equals(column)) {
                return field;
            }
        }
        throw new IllegalArgumentException(
                param + ": no column " + column + " in the table; there are " + String.join(", ", schema.fieldNames()));
    }

    /** A column that is to be added and must not be there. */
    static StructField added(StructType schema, String param, String column, DataType type) {
        for (String name : schema.fieldNames()) {
            if (name.equals(column)) {
                throw new IllegalArgumentException(
                        param + ": a new column required, got " + column + ", which is there");
            }
        }
        return new StructField(column, type, true, Metadata.empty());
    }

    /**
     * The names of the features: those that VectorAssembler left, else the column's with numbers.
     *
     * @param size how many there are
     */
    static String[] featureNames(StructField features, int size) {
        String[] names = new String[size];
        Option<Attribute[]> attributes =
                AttributeGroup.fromStructField(features).attributes();
        for (int i = 0; i < size; i++) {
            Option<String> name = attributes.isDefined() && attributes.get().length == size
                    ? attributes.get()[i].name()
                    : Option.empty();
            names[i] = name.isDefined() ? name.get() : features.name() + "_" + i;
        }
        return names;
    }

    /** Whether a vector is there and all its numbers are finite. */
    static boolean complete(@Nullable Vector features) {
        if (features == null) {
            return false;
        }
        for (double value : features.toArray()) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
