package org.kan4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.basis.GaussianRbf;
import org.kan4j.data.Dataset;
import org.kan4j.data.LargeDataset;
import org.kan4j.data.Roles;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.DeviceException;
import org.kan4j.kernel.Engine;
import org.kan4j.network.Shape;
import org.kan4j.train.Adam;
import org.kan4j.train.Checkpoints;
import org.kan4j.train.CrossValidation;
import org.kan4j.train.Lbfgs;
import org.kan4j.train.LevenbergMarquardt;
import org.kan4j.train.Loss;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Optimizer;
import org.kan4j.train.Penalties;
import org.kan4j.train.Score;
import org.kan4j.train.Split;
import org.kan4j.train.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kan fit}: trains one network. */
@Command(name = "fit", description = "Train a network of a given shape.")
final class FitCommand implements Callable<Integer> {
    /** What the target holds. */
    enum Task {
        REGRESSION,
        CLASSIFICATION
    }

    /** Who takes the steps. */
    enum Steps {
        AUTO,
        LM,
        LBFGS,
        ADAM
    }

    /** Rows from and up to which the ridge is chosen by data unless it is given: noise is a matter of small tables. */
    private static final int FEW_ROWS = 10;

    private static final int MANY_ROWS = 2_000;
    /** More breakpoints than any table gives a meaning to. */
    private static final int MOST_INTERVALS = 10_000;
    /** How often a network's parameters are in memory at once while it is trained, at least. */
    private static final long COPIES = 16;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TableOptions table = new TableOptions();

    @Option(names = "--shape", required = true, paramLabel = "2,5,1", description = "widths, as in 2,5,1 or 2,3+1p,1")
    private String shape = "";

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "regression or classification (default: ${DEFAULT-VALUE})",
            defaultValue = "regression")
    private Task task = Task.REGRESSION;

    @Option(
            names = "--basis",
            paramLabel = "bspline|rbf|chebyshev|fourier",
            description = "default: ${DEFAULT-VALUE}",
            defaultValue = "bspline")
    private Family family = Family.BSPLINE;

    @Option(
            names = "--intervals",
            paramLabel = "G",
            description = "intervals, degree of chebyshev, or harmonics of fourier; default: ${DEFAULT-VALUE}",
            defaultValue = "5")
    private int intervals = 5;

    @Option(names = "--order", paramLabel = "K", description = "degree of bspline; default: 3")
    private Optional<Integer> order = Optional.empty();

    @Option(names = "--refine", paramLabel = "10,20", split = ",", description = "values of G to refine to")
    private List<Integer> refine = new ArrayList<>();

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "auto, lm, lbfgs or adam (default: ${DEFAULT-VALUE})",
            defaultValue = "auto")
    private Steps steps = Steps.AUTO;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "steps of lm and lbfgs, passes of adam, at each number of intervals (default: by size)")
    private Optional<Integer> iterations = Optional.empty();

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "stop after N steps without a lower validation error, 0 for never (default: by optimizer)")
    private Optional<Integer> patience = Optional.empty();

    @Option(names = "--rate", paramLabel = "R", description = "highest learning rate of adam (default: 0.01)")
    private Optional<Double> rate = Optional.empty();

    @Option(names = "--batch", paramLabel = "N", description = "rows in a mini-batch of adam (default: 128)")
    private Optional<Integer> batchRows = Optional.empty();

    @Option(names = "--decay", paramLabel = "D", description = "decoupled weight decay of adam (default: 0)")
    private Optional<Double> decay = Optional.empty();

    @Option(
            names = "--starts",
            paramLabel = "N",
            description = "short trainings, of which the best goes on (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private int starts = 1;

    @Option(
            names = "--huber",
            paramLabel = "D",
            description = "bounds the pull of errors beyond D standard deviations of the target")
    private Optional<Double> huber = Optional.empty();

    @Option(names = "--weights", paramLabel = "COLUMN", description = "what each row counts")
    private Optional<String> weights = Optional.empty();

    @Option(names = "--l1", paramLabel = "W", description = "weight of the L1 penalty on edges", defaultValue = "0")
    private double l1;

    @Option(
            names = "--entropy",
            paramLabel = "W",
            description = "weight of the entropy penalty on edges",
            defaultValue = "0")
    private double entropy;

    @Option(
            names = "--smoothness",
            paramLabel = "W",
            description =
                    "weight of the penalty on third derivatives of bspline (default: by the evidence in the rows with lm, 4e-9"
                            + " with others, 1e-4 for classification)")
    private Optional<Double> smoothness = Optional.empty();

    @Option(
            names = "--ridge",
            paramLabel = "W|auto",
            description =
                    "weight of the penalty on squared parameters; auto chooses it by the rows that judge, or by --folds"
                            + " (default: 1e-13, 1/(2 rows) for classification)")
    private Optional<String> ridge = Optional.empty();

    @Option(
            names = "--folds",
            paramLabel = "K",
            description = "cross-validate on the rows that are not held back for the test, then fit all of them")
    private Optional<Integer> folds = Optional.empty();

    @Option(names = "--model", paramLabel = "FILE", description = "where to write the model")
    private Optional<Path> model = Optional.empty();

    @Option(
            names = "--checkpoint-every",
            paramLabel = "SECONDS",
            description = "how often FILE.checkpoint is written beside the model (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private double interval = 10;

    @Option(names = "--resume", description = "go on from FILE.checkpoint, if there is one")
    private boolean resume;

    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description = "a line for every step: CSV, or JSON where the name ends in .jsonl")
    private Optional<Path> metrics = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "default: ${DEFAULT-VALUE}", defaultValue = "0")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "default: as many as processors; the result does not depend on it")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin
    private DeviceOptions device = new DeviceOptions();

    @Option(names = "--quiet", description = "no progress")
    private boolean quiet;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    /** The families of bases by their names on the command line. */
    private enum Family {
        BSPLINE,
        RBF,
        CHEBYSHEV,
        FOURIER
    }

    private Basis basis() {
        if (family != Family.BSPLINE && order.isPresent()) {
            throw new IllegalArgumentException(
                    "--order: --basis bspline required, got " + family.name().toLowerCase(Locale.ROOT));
        }
        Stream.concat(Stream.of(intervals), refine.stream())
                .filter(count -> count > MOST_INTERVALS)
                .findFirst()
                .ifPresent(count -> {
                    throw new IllegalArgumentException(
                            "--intervals, --refine: 1 to " + MOST_INTERVALS + " required, got " + count);
                });
        Grid grid = Grid.uniform(-2, 2, intervals);
        return switch (family) {
            case BSPLINE -> new BSpline(grid, order.orElse(3), Extrapolation.LINEAR);
            case RBF -> new GaussianRbf(grid);
            case CHEBYSHEV -> new Chebyshev(grid, intervals, Extrapolation.LINEAR);
            case FOURIER -> new Fourier(grid, intervals);
        };
    }

    @Override
    public Integer call() throws IOException {
        Optional<Path> checkpoint = model.map(FitCommand::checkpoint);
        Output.requireWritable(
                spec,
                List.of(table.file()),
                Stream.of(model, checkpoint, metrics).flatMap(Optional::stream).toList());
        if (starts < 1) {
            throw new ParameterException(spec.commandLine(), "--starts: at least 1 required, got " + starts);
        }
        if (threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads: at least 1 required, got " + threads);
        }
        if (folds.isPresent() && folds.get() < 2) {
            throw new ParameterException(spec.commandLine(), "--folds: 2 or more required, got " + folds.get());
        }
        if (resume && model.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--resume: --model is required, whose checkpoint it is");
        }
        long begin = System.nanoTime();
        Roles roles = table.roles(task == Task.CLASSIFICATION, weights);
        if (!LargeDataset.needed(table.file(), roles, Runtime.getRuntime().maxMemory())) {
            Dataset data = table.enough(Dataset.read(table.file(), roles));
            double seconds = (System.nanoTime() - begin) / 1e9;
            requireFolds(data);
            train(
                    widths -> ModelTrainer.suited(data, widths, basis()),
                    (trainer, widths, progress) -> fit(data, trainer, widths, progress),
                    data.notes(),
                    seconds);
            return 0;
        }
        if (folds.isPresent() || auto()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--folds, --ridge auto: a table that memory holds required; KAN_JAVA_OPTS=-Xmx… gives more memory");
        }
        Path folder = model.map(file -> file.toAbsolutePath().getParent())
                .orElse(Path.of(System.getProperty("java.io.tmpdir")));
        try (LargeDataset data = LargeDataset.read(table.file(), roles, folder, seed)) {
            if (steps != Steps.AUTO && steps != Steps.ADAM) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--optimizer: adam required for " + data.rows()
                                + " rows, which are more than memory holds, got "
                                + steps.name().toLowerCase(Locale.ROOT));
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            List<String> notes = new ArrayList<>(data.notes());
            notes.add("the table is larger than memory: its " + data.rows() + " rows are gone through on disk, in "
                    + folder + "; KAN_JAVA_OPTS=-Xmx… gives more memory");
            if (!quiet) {
                spec.commandLine().getErr().println(notes.get(notes.size() - 1));
            }
            train(
                    widths -> ModelTrainer.suited(data, widths, basis()),
                    (trainer, widths, progress) -> Trained.plainly(trainer.fit(data, widths, seed)),
                    notes,
                    seconds);
        }
        return 0;
    }

    private void requireFolds(Dataset data) {
        if (folds.isEmpty()) {
            return;
        }
        int most = data.rows() - Split.of(data, seed).test().length;
        if (folds.get() > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--folds: 2 to " + most + " required, the rows that are not held back for the test, got "
                            + folds.get());
        }
    }

    /** Trains on a kind of table. */
    @FunctionalInterface
    private interface Training {
        Trained train(ModelTrainer trainer, Shape widths, FitProgress progress);
    }

    /** What a training gave, and how its penalties were judged and chosen, if they were. */
    private record Trained(ModelTrainer.Fitted fitted, Optional<CrossValidation.Result> choice) {
        static Trained plainly(ModelTrainer.Fitted fitted) {
            return new Trained(fitted, Optional.empty());
        }
    }

    private boolean auto() {
        return ridge.equals(Optional.of("auto"));
    }

    private static double weight(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--ridge: a number or auto required, got " + text, e);
        }
    }

    private Trained fit(Dataset data, ModelTrainer trainer, Shape widths, FitProgress progress) {
        boolean small = ridge.isEmpty()
                && task == Task.REGRESSION
                && trainer.options().optimizer() instanceof LevenbergMarquardt
                && refine.isEmpty()
                && data.rows() >= FEW_ROWS
                && data.rows() <= MANY_ROWS;
        if (folds.isEmpty() && !auto() && !small) {
            return Trained.plainly(trainer.fit(data, widths, seed));
        }
        Penalties given = trainer.options().penalties();
        List<Penalties> path = auto() || small ? CrossValidation.ridges(given, data.rows()) : List.of(given);
        CrossValidation.Result result =
                new CrossValidation(trainer, folds.orElse(0), progress).fit(data, widths, path, seed);
        return new Trained(result.fitted(), Optional.of(result));
    }

    /** Trains in one of the two ways, writes the model, prints. */
    private void train(
            Function<Shape, Trainer.Options> suited, Training training, List<String> notes, double readSeconds)
            throws IOException {
        try (Engine engine =
                        device.open(new CpuEngine(threads), spec.commandLine().getErr(), quiet);
                Interrupt interrupt = Interrupt.listen()) {
            Shape widths;
            Trainer.Options options;
            Optional<Checkpoints> checkpoints;
            try {
                widths = Shape.parse(shape);
                requireMemory(widths);
                options = options(suited.apply(widths)).withStop(interrupt);
                checkpoints = checkpoints();
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
            // Begins its file anew, which must not be for nothing.
            FitProgress progress = FitProgress.create(spec.commandLine().getErr(), quiet, metrics, resume);
            Trained trained;
            try (progress) {
                Trainer.Options heard = options.withListener(progress);
                ModelTrainer trainer = new ModelTrainer(engine, heard, starts, threads, checkpoints);
                trained = training.train(trainer, widths, progress);
            } catch (DeviceException e) {
                Optional<Path> checkpoint = model.map(FitCommand::checkpoint).filter(Files::exists);
                throw checkpoint.isEmpty()
                        ? e
                        : new DeviceException(
                                e.getMessage() + "; --resume goes on from " + checkpoint.get()
                                        + ", with --device cpu too",
                                e);
            }
            Optional<Path> saved =
                    model.map(file -> Output.save(spec, trained.fitted().model(), file, interrupt));
            print(notes, widths, trained, options, readSeconds, saved);
            // Before the interrupt is closed, after which the JVM may end.
            spec.commandLine().getOut().flush();
            progress.requireMetrics();
        }
    }

    /** Refuses a network that is too large before any of it is there. */
    private void requireMemory(Shape widths) {
        Basis basis = basis();
        int most = Stream.concat(Stream.of(intervals), refine.stream())
                .max(Integer::compare)
                .orElse(intervals);
        long functions = (long) basis.size() * most / intervals + 1;
        long parameters = 0;
        int in = widths.inputs();
        for (Shape.Nodes nodes : widths.layers()) {
            parameters += in * nodes.columns() * functions;
            in = nodes.count();
        }
        long memory = Runtime.getRuntime().maxMemory();
        if (parameters > memory / Double.BYTES / COPIES) {
            throw new IllegalArgumentException(
                    "--shape " + widths + ": " + parameters + " parameters take more than the " + (memory >> 20)
                            + " MiB of memory that there are; KAN_JAVA_OPTS=-Xmx8g gives more");
        }
    }

    private Optional<Checkpoints> checkpoints() {
        PrintWriter err = spec.commandLine().getErr();
        model.map(FitCommand::checkpoint)
                .filter(file -> resume && !Files.exists(file))
                .ifPresent(file -> err.println("kan: " + file + ": no checkpoint, so the training begins anew"));
        return model.map(
                file -> new Checkpoints(checkpoint(file), interval, resume, warning -> err.println("kan: " + warning)));
    }

    private static Path checkpoint(Path file) {
        return file.resolveSibling(file.getFileName() + ".checkpoint");
    }

    private Trainer.Options options(Trainer.Options bySize) {
        Trainer.Options suited = bySize.withIntervals(intervals, refine);
        Penalties penalties = suited.penalties().withL1(l1).withEntropy(entropy);
        Adam adam = Adam.defaults();
        Optimizer optimizer = switch (steps) {
            case AUTO -> suited.optimizer();
            case LM -> LevenbergMarquardt.of(1).withTolerance(1e-5);
            case LBFGS -> new Lbfgs(20);
            case ADAM -> adam;
        };
        boolean changed = !optimizer.name().equals(suited.optimizer().name());
        if (optimizer instanceof Adam) {
            optimizer = new Adam(
                    rate.orElse(adam.rate()),
                    batchRows.orElse(adam.batchRows()),
                    decay.orElse(adam.decay()),
                    adam.schedule());
        } else if (rate.isPresent() || batchRows.isPresent() || decay.isPresent()) {
            throw new IllegalArgumentException(
                    "--rate, --batch, --decay: --optimizer adam required, got " + optimizer.name());
        }
        penalties = smoothness.map(penalties::withSmoothness).orElse(penalties);
        penalties = ridge.isEmpty() || auto() ? penalties : penalties.withRidge(weight(ridge.get()));
        Trainer.Options options = suited.withOptimizer(optimizer).withPenalties(penalties);
        if (changed) {
            int usual = ModelTrainer.usualSteps(optimizer);
            options =
                    options.withIterations(usual).withPatience(optimizer instanceof LevenbergMarquardt ? 0 : usual / 4);
        }
        if (task == Task.CLASSIFICATION && optimizer instanceof LevenbergMarquardt) {
            throw new IllegalArgumentException("--optimizer: lbfgs or adam required for classes, got lm");
        }
        if (huber.isPresent()) {
            if (task == Task.CLASSIFICATION) {
                throw new IllegalArgumentException("--huber: --task regression required, got classification");
            }
            options = options.withLoss(Loss.huber(huber.get()));
        }
        return options.withIterations(iterations.orElse(options.iterations()))
                .withPatience(patience.orElse(options.patience()));
    }

    private void print(
            List<String> notes,
            Shape widths,
            Trained trained,
            Trainer.Options options,
            double readSeconds,
            Optional<Path> saved)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ModelTrainer.Fitted fitted = trained.fitted();
        String optimizer = options.optimizer().name();
        int parameters = fitted.model().kan().network().trainable().length;
        boolean classes = task == Task.CLASSIFICATION;
        if (json) {
            Output.json(out, members -> {
                if (classes) {
                    score(members, "train_", fitted.train());
                    score(members, "validation_", fitted.validation());
                    score(members, "", fitted.test());
                } else {
                    Output.number(members, "train_rmse", fitted.train().rmse());
                    Output.number(
                            members, "validation_rmse", fitted.validation().rmse());
                    Output.number(members, "test_rmse", fitted.test().rmse());
                    targets(members, fitted);
                }
                if (saved.isPresent()) {
                    members.writeStringField("model", saved.get().toString());
                }
                members.writeNumberField("parameters", parameters);
                members.writeStringField("optimizer", optimizer);
                members.writeNumberField("iterations", fitted.iterations());
                Output.number(members, "seconds", fitted.seconds());
                Output.number(members, "read_seconds", readSeconds);
                if (trained.choice().isPresent()) {
                    write(members, trained.choice().get());
                }
                members.writeNumberField("seed", seed);
                members.writeStringField("shape", widths.toString());
                Output.strings(members, "notes", notes);
            });
            return;
        }
        out.printf(
                Locale.ROOT,
                "shape %s, %d parameters, %d steps of %s in %.2f s, read in %.2f s%n",
                widths,
                parameters,
                fitted.iterations(),
                optimizer,
                fitted.seconds(),
                readSeconds);
        if (classes) {
            line(
                    out,
                    "accuracy",
                    fitted.train().accuracy(),
                    fitted.validation().accuracy(),
                    fitted.test().accuracy());
            line(
                    out,
                    "log loss",
                    fitted.train().logLoss(),
                    fitted.validation().logLoss(),
                    fitted.test().logLoss());
        } else {
            List<String> names = fitted.model().outputNames();
            for (int t = 0; t < names.size(); t++) {
                String of = names.size() == 1 ? "" : names.get(t) + ": ";
                Score.Target test = fitted.test().targets().get(t);
                Score.Target train = fitted.train().targets().get(t);
                Score.Target validation = fitted.validation().targets().get(t);
                line(out, of + "RMSE", train.rmse(), validation.rmse(), test.rmse());
                line(out, of + "R2", train.r2(), validation.r2(), test.r2());
            }
        }
        trained.choice().ifPresent(choice -> print(out, choice));
        if (!judged(fitted)) {
            out.println("note  validation –: fewer than " + Split.ROWS_TO_JUDGE
                    + (classes ? " rows of each class" : " rows") + ", none held back to judge");
        }
        if (!classes && fitted.test().targets().stream().anyMatch(target -> Double.isNaN(target.r2()))) {
            out.println("note  test R2 –: the target is the same in all rows held back");
        }
        saved.ifPresent(file -> out.println("model " + file));
        notes.forEach(note -> out.println("note  " + note));
    }

    /** What a score of this task consists of, by the names that its parts have in JSON. */
    private Map<String, ToDoubleFunction<Score>> parts() {
        Map<String, ToDoubleFunction<Score>> parts = new LinkedHashMap<>();
        if (task == Task.CLASSIFICATION) {
            parts.put("accuracy", Score::accuracy);
            parts.put("log_loss", Score::logLoss);
            parts.put("roc_auc", Score::auc);
        } else {
            parts.put("rmse", Score::rmse);
        }
        return parts;
    }

    private void write(JsonGenerator json, CrossValidation.Result choice) throws IOException {
        json.writeNumberField("ridge", choice.best().penalties().ridge());
        int parts = choice.best().scores().size();
        if (parts > 1) {
            json.writeNumberField("folds", parts);
            for (Map.Entry<String, ToDoubleFunction<Score>> part : parts().entrySet()) {
                Output.number(json, "folds_" + part.getKey(), choice.best().mean(part.getValue()));
                Output.number(
                        json,
                        "folds_" + part.getKey() + "_deviation",
                        choice.best().deviation(part.getValue()));
            }
        }
        json.writeArrayFieldStart("path");
        for (CrossValidation.Candidate candidate : choice.candidates()) {
            json.writeStartObject();
            json.writeNumberField("ridge", candidate.penalties().ridge());
            Output.number(json, "loss", candidate.loss());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void print(PrintWriter out, CrossValidation.Result choice) {
        int parts = choice.best().scores().size();
        if (parts > 1) {
            String text = parts().entrySet().stream()
                    .filter(part -> !Double.isNaN(choice.best().mean(part.getValue())))
                    .map(part -> part.getKey().replace('_', ' ') + " "
                            + Output.shortNumber(choice.best().mean(part.getValue())) + " ± "
                            + Output.brief(choice.best().deviation(part.getValue())))
                    .collect(Collectors.joining(", "));
            out.println(parts + " folds  " + text);
        }
        if (choice.candidates().size() > 1) {
            out.println("ridge " + Output.brief(choice.best().penalties().ridge()) + ", of "
                    + choice.candidates().stream()
                            .map(candidate -> Output.brief(candidate.penalties().ridge()))
                            .collect(Collectors.joining(", ")));
        }
    }

    private static void line(PrintWriter out, String what, double train, double validation, double test) {
        out.printf(
                "%s  train %s, validation %s, test %s%n",
                what, Output.shortNumber(train), Output.shortNumber(validation), Output.shortNumber(test));
    }

    private static boolean judged(ModelTrainer.Fitted fitted) {
        Score validation = fitted.validation();
        return !Double.isNaN(validation.rmse()) || !Double.isNaN(validation.logLoss());
    }

    /** The scores of each target by itself, in its own units. */
    private static void targets(JsonGenerator json, ModelTrainer.Fitted fitted) throws IOException {
        json.writeArrayFieldStart("targets");
        for (int t = 0; t < fitted.model().outputNames().size(); t++) {
            json.writeStartObject();
            json.writeStringField("name", fitted.model().outputNames().get(t));
            target(json, "train_", fitted.train().targets().get(t));
            target(json, "validation_", fitted.validation().targets().get(t));
            target(json, "test_", fitted.test().targets().get(t));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void target(JsonGenerator json, String prefix, Score.Target target) throws IOException {
        Output.number(json, prefix + "rmse", target.rmse());
        Output.number(json, prefix + "r2", target.r2());
    }

    private static void score(JsonGenerator json, String prefix, Score score) throws IOException {
        Output.number(json, prefix + "accuracy", score.accuracy());
        Output.number(json, prefix + "log_loss", score.logLoss());
        Output.number(json, prefix + "roc_auc", score.auc());
    }
}
