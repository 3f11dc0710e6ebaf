package org.kan4j.train;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.kan4j.basis.Basis;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.data.LargeDataset;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.model.Response;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

/** Trains a network on a dataset and gives it in the data's units: split, standardise, train, measure. */
public final class ModelTrainer {
    /** Labels are noise where classes overlap. */
    private static final double SMOOTHNESS_OF_CLASSES = 1e-4;
    /** Unknowns up to which steps of Levenberg–Marquardt are cheap. */
    private static final int FEW_UNKNOWNS = 2_000;
    /** Numbers in a Jacobian that is held in memory. */
    private static final long SMALL_JACOBIAN = 20_000_000;
    /** Rows times parameters up to which passes through all rows for one step are cheap. */
    private static final long SMALL_PASS = 4_000_000;
    /** Rows that mini-batch training goes through in all, unless it is told otherwise. */
    private static final long ROWS_SEEN = 20_000_000;
    /** Rows that units, grids and the error in between are taken from where memory does not hold all. */
    private static final int SAMPLE_ROWS = 100_000;
    /** Numbers, inputs and targets, of the rows of that sample at the most, for wide tables. */
    private static final int SAMPLE_NUMBERS = 1 << 21;

    private final Engine engine;
    private final Trainer.Options options;
    private final int starts;
    private final int threads;
    private final Optional<Checkpoints> checkpoints;

    /**
     * A trained model.
     *
     * @param model the model
     * @param train score on the rows it was fitted to
     * @param validation score on the rows that judged; NaN where the table is too small to have any
     * @param test score on rows that played no part
     * @param iterations steps of the optimiser
     * @param seconds training alone
     */
    public record Fitted(KanModel model, Score train, Score validation, Score test, int iterations, double seconds) {}

    /**
     * A trainer on an engine, from one start.
     *
     * @param engine computes
     * @param options of the training
     */
    public ModelTrainer(Engine engine, Trainer.Options options) {
        this(engine, options, 1, 1, Optional.empty());
    }

    /**
     * A trainer.
     *
     * @param engine computes
     * @param options of the training
     * @param starts from which short trainings go, of which the best goes on, ≥ 1
     * @param threads that train side by side
     * @param checkpoints from which an interrupted training goes on
     */
    public ModelTrainer(
            Engine engine, Trainer.Options options, int starts, int threads, Optional<Checkpoints> checkpoints) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.options = Objects.requireNonNull(options, "options");
        if (!(starts >= 1) || !(threads >= 1)) {
            throw new IllegalArgumentException(
                    "training: at least 1 start and 1 thread required, got " + starts + " and " + threads);
        }
        this.starts = starts;
        this.threads = threads;
        this.checkpoints = Objects.requireNonNull(checkpoints, "checkpoints");
    }

    /**
     * {@return options that suit the size of a problem}
     *
     * @param data the rows
     * @param shape of the network
     * @param basis of every edge
     * @throws IllegalArgumentException if the shape does not fit the data
     */
    public static Trainer.Options suited(Dataset data, Shape shape, Basis basis) {
        checkShape(data, shape);
        Kan kan = new MixedInputs(data).in(Kan.random(shape, basis, 0), 0);
        return suited(data, kan.network().parameterCount())
                .withIntervals(basis.grid().intervals(), List.of())
                .withBasis(basis);
    }

    /**
     * {@return options that suit the size of a problem: Levenberg–Marquardt where the Jacobian fits into memory, L-BFGS where a pass
     * through all rows is cheap, Adam on mini-batches otherwise} For classes the ridge is 1 / (2·rows): the most probable parameters
     * where each is a normal number of variance 1 beforehand.
     *
     * @param data the rows
     * @param parameters of the network
     */
    public static Trainer.Options suited(Dataset data, long parameters) {
        return suited(!data.classes().isEmpty(), data.rows(), data.targets().size(), parameters);
    }

    /**
     * {@return options that suit the size of a problem, as {@link #suited(Dataset, long)} gives them}
     *
     * @param labels whether the target holds classes
     * @param rows how many
     * @param targets columns of the targets
     * @param parameters of the network
     */
    public static Trainer.Options suited(boolean labels, long rows, int targets, long parameters) {
        Trainer.Options options = plain(labels, rows);
        if (!labels && parameters <= FEW_UNKNOWNS && parameters * rows * targets <= SMALL_JACOBIAN) {
            return options;
        }
        if (parameters * rows <= SMALL_PASS) {
            Optimizer lbfgs = new Lbfgs(20);
            return options.withOptimizer(lbfgs)
                    .withIterations(usualSteps(lbfgs))
                    .withPatience(20);
        }
        return miniBatches(options, rows);
    }

    /**
     * {@return options that suit a refit of a model: those of {@link #suited(Dataset, long)}, with the loss of what the model gives}
     *
     * @param model that is refitted
     * @param data the rows
     * @param parameters of the network
     */
    public static Trainer.Options refitting(KanModel model, Dataset data, long parameters) {
        Trainer.Options options = suited(data, parameters);
        return model.response().equals(Response.MEAN)
                ? options
                : ofNoise(options, data.rows()).withLoss(Loss.of(model.response()));
    }

    /**
     * {@return options for losses that are no squares, which are those of noisy targets, as for classes}
     *
     * @param suited to the size of the problem
     * @param rows of the table
     */
    public static Trainer.Options ofNoise(Trainer.Options suited, long rows) {
        Trainer.Options smooth = suited.withPenalties(penaltiesOfNoise(rows));
        Optimizer lbfgs = new Lbfgs(20);
        return suited.optimizer() instanceof LevenbergMarquardt
                ? smooth.withOptimizer(lbfgs).withIterations(usualSteps(lbfgs)).withPatience(20)
                : smooth;
    }

    private static Trainer.Options miniBatches(Trainer.Options options, long rows) {
        Optimizer adam = Adam.defaults();
        int passes = (int) Math.max(10, Math.min(usualSteps(adam), ROWS_SEEN / rows));
        return options.withOptimizer(adam).withIterations(passes).withPatience(passes);
    }

    /**
     * {@return steps that an optimiser takes unless it is told otherwise; those of Adam are passes, and fewer where there are many rows}
     *
     * @param optimizer which
     */
    public static int usualSteps(Optimizer optimizer) {
        return optimizer instanceof Lbfgs ? 280 : optimizer instanceof Adam ? 100 : 120;
    }

    /**
     * {@return options for more rows than memory holds: Adam on mini-batches}
     *
     * @param data the rows
     * @param shape of the network
     * @param basis of every edge
     * @throws IllegalArgumentException if the shape does not fit the data
     */
    public static Trainer.Options suited(LargeDataset data, Shape shape, Basis basis) {
        checkShape(data.sample(LargeDataset.Part.TRAIN, 1), shape);
        return miniBatches(plain(!data.classes().isEmpty(), data.rows()), data.rows())
                .withIntervals(basis.grid().intervals(), List.of())
                .withBasis(basis);
    }

    private static Trainer.Options plain(boolean labels, long rows) {
        Trainer.Options options = Trainer.Options.defaults();
        options = options.withIterations(usualSteps(options.optimizer()));
        return labels
                ? options.withLoss(Loss.crossEntropy()).withPenalties(penaltiesOfNoise(rows))
                : options.withPenalties(Penalties.SMOOTH);
    }

    /**
     * {@return penalties for targets that are mostly noise, such as labels}
     *
     * @param rows of the table
     */
    public static Penalties penaltiesOfNoise(long rows) {
        return Penalties.NONE.withSmoothness(SMOOTHNESS_OF_CLASSES).withRidge(0.5 / rows);
    }

    /**
     * {@return the number of outputs that targets need: one for two classes, else one for each class or target}
     *
     * @param data the rows
     */
    public static int outputs(Dataset data) {
        int classes = data.classes().size();
        return classes == 0 ? data.targets().size() : classes == 2 ? 1 : classes;
    }

    /**
     * Trains.
     *
     * @param data rows, in the data's units
     * @param shape with as many inputs as the data, and as many outputs as {@link #outputs} says
     * @param seed of the split and of the parameters
     * @return the trained model and its scores
     * @throws IllegalArgumentException if the shape does not fit the data
     */
    public Fitted fit(Dataset data, Shape shape, long seed) {
        return fit(data, Split.of(data, seed), shape, seed);
    }

    /**
     * Trains on a given split.
     *
     * @param data rows, in the data's units
     * @param split which of them are fitted, which judge, and which are held back
     * @param shape with as many inputs as the data, and as many outputs as {@link #outputs} says
     * @param seed of the parameters
     * @return the trained model and its scores
     * @throws IllegalArgumentException if the shape does not fit the data
     */
    public Fitted fit(Dataset data, Split split, Shape shape, long seed) {
        checkShape(data, shape);
        Dataset train = data.subset(split.train());
        MixedInputs inputs = new MixedInputs(train);
        KanModel start = start(train, inputs, shape, seed);
        return fit(
                start,
                own -> inputs.in(options.random(shape, own), own),
                options.withSeed(seed),
                shape,
                train,
                data.subset(split.validation()),
                model -> scores(model, data, split));
    }

    /** Whether a training can be judged before its last run of the optimiser. */
    boolean early(Shape shape) {
        return new Trainer(engine, options).early(shape.layers().size());
    }

    /** Trains as {@link #fit(Dataset, Split, Shape, long)} does, but for the last run of the optimiser. */
    Fitted begun(Dataset data, Split split, Shape shape, long seed) {
        checkShape(data, shape);
        Dataset train = data.subset(split.train());
        MixedInputs inputs = new MixedInputs(train);
        KanModel start = start(train, inputs, shape, seed);
        LongFunction<Kan> random = own -> inputs.in(options.random(shape, own), own);
        Trainer.Options seeded = options.withSeed(seed);
        return part(start, data, split, (rows, judges) -> {
            Kan from = MultiStart.best(engine, seeded, shape, random, starts, seed, rows, judges, threads);
            return new Trainer(engine, seeded).begin(from, rows, judges);
        });
    }

    /** Takes the last run from what {@link #begun} gave: then it is what {@link #fit(Dataset, Split, Shape, long)} gives, bit for bit. */
    Fitted ended(Fitted begun, Dataset data, Split split, long seed) {
        Trainer trainer = new Trainer(engine, options.withSeed(seed));
        Fitted last = part(begun.model, data, split, (rows, judges) -> trainer.end(begun.model.kan(), rows, judges));
        return new Fitted(
                last.model,
                last.train,
                last.validation,
                last.test,
                begun.iterations + last.iterations,
                begun.seconds + last.seconds);
    }

    private Fitted part(KanModel start, Dataset data, Split split, BiFunction<Batch, Batch, Trainer.Result> training) {
        Batch rows = Batch.of(data.subset(split.train())).normalized(start);
        Batch judges = Batch.of(data.subset(split.validation())).normalized(start);
        long begin = System.nanoTime();
        Trainer.Result result = training.apply(rows, judges);
        double seconds = (System.nanoTime() - begin) / 1e9;
        KanModel model = start.withKan(result.kan());
        List<Score> parts = scores(model, data, split);
        return new Fitted(model, parts.get(0), parts.get(1), parts.get(2), result.iterations(), seconds);
    }

    private List<Score> scores(KanModel model, Dataset data, Split split) {
        return Stream.of(split.train(), split.validation(), split.test())
                .map(part -> Score.of(engine, model, data.subset(part)))
                .toList();
    }

    /**
     * Trains on more rows than memory holds: Adam goes through all rows to fit; units, grids, and the error in between are
     * those of a sample.
     *
     * @param data rows, in the data's units
     * @param shape with as many inputs as the data, and as many outputs as {@link #outputs} says
     * @param seed of the parameters and of the order of the rows
     * @return the trained model and its scores
     * @throws IllegalArgumentException if the shape does not fit the data, or the optimiser is another
     */
    public Fitted fit(LargeDataset data, Shape shape, long seed) {
        if (!(options.optimizer() instanceof Adam adam)) {
            throw new IllegalArgumentException("training: the optimizer adam required for " + data.rows()
                    + " rows, which are more than memory holds, got "
                    + options.optimizer().name());
        }
        int most = Math.max(1, Math.min(SAMPLE_ROWS, SAMPLE_NUMBERS / data.columns()));
        Dataset train = standingFor(data.trainWeight(), data.sample(LargeDataset.Part.TRAIN, most));
        checkShape(train, shape);
        Dataset validation = data.sample(LargeDataset.Part.VALIDATION, most);
        MixedInputs inputs = new MixedInputs(train);
        KanModel start = start(train, inputs, shape, seed);
        Trainer.Options seeded = options.withSeed(seed).withOptimizer(adam.over(new LargePasses(data, start)));
        return fit(
                start,
                own -> inputs.in(options.random(shape, own), own),
                seeded,
                shape,
                train,
                validation,
                model -> Arrays.stream(LargeDataset.Part.values())
                        .map(part -> Score.of(engine, model, data, part))
                        .toList());
    }

    /** Rows of a sample with the weight of all: penalties of levels are measured by rows. */
    private static Dataset standingFor(double weight, Dataset sample) {
        if (!sample.mixed()) {
            return sample;
        }
        Batch rows = Batch.of(sample);
        double factor = weight / rows.totalWeight();
        return sample.withWeights(IntStream.range(0, sample.rows())
                .mapToDouble(r -> factor * rows.weight(r))
                .toArray());
    }

    private Fitted fit(
            KanModel start,
            LongFunction<Kan> random,
            Trainer.Options seeded,
            Shape shape,
            Dataset train,
            Dataset validation,
            Function<KanModel, List<Score>> scores) {
        Batch rows = Batch.of(train).normalized(start);
        Batch judges = Batch.of(validation).normalized(start);
        long begin = System.nanoTime();
        Trainer.Result result = train(start, random, seeded, shape, rows, judges);
        double seconds = (System.nanoTime() - begin) / 1e9;
        clearUnlessStopped();
        KanModel model = start.withKan(result.kan());
        List<Score> parts = scores.apply(model);
        return new Fitted(model, parts.get(0), parts.get(1), parts.get(2), result.iterations(), seconds);
    }

    private void clearUnlessStopped() {
        if (!options.stop().getAsBoolean()) {
            checkpoints.ifPresent(Checkpoints::clear);
        }
    }

    private Trainer.Result train(
            KanModel start, LongFunction<Kan> random, Trainer.Options seeded, Shape shape, Batch rows, Batch judges) {
        Optional<Checkpoints.Log> log = checkpoints.map(c -> c.log(start, fingerprint(start, seeded, rows, judges)));
        // Where a checkpoint is gone on from, the start was chosen already.
        boolean chosen = log.flatMap(Checkpoints.Log::last).isPresent();
        long seed = seeded.seed();
        Kan from = chosen
                ? start.kan()
                : MultiStart.best(engine, seeded, shape, random, starts, seed, rows, judges, threads);
        return new Trainer(engine, seeded).train(from, rows, judges, log);
    }

    /** {@return how this trainer trains} */
    public Trainer.Options options() {
        return options;
    }

    /** How many threads train side by side. */
    int threads() {
        return threads;
    }

    /** A trainer with other penalties. */
    ModelTrainer under(Penalties penalties) {
        return new ModelTrainer(engine, options.withPenalties(penalties), starts, threads, checkpoints);
    }

    /** A trainer on one thread, which tells nobody and leaves no checkpoints. */
    ModelTrainer aside() {
        return new ModelTrainer(engine, options.withListener(TrainingListener.NONE), starts, 1, Optional.empty());
    }

    /** Whether nobody hears of the steps. */
    boolean unwatched() {
        return options.listener() == TrainingListener.NONE;
    }

    /** A training on a split's rows, with the scores that belong to the split. */
    Fitted tested(Fitted fitted, Dataset data, Split split) {
        clearUnlessStopped();
        List<Score> parts = scores(fitted.model, data, split);
        return new Fitted(fitted.model, parts.get(0), parts.get(1), parts.get(2), fitted.iterations, fitted.seconds);
    }

    /** The loss of a model on rows, as {@link Loss#reported} gives it, in the network's units. */
    double loss(KanModel model, Dataset data) {
        return options.loss().of(engine, model.kan(), Batch.of(data).normalized(model));
    }

    /** Absolute errors of a model on rows, [outputs][rows]; none for classes. */
    double[][] errors(KanModel model, Dataset data) {
        return Curvature.errors(engine, model, data);
    }

    /** The score of a model on rows. */
    Score score(KanModel model, Dataset data) {
        return Score.of(engine, model, data);
    }

    private static void checkShape(Dataset data, Shape shape) {
        int required = outputs(data);
        int outputs = shape.layers().get(shape.layers().size() - 1).count();
        if (shape.inputs() != data.inputs() || outputs != required) {
            throw new IllegalArgumentException("shape " + shape + ": " + data.inputs() + " inputs and " + required
                    + (required == 1 ? " output" : " outputs") + " required by the columns " + data.inputNames()
                    + " and " + String.join(", ", data.targets())
                    + (data.classes().isEmpty() ? "" : " with the classes " + data.classes()));
        }
    }

    private KanModel start(Dataset train, MixedInputs mixed, Shape shape, long seed) {
        return inUnitsOf(train, mixed, mixed.in(options.random(shape, seed), seed), options.loss());
    }

    /**
     * {@return a network of these rows' inputs, categories and gaps too, between their units, each quantity standardised}
     *
     * @param train rows that units follow
     * @param kan of quantities, with as many inputs as the rows, and as many outputs as {@link #outputs} says
     * @param loss that is to be lowered
     */
    public static KanModel inUnitsOf(Dataset train, Kan kan, Loss loss) {
        MixedInputs mixed = new MixedInputs(train);
        return inUnitsOf(train, mixed, mixed.in(kan, 0), loss);
    }

    /** From the logarithms of the means on. */
    private static Normalization logarithmic(Dataset train) {
        Batch rows = Batch.of(train);
        double[] shift = new double[rows.targets()];
        for (int i = 0; i < rows.y().length; i++) {
            shift[i % shift.length] += rows.weight(i / shift.length) * rows.y()[i] / rows.totalWeight();
        }
        double[] scale = new double[shift.length];
        Arrays.fill(scale, 1);
        return new Normalization(Arrays.stream(shift).map(Math::log).toArray(), scale);
    }

    private static KanModel inUnitsOf(Dataset train, MixedInputs mixed, Kan kan, Loss loss) {
        Normalization inputs = mixed.normalization(train);
        if (train.classes().isEmpty()) {
            Normalization targets = loss.response().exponential()
                    ? logarithmic(train)
                    : Normalization.standardizing(
                            train.y(), train.rows(), train.targets().size());
            return new KanModel(
                    kan,
                    inputs,
                    targets,
                    train.inputNames(),
                    train.targets(),
                    mixed.kinds(),
                    List.of(),
                    "",
                    Optional.empty(),
                    loss.response());
        }
        int out = kan.network().out();
        List<String> names = out == 1
                ? train.targets()
                : train.classes().stream()
                        .map(label -> train.target() + " = " + label)
                        .toList();
        return new KanModel(
                kan,
                inputs,
                Normalization.identity(out),
                train.inputNames(),
                names,
                mixed.kinds(),
                train.classes(),
                "",
                Optional.empty());
    }

    /** Tells trainings apart whose checkpoints must not be mixed up. */
    private String fingerprint(KanModel start, Trainer.Options used, Batch rows, Batch judges) {
        CRC32 crc = new CRC32();
        for (Batch batch : List.of(rows, judges)) {
            for (double[] numbers : List.of(batch.x(), batch.y(), batch.weights())) {
                ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * Math.min(numbers.length, 1 << 13));
                for (int i = 0; i < numbers.length; i++) {
                    bytes.putDouble(numbers[i]);
                    if (!bytes.hasRemaining() || i == numbers.length - 1) {
                        crc.update(bytes.flip());
                        bytes.clear();
                    }
                }
            }
        }
        String settings = String.join(
                "|",
                String.valueOf(start.kan()),
                start.inputNames().toString(),
                start.outputNames().toString(),
                start.classes().toString(),
                String.valueOf(used.intervals()),
                used.basis().toString(),
                used.refinements().toString(),
                String.valueOf(used.iterations()),
                used.loss().toString(),
                used.penalties().toString(),
                used.optimizer().description(),
                String.valueOf(used.patience()),
                String.valueOf(used.seed()),
                String.valueOf(starts));
        crc.update(settings.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue()) + " " + settings.length();
    }
}
