package org.kan4j.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.kan4j.FitOptions;
import org.kan4j.FitPlan;
import org.kan4j.OptionException;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.TreeSum;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.model.Spread;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.train.Loss;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Trainer;
import scala.Tuple2;

/**
 * A fit whose rows stay on the executors. They are laid into chunks once; each step sends the parameters to them and adds what the chunks
 * give, in the tree in which one process adds them.
 */
final class DistributedFit implements AutoCloseable {
    /** Parameters up to which steps of Levenberg–Marquardt are taken unless something else is asked for. */
    private static final int FEW_PARAMETERS = 500;
    /** Bytes that its sums may bring to the driver in a step: half of what Spark lets the results of a job be. */
    private static final long MOST_BYTES = 1 << 29;
    /** Branches that a partition of neighbouring chunks gives back, or fewer. */
    private static final int BRANCHES = 5;
    /** Of the rows, see {@link Placement}. */
    private static final int PARTS = 3;

    private final JavaSparkContext spark;
    private final TrainingTable table;
    private final List<String> classes;
    private final FitOptions options;
    private final Placement placement;
    private final Broadcast<Placement> sent;
    private final JavaRDD<Chunk> raw;

    private DistributedFit(JavaSparkContext spark, TrainingTable table, List<String> classes, FitOptions options) {
        this.spark = spark;
        this.table = table;
        this.classes = classes;
        this.options = options;
        this.placement = Placement.of(table, labels(), options.seed());
        if (placement.counts()[Placement.TRAIN] == 0) {
            throw new IllegalArgumentException("validationIndicatorCol: rows to fit required, got none: all judge");
        }
        this.sent = spark.broadcast(placement);
        this.raw = chunks().persist(StorageLevel.MEMORY_AND_DISK());
    }

    /**
     * Fits.
     *
     * @param spark runs the jobs
     * @param table the rows
     * @param classes names of the classes; empty for numbers
     * @param settings how
     * @return the model and how it went
     * @throws IllegalArgumentException if the settings do not go with the rows
     */
    static FittedModel run(JavaSparkContext spark, TrainingTable table, List<String> classes, FitSettings settings) {
        try (DistributedFit fit = new DistributedFit(spark, table, classes, settings.options())) {
            return fit.run();
        }
    }

    private boolean labels() {
        return !classes.isEmpty();
    }

    /** All rows in chunks, those of a partition in their order: they are shuffled once. */
    private JavaRDD<Chunk> chunks() {
        Broadcast<Placement> where = sent;
        boolean weighted = table.weighted();
        Function2<Integer, Iterator<RowBlock>, Iterator<Chunk>> cut =
                (partition, blocks) -> where.value().pieces(partition, blocks, weighted);
        JavaPairRDD<Long, Chunk> pieces = table.blocks()
                .mapPartitionsWithIndex(cut, true)
                .mapToPair(piece -> new Tuple2<>(piece.first() / TreeSum.ROWS * PARTS + piece.part(), piece));
        long[] counts = IntStream.range(0, PARTS).mapToLong(placement::chunks).toArray();
        return pieces.groupByKey(new Neighbours(spark.defaultParallelism(), counts))
                .mapValues(Chunk::joined)
                .values()
                .mapPartitions(DistributedFit::sorted);
    }

    private static Iterator<Chunk> sorted(Iterator<Chunk> chunks) {
        List<Chunk> all = new ArrayList<>();
        chunks.forEachRemaining(all::add);
        all.sort(Comparator.comparingLong(Chunk::first));
        return all.iterator();
    }

    private FittedModel run() {
        int in = table.names().size();
        int outputs = classes.size() > 2 ? classes.size() : 1;
        Shape shape = options.shape();
        int last = shape.layers().get(shape.layers().size() - 1).count();
        if (shape.inputs() != in || last != outputs) {
            throw new IllegalArgumentException("shape " + shape + ": " + in + " inputs and " + outputs
                    + (outputs == 1 ? " output" : " outputs") + " required by the columns " + table.names() + " and "
                    + table.label());
        }
        Trainer.Options training = training();
        Normalization inputs = standardizing(in, Chunk::x);
        Normalization targets = labels() ? Normalization.identity(1) : standardizing(1, Chunk::y);
        Units units = Units.of(inputs, targets);
        JavaRDD<Chunk> rows = raw.map(chunk -> chunk.normalized(units)).persist(StorageLevel.MEMORY_AND_DISK());
        try (CpuEngine engine = new CpuEngine(Runtime.getRuntime().availableProcessors());
                RemoteRows test = part(rows, Placement.TEST, Optional.empty());
                RemoteRows judges = part(rows, Placement.JUDGES, Optional.empty());
                RemoteRows train = part(rows, Placement.TRAIN, Optional.of(judges))) {
            Trainer.Result result = new Trainer(engine, training).train(shape, options.seed(), train, judges);
            KanModel model = model(result.kan(), inputs, labels() ? Normalization.identity(outputs) : targets);
            Loss loss = training.loss();
            double scale = targets.scale(0);
            FitSummary summary = new FitSummary(
                    table.rows(),
                    table.leftOut(),
                    scale * result.trainRmse(),
                    judges.rows() == 0 ? Double.NaN : scale * result.validationRmse(),
                    scale * loss.of(test, result.kan()),
                    result.iterations(),
                    true);
            return new FittedModel(ModelBytes.of(model), summary);
        } finally {
            rows.unpersist(false);
        }
    }

    private RemoteRows part(JavaRDD<Chunk> rows, int part, Optional<RemoteRows> judges) {
        return new RemoteRows(
                rows, part, placement.counts()[part], table.names().size(), labels(), table.weighted(), judges);
    }

    /** As in one process, but for the optimiser where none is asked for: rows are summed over, not drawn. */
    private Trainer.Options training() {
        Kan kan = Kan.random(options.shape(), options.basis(), 0);
        long parameters = kan.network().parameterCount();
        FitOptions.Minimizer asked = options.steps().optimizer();
        if (asked == FitOptions.Minimizer.ADAM) {
            throw new OptionException("optimizer", "lm or lbfgs required where many tasks sum over the rows, got adam");
        }
        FitOptions told = options;
        if (asked == FitOptions.Minimizer.AUTO) {
            long bytes = parameters * (parameters + 3) / 2 * Double.BYTES * BRANCHES * raw.getNumPartitions();
            boolean few = !labels() && parameters <= FEW_PARAMETERS && bytes <= MOST_BYTES;
            FitOptions.Steps steps = options.steps();
            told = options.withSteps(new FitOptions.Steps(
                    few ? FitOptions.Minimizer.LM : FitOptions.Minimizer.LBFGS,
                    steps.iterations(),
                    steps.patience(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
        }
        Trainer.Options suited = ModelTrainer.suited(labels(), table.rows(), 1, parameters)
                .withIntervals(options.basis().grid().intervals(), List.of())
                .withBasis(options.basis());
        return FitPlan.training(suited, told, labels(), table.rows()).withSeed(options.seed());
    }

    /** Columns of a chunk. */
    private interface Columns extends Serializable {
        double[] of(Chunk chunk);
    }

    private Normalization standardizing(int columns, Columns values) {
        double[] largest = raw.filter(chunk -> chunk.part() == Placement.TRAIN)
                .map(chunk -> {
                    double[] own = new double[columns];
                    Spread.largest(values.of(chunk), chunk.rows(), own);
                    return own;
                })
                .reduce((one, two) -> {
                    double[] both = one.clone();
                    Spread.largest(two, 1, both);
                    return both;
                });
        return Spread.standardizing(
                largest,
                placement.counts()[Placement.TRAIN],
                (spread, length) -> RemoteRows.sum(
                        raw, Placement.TRAIN, chunk -> spread.of(values.of(chunk), 0, chunk.rows()), length));
    }

    private KanModel model(Kan kan, Normalization inputs, Normalization outputs) {
        List<String> names = classes.size() > 2
                ? classes.stream().map(name -> table.label() + " = " + name).toList()
                : List.of(table.label());
        return new KanModel(kan, inputs, outputs, table.names(), names, classes, "");
    }

    @Override
    public void close() {
        raw.unpersist(false);
        sent.destroy();
    }
}
