package org.kan4j.spark;

import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.kan4j.FitOptions;
import org.kan4j.basis.BasisRegistry;

/**
 * What estimators of networks have in common: the columns and the settings.
 *
 * <p>Without {@code validationIndicatorCol} a fit does as {@code kan fit} does: a fifth of the rows is held back, and a fifth of the others
 * judges, by {@code seed}. With it the rows that it marks judge, and all others are fitted. Rows count in the order of
 * {@code df.collect()}, and the model is the one that a single process trains on them, bit for bit, however they are partitioned. Up to
 * {@value #ONE_TASK_NUMBERS} numbers, or what {@code oneTaskNumbers} says, one task does all of it. Larger tables stay where they are: in each
 * step their executors sum over them. Steps are those of lm or lbfgs then, of lm by default where there are up to 500 parameters and labels
 * are numbers.
 *
 * @param <M> the model
 * @param <E> the estimator
 */
public abstract class KanEstimator<M extends KanPredictionModel<M>, E extends KanEstimator<M, E>> extends Estimator<M>
        implements DefaultParamsWritable {
    /** Numbers in a table, features and labels, up to which one task does a fit. */
    public static final long ONE_TASK_NUMBERS = 1_000_000;

    private static final long serialVersionUID = 1;
    private static final int FEWEST_ROWS = 5;

    /** See its public method. */
    private final String uid;

    /** See its public method. */
    private final KanColumns.Params columns;

    /** See its public method. */
    private final Param<String> weightCol;

    /** See its public method. */
    private final Param<String> validationIndicatorCol;

    /** See its public method. */
    private final Param<String> shape;

    /** See its public method. */
    private final IntParam intervals;

    /** See its public method. */
    private final Param<String> basis;

    /** See its public method. */
    private final Param<String> optimizer;

    /** See its public method. */
    private final IntParam maxIter;

    /** See its public method. */
    private final DoubleParam ridge;

    /** See its public method. */
    private final LongParam seed;

    /** See its public method. */
    private final LongParam oneTaskNumbers;

    KanEstimator(String uid) {
        // Parameters ask for it.
        this.uid = uid;
        this.columns = new KanColumns.Params(this);
        this.weightCol = new Param<>(this, "weightCol", "column of what each row counts, 0 or more");
        this.validationIndicatorCol = new Param<>(
                this, "validationIndicatorCol", "column that is true in rows that judge and are not fitted");
        this.shape = new Param<>(
                this, "shape", "widths of the network, as in 2,5,1; a function of each feature where it is not set");
        this.intervals =
                new IntParam(this, "intervals", "intervals of the grid of every edge", ParamValidators.gtEq(1));
        this.basis = new Param<>(
                this,
                "basis",
                "family of functions of every edge",
                ParamValidators.inArray(BasisRegistry.standards().stream()
                        .map(BasisRegistry::shortName)
                        .toList()));
        this.optimizer = new Param<>(
                this,
                "optimizer",
                "who takes the steps",
                ParamValidators.inArray(List.of("auto", "lm", "lbfgs", "adam")));
        this.maxIter = new IntParam(
                this,
                "maxIter",
                "steps at the most; by the size of the problem where it is not set",
                ParamValidators.gtEq(1));
        this.ridge = new DoubleParam(
                this, "ridge", "weight of squared parameters; chosen where it is not set", ParamValidators.gtEq(0));
        this.seed = new LongParam(this, "seed", "seed of the split of the rows and of the parameters");
        this.oneTaskNumbers = new LongParam(
                this,
                "oneTaskNumbers",
                "numbers in a table, features and labels, up to which one task does a fit",
                ParamValidators.gtEq(0));
        columns.setDefaults(this);
        setDefault(oneTaskNumbers, ONE_TASK_NUMBERS);
        setDefault(intervals, 5);
        setDefault(basis, BasisRegistry.shortName(BasisRegistry.standards().get(0)));
        setDefault(optimizer, "auto");
        setDefault(seed, 0L);
    }

    /** The number of outputs that the labels need, and the names of their classes. */
    abstract List<String> classes(StructType schema, TrainingTable table);

    /** A model of this estimator, without its settings. */
    abstract M model(ModelBytes bytes, FitSummary summary);

    @Override
    public final String uid() {
        return uid;
    }

    @Override
    public final M fit(Dataset<?> df) {
        transformSchema(df.schema());
        TrainingTable.Roles roles = new TrainingTable.Roles(
                getOrDefault(featuresCol()),
                getOrDefault(labelCol()),
                isSet(weightCol) ? getOrDefault(weightCol) : "",
                isSet(validationIndicatorCol) ? getOrDefault(validationIndicatorCol) : "");
        try (TrainingTable table = new TrainingTable(df, roles)) {
            requireRows(table);
            List<String> classes = classes(df.schema(), table);
            FitSettings settings = settings(table, classes);
            FittedModel answer = table.cells() <= (long) getOrDefault(oneTaskNumbers)
                    ? OneTaskFit.run(df.sparkSession(), table, classes, settings)
                    : DistributedFit.run(
                            JavaSparkContext.fromSparkContext(df.sparkSession().sparkContext()),
                            table,
                            classes,
                            settings);
            M model = model(answer.model(), answer.summary());
            return copyValues(model.setParent(this), new ParamMap());
        }
    }

    private void requireRows(TrainingTable table) {
        if (table.leftOut() > 0 && getOrDefault(handleInvalid()).equals(KanColumns.ERROR)) {
            throw new IllegalArgumentException(
                    "handleInvalid: rows with a label, a weight and finite features required, got "
                            + table.leftOut() + " of " + (table.rows() + table.leftOut())
                            + " that lack one; \"skip\" leaves them out");
        }
        if (table.rows() < FEWEST_ROWS) {
            throw new IllegalArgumentException(
                    "fit: at least " + FEWEST_ROWS + " rows required to fit and test a function, got " + table.rows());
        }
    }

    private FitSettings settings(TrainingTable table, List<String> classes) {
        int outputs = classes.size() > 2 ? classes.size() : 1;
        return new FitSettings(
                isSet(shape) ? getOrDefault(shape) : table.names().size() + "," + outputs,
                getOrDefault(basis),
                (int) getOrDefault(intervals),
                FitOptions.Minimizer.valueOf(getOrDefault(optimizer).toUpperCase(Locale.ROOT)),
                isSet(maxIter) ? (int) getOrDefault(maxIter) : 0,
                isSet(ridge) ? (Double) getOrDefault(ridge) : null,
                (long) getOrDefault(seed));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        KanColumns.requireVectors(schema, getOrDefault(featuresCol()));
        KanColumns.requireNumbers(schema, "labelCol", getOrDefault(labelCol()));
        if (isSet(weightCol)) {
            KanColumns.requireNumbers(schema, "weightCol", getOrDefault(weightCol));
        }
        if (isSet(validationIndicatorCol)) {
            String name = getOrDefault(validationIndicatorCol);
            if (!KanColumns.field(schema, "validationIndicatorCol", name)
                    .dataType()
                    .equals(DataTypes.BooleanType)) {
                throw new IllegalArgumentException(
                        "validationIndicatorCol: a column of booleans required, got " + name);
            }
        }
        return schema.add(
                KanColumns.added(schema, "predictionCol", getOrDefault(predictionCol()), DataTypes.DoubleType));
    }

    @Override
    public final E copy(ParamMap extra) {
        return this.<E>defaultCopy(extra);
    }

    abstract E self();

    /** {@return the parameter of the column of vectors} */
    public final Param<String> featuresCol() {
        return columns.features();
    }

    /** {@return the parameter of the column of labels} */
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

    /** {@return the parameter of the column of weights} */
    public final Param<String> weightCol() {
        return weightCol;
    }

    /** {@return the parameter of the column that marks rows that judge} */
    public final Param<String> validationIndicatorCol() {
        return validationIndicatorCol;
    }

    /** {@return the parameter of the widths} */
    public final Param<String> shape() {
        return shape;
    }

    /** {@return the parameter of the number of intervals} */
    public final IntParam intervals() {
        return intervals;
    }

    /** {@return the parameter of the family of functions} */
    public final Param<String> basis() {
        return basis;
    }

    /** {@return the parameter of the optimiser} */
    public final Param<String> optimizer() {
        return optimizer;
    }

    /** {@return the parameter of the number of steps} */
    public final IntParam maxIter() {
        return maxIter;
    }

    /** {@return the parameter of the weight of squared parameters} */
    public final DoubleParam ridge() {
        return ridge;
    }

    /** {@return the parameter of the size up to which one task does a fit} */
    public final LongParam oneTaskNumbers() {
        return oneTaskNumbers;
    }

    /** {@return the parameter of the seed} */
    public final LongParam seed() {
        return seed;
    }

    /**
     * {@return this, with another column of vectors}
     *
     * @param value its name, {@code features} by default
     */
    public final E setFeaturesCol(String value) {
        set(featuresCol(), value);
        return self();
    }

    /**
     * {@return this, with another column of labels}
     *
     * @param value its name, {@code label} by default
     */
    public final E setLabelCol(String value) {
        set(labelCol(), value);
        return self();
    }

    /**
     * {@return this, with another column of predictions}
     *
     * @param value its name, {@code prediction} by default
     */
    public final E setPredictionCol(String value) {
        set(predictionCol(), value);
        return self();
    }

    /**
     * {@return this, with a column of weights}
     *
     * @param value its name
     */
    public final E setWeightCol(String value) {
        set(weightCol, value);
        return self();
    }

    /**
     * {@return this, with a column that marks rows that judge}
     *
     * @param value its name
     */
    public final E setValidationIndicatorCol(String value) {
        set(validationIndicatorCol, value);
        return self();
    }

    /**
     * {@return this, with something else done with rows that lack a label, a weight or a feature}
     *
     * @param value {@code error} (the default), {@code skip}, or {@code keep}, which fits without them and predicts NaN
     */
    public final E setHandleInvalid(String value) {
        set(handleInvalid(), value);
        return self();
    }

    /**
     * {@return this, with a shape}
     *
     * @param value widths, as in {@code 2,5,1}
     */
    public final E setShape(String value) {
        set(shape, value);
        return self();
    }

    /**
     * {@return this, with so many intervals}
     *
     * @param value ≥ 1, 5 by default
     */
    public final E setIntervals(int value) {
        set(intervals, value);
        return self();
    }

    /**
     * {@return this, with another family of functions}
     *
     * @param value {@code bspline} by default
     */
    public final E setBasis(String value) {
        set(basis, value);
        return self();
    }

    /**
     * {@return this, with another optimiser}
     *
     * @param value {@code auto} (the default), {@code lm}, {@code lbfgs} or {@code adam}
     */
    public final E setOptimizer(String value) {
        set(optimizer, value);
        return self();
    }

    /**
     * {@return this, with so many steps at the most}
     *
     * @param value ≥ 1
     */
    public final E setMaxIter(int value) {
        set(maxIter, value);
        return self();
    }

    /**
     * {@return this, with a weight of squared parameters}
     *
     * @param value ≥ 0
     */
    public final E setRidge(double value) {
        set(ridge, value);
        return self();
    }

    /**
     * {@return this, with another seed}
     *
     * @param value of the split of the rows and of the parameters, 0 by default
     */
    public final E setSeed(long value) {
        set(seed, value);
        return self();
    }

    /**
     * {@return this, with another size up to which one task does a fit}
     *
     * @param value numbers in a table, features and labels, {@value #ONE_TASK_NUMBERS} by default
     */
    public final E setOneTaskNumbers(long value) {
        set(oneTaskNumbers, value);
        return self();
    }
}
