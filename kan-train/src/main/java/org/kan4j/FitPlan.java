package org.kan4j;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kan4j.basis.Basis;
import org.kan4j.data.Dataset;
import org.kan4j.model.Response;
import org.kan4j.network.Shape;
import org.kan4j.train.Adam;
import org.kan4j.train.CrossValidation;
import org.kan4j.train.Lbfgs;
import org.kan4j.train.LevenbergMarquardt;
import org.kan4j.train.Loss;
import org.kan4j.train.MaximalUpdate;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Optimizer;
import org.kan4j.train.Penalties;
import org.kan4j.train.Split;
import org.kan4j.train.Trainer;

/**
 * How a network will be trained: the options, and what is chosen where they say nothing. All choices of a fit are made here, before any
 * of its work.
 *
 * @param options what was asked for
 * @param training loss, penalties, optimiser, steps and patience
 * @param ridges penalties to choose from by rows that judge or by folds, one or more; empty where the training's own are simply taken
 */
public record FitPlan(FitOptions options, Trainer.Options training, List<Penalties> ridges) {
    /** Rows from and up to which the ridge is chosen by data unless it is given: noise is a matter of small tables. */
    private static final int FEW_ROWS = 10;

    private static final int MANY_ROWS = 2_000;
    /** How often a network's parameters are in memory at once while it is trained, at least. */
    private static final long COPIES = 16;

    /**
     * Copies.
     *
     * @param options what was asked for
     * @param training loss, penalties, optimiser, steps and patience
     * @param ridges penalties to choose from by rows that judge or by folds, one or more; empty where the training's own are simply taken
     */
    public FitPlan {
        ridges = List.copyOf(ridges);
    }

    /**
     * {@return the plan for a table}
     *
     * @param table the rows
     * @param options what is not to be chosen by the table
     * @throws OptionException if the options do not go with each other or with the table
     * @throws IllegalArgumentException if the shape does not fit the columns
     */
    public static FitPlan of(FitTable table, FitOptions options) {
        table.inMemory().ifPresent(data -> requireFolds(data, options));
        requireMemory(table, options);
        options.loss().ifPresent(loss -> requireTargets(table, loss));
        Trainer.Options suited = table.suited(options.shape(), options.basis());
        Trainer.Options training = training(suited, options, table.labels(), table.rows());
        return new FitPlan(options, training, ridges(training, options, table));
    }

    private static void requireFolds(Dataset data, FitOptions options) {
        if (options.folds().isEmpty()) {
            return;
        }
        int most = data.rows() - Split.of(data, options.seed()).test().length;
        if (!(options.folds().get() <= most)) {
            throw new OptionException(
                    "folds",
                    "2 to " + most + " required, the rows that are not held back for the test, got "
                            + options.folds().get());
        }
    }

    /** Refuses a network that is too large before any of it is there. */
    private static void requireMemory(FitTable table, FitOptions options) {
        Basis basis = options.basis();
        int intervals = basis.count();
        int most = Stream.concat(Stream.of(intervals), options.refinements().stream())
                .max(Integer::compare)
                .orElse(intervals);
        long functions = (long) basis.size() * most / intervals + 1;
        long parameters = 0;
        int in = options.shape().inputs();
        for (Shape.Nodes nodes : options.shape().layers()) {
            parameters += in * nodes.columns() * functions;
            in = nodes.count();
        }
        parameters += table.levels() * options.shape().layers().get(0).columns();
        long memory = Runtime.getRuntime().maxMemory();
        if (parameters > memory / Double.BYTES / COPIES) {
            throw new OptionException(
                    "shape " + options.shape(),
                    parameters + " parameters take more than the " + (memory >> 20)
                            + " MiB of memory that there are; KAN_JAVA_OPTS=-Xmx8g gives more");
        }
    }

    /** Refuses a loss that does not go with the targets. */
    static void requireTargets(FitTable table, Loss loss) {
        if (table.labels()) {
            throw new OptionException("loss", "a target of numbers required, got one of classes");
        }
        if (loss.residuals()) {
            return;
        }
        Dataset data = table.inMemory()
                .orElseThrow(() -> new OptionException(
                        "loss", "squares or huber required for a table that memory does not hold, got " + loss));
        if (!loss.response().exponential()) {
            return;
        }
        boolean counts = loss.response().kind() == Response.Kind.POISSON;
        int targets = data.targets().size();
        for (int i = 0; i < data.y().length; i++) {
            if (!(data.y()[i] > 0 || counts && data.y()[i] == 0)) {
                throw new OptionException(
                        "loss",
                        loss.response().text() + " requires targets " + (counts ? "of 0 or more" : "above 0") + ", got "
                                + data.y()[i] + " in \"" + data.targets().get(i % targets) + '"');
            }
        }
        for (int t = 0; t < targets; t++) {
            int target = t;
            if (IntStream.range(0, data.rows()).allMatch(r -> data.y()[r * targets + target] == 0)) {
                throw new OptionException("loss", "poisson requires a target above 0, got 0 in all rows");
            }
        }
    }

    /**
     * {@return how a network will be trained}
     *
     * @param suited the training that suits the size of the problem
     * @param options what is not to be chosen by it
     * @param labels whether the target holds classes
     * @param rows of the table
     * @throws OptionException if the options do not go with each other or with the target
     */
    public static Trainer.Options training(Trainer.Options suited, FitOptions options, boolean labels, long rows) {
        FitOptions.Steps steps = options.steps();
        boolean squares = !labels && options.loss().map(Loss::residuals).orElse(true);
        Trainer.Options usual = squares || labels ? suited : ModelTrainer.ofNoise(suited, rows);
        Optimizer optimizer = optimizer(usual, steps);
        if (!squares && optimizer instanceof LevenbergMarquardt) {
            throw new OptionException(
                    "optimizer",
                    "lbfgs or adam required for " + (labels ? "classes" : "losses but squares and huber") + ", got lm");
        }
        Trainer.Options training = usual.withIntervals(options.basis().count(), options.refinements())
                .withOptimizer(optimizer)
                .withPenalties(penalties(usual.penalties(), options.weights()));
        if (!optimizer.name().equals(usual.optimizer().name())) {
            int often = ModelTrainer.usualSteps(optimizer);
            training = training.withIterations(often)
                    .withPatience(optimizer instanceof LevenbergMarquardt ? 0 : often / 4);
        }
        if (options.loss().isPresent()) {
            training = training.withLoss(options.loss().get());
        }
        return training.withIterations(steps.iterations().orElse(training.iterations()))
                .withPatience(steps.patience().orElse(training.patience()));
    }

    private static Optimizer optimizer(Trainer.Options suited, FitOptions.Steps steps) {
        Adam adam = Adam.defaults();
        Optimizer optimizer = switch (steps.optimizer()) {
            case AUTO -> suited.optimizer();
            case LM -> LevenbergMarquardt.defaults().withTolerance(1e-5);
            case LBFGS -> new Lbfgs(20);
            case ADAM -> adam;
        };
        if (optimizer instanceof Adam) {
            return new Adam(
                    steps.rate().orElse(adam.rate()),
                    steps.batchRows().orElse(adam.batchRows()),
                    steps.decay().orElse(adam.decay()),
                    adam.schedule(),
                    steps.baseWidth().map(MaximalUpdate::new));
        }
        if (steps.adamAlone()) {
            throw new OptionException(
                    "rate, batch, decay, parameterization", "the optimizer adam required, got " + optimizer.name());
        }
        return optimizer;
    }

    private static Penalties penalties(Penalties suited, FitOptions.Weights weights) {
        Penalties penalties = suited.withL1(weights.l1()).withEntropy(weights.entropy());
        penalties = weights.smoothness().map(penalties::withSmoothness).orElse(penalties);
        return weights.ridge().weight().map(penalties::withRidge).orElse(penalties);
    }

    /** Several for small tables of numbers that may be noisy, unless {@code refinements} say that they are exact. */
    private static List<Penalties> ridges(Trainer.Options training, FitOptions options, FitTable table) {
        FitOptions.Ridge ridge = options.weights().ridge();
        boolean small = ridge.weight().isEmpty()
                && !table.labels()
                && table.inMemory().isPresent()
                && training.optimizer() instanceof LevenbergMarquardt
                && options.refinements().isEmpty()
                && table.rows() >= FEW_ROWS
                && table.rows() <= MANY_ROWS;
        if (small || ridge.chosen()) {
            return CrossValidation.ridges(training.penalties(), (int) table.rows());
        }
        return options.folds().isPresent() ? List.of(training.penalties()) : List.of();
    }

    /** How many folds judge; 0 where rows do that are kept for it. */
    int folds() {
        return options.folds().orElse(0);
    }
}
