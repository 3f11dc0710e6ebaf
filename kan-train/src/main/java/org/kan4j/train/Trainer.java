package org.kan4j.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.data.Batch;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.GridUpdate;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;
import org.kan4j.model.Response;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;

/**
 * Trains networks: grids are laid over the data, an optimiser takes its steps, and the grids follow what the hidden nodes
 * produce. Then every interval is split while that helps the validation rows.
 */
public final class Trainer {
    /** Rows that grids are laid over, at the most. */
    private static final int GRID_ROWS = 20_000;

    /** Grids of a network without data reach from minus this to this, in standard deviations. */
    private static final double RANGE = 2;

    private final Engine engine;
    private final Options options;

    /**
     * How to train.
     *
     * @param intervals G at the beginning, ≥ 1; a basis whose settings count its functions keeps their number, which
     *     refinements multiply alike
     * @param basis of every edge of a network that is not there yet; only its family and settings count, not its grid
     * @param refinements the numbers of intervals to refine to, each a multiple of the one before; kept only where the
     *     validation error falls
     * @param iterations of the optimiser at each number of intervals, ≥ 1
     * @param loss of a row
     * @param penalties added to the mean loss; the last steps are taken without those that drive edges to zero
     * @param optimizer takes the steps
     * @param patience steps without a lower validation error that end a run of the optimiser, whose best parameters are kept
     *     then; 0 where the validation rows do not judge
     * @param seed of what is random in the steps
     * @param listener told of every step
     * @param stop asked between steps; ends the training with what it has
     */
    public record Options(
            int intervals,
            Basis basis,
            List<Integer> refinements,
            int iterations,
            Loss loss,
            Penalties penalties,
            Optimizer optimizer,
            int patience,
            long seed,
            TrainingListener listener,
            BooleanSupplier stop) {
        /**
         * Validates.
         *
         * @param intervals G at the beginning, ≥ 1; a basis whose settings count its functions keeps their number, which
         *     refinements multiply alike
         * @param basis of every edge of a network that is not there yet; only its family and settings count, not its grid
         * @param refinements the numbers of intervals to refine to, each a multiple of the one before; kept only where the
         *     validation error falls
         * @param iterations of the optimiser at each number of intervals, ≥ 1
         * @param loss of a row
         * @param penalties added to the mean loss; the last steps are taken without those that drive edges to zero
         * @param optimizer takes the steps
         * @param patience steps without a lower validation error that end a run of the optimiser, whose best parameters are kept
         *     then; 0 where the validation rows do not judge
         * @param seed of what is random in the steps
         * @param listener told of every step
         * @param stop asked between steps; ends the training with what it has
         */
        public Options {
            refinements = List.copyOf(refinements);
            Objects.requireNonNull(basis, "basis");
            Objects.requireNonNull(loss, "loss");
            Objects.requireNonNull(penalties, "penalties");
            Objects.requireNonNull(optimizer, "optimizer");
            Objects.requireNonNull(listener, "listener");
            Objects.requireNonNull(stop, "stop");
            require(intervals >= 1, "intervals: at least 1 required, got " + intervals);
            require(iterations >= 1, "iterations: at least 1 required, got " + iterations);
            require(patience >= 0, "patience: 0 or more required, got " + patience);
            int last = intervals;
            for (int g : refinements) {
                require(
                        g > last && g % last == 0,
                        "refinement: a larger multiple of " + last + " intervals required, got " + g);
                last = g;
            }
        }

        /** {@return five cubic intervals, no refinement, 80 steps of Levenberg–Marquardt on squares, no penalties} */
        public static Options defaults() {
            return new Options(
                    5,
                    new BSpline(Grid.uniform(-RANGE, RANGE, 5), 3, Extrapolation.LINEAR),
                    List.of(),
                    80,
                    Loss.squares(),
                    Penalties.NONE,
                    LevenbergMarquardt.defaults().withTolerance(1e-5),
                    0,
                    0,
                    TrainingListener.NONE,
                    () -> false);
        }

        /**
         * {@return a copy of these options with other intervals to begin with and to refine to}
         *
         * @param first ≥ 1
         * @param refined each a larger multiple of the one before; empty for none
         */
        public Options withIntervals(int first, List<Integer> refined) {
            return new Options(
                    first, basis, refined, iterations, loss, penalties, optimizer, patience, seed, listener, stop);
        }

        /**
         * {@return a copy of these options with another basis}
         *
         * @param changed of every edge; data move its grid
         */
        public Options withBasis(Basis changed) {
            return new Options(
                    intervals,
                    changed,
                    refinements,
                    iterations,
                    loss,
                    penalties,
                    optimizer,
                    patience,
                    seed,
                    listener,
                    stop);
        }

        /**
         * {@return a copy of these options with B-splines of an order}
         *
         * @param order 1 … 5
         */
        public Options withOrder(int order) {
            return withBasis(new BSpline(Grid.uniform(-RANGE, RANGE, intervals), order, Extrapolation.LINEAR));
        }

        /**
         * A random network with the first number of intervals, on the range of standardised inputs. For classes the base of the edges
         * from the inputs is the identity: what penalties leave in the end is a linear model of the log-odds then, which is hard to
         * beat on small tables, and not one of SiLUs.
         */
        Kan random(Shape shape, long seed) {
            Kan kan =
                    optimizer.initial(Kan.random(shape, basis.withGrid(Grid.uniform(-RANGE, RANGE, intervals)), seed));
            if (!(loss instanceof Loss.CrossEntropy)) {
                return kan;
            }
            Layer first = kan.network().layer(0);
            List<BaseActivation> linear = Collections.nCopies(first.in(), BaseActivation.IDENTITY);
            Layer changed = new Layer(first.bases(), linear, first.sums(), first.arities(), first.edges());
            return new Kan(kan.network().withLayer(0, changed), kan.parameters());
        }

        /**
         * {@return a copy of these options with another number of iterations}
         *
         * @param changed steps at each number of intervals, at the most, ≥ 1
         */
        public Options withIterations(int changed) {
            return new Options(
                    intervals, basis, refinements, changed, loss, penalties, optimizer, patience, seed, listener, stop);
        }

        /**
         * {@return a copy of these options with another loss}
         *
         * @param changed of a row
         */
        public Options withLoss(Loss changed) {
            return new Options(
                    intervals,
                    basis,
                    refinements,
                    iterations,
                    changed,
                    penalties,
                    optimizer,
                    patience,
                    seed,
                    listener,
                    stop);
        }

        /**
         * {@return a copy of these options with other penalties}
         *
         * @param changed added to the mean loss
         */
        public Options withPenalties(Penalties changed) {
            return new Options(
                    intervals,
                    basis,
                    refinements,
                    iterations,
                    loss,
                    changed,
                    optimizer,
                    patience,
                    seed,
                    listener,
                    stop);
        }

        /**
         * {@return a copy of these options with another optimiser}
         *
         * @param changed takes the steps
         */
        public Options withOptimizer(Optimizer changed) {
            return new Options(
                    intervals,
                    basis,
                    refinements,
                    iterations,
                    loss,
                    penalties,
                    changed,
                    patience,
                    seed,
                    listener,
                    stop);
        }

        /**
         * {@return a copy of these options with another patience}
         *
         * @param changed steps without a lower validation error that end a run of the optimiser, ≥ 0
         */
        public Options withPatience(int changed) {
            return new Options(
                    intervals,
                    basis,
                    refinements,
                    iterations,
                    loss,
                    penalties,
                    optimizer,
                    changed,
                    seed,
                    listener,
                    stop);
        }

        /**
         * {@return a copy of these options with another seed}
         *
         * @param changed of what is random in the steps
         */
        public Options withSeed(long changed) {
            return new Options(
                    intervals,
                    basis,
                    refinements,
                    iterations,
                    loss,
                    penalties,
                    optimizer,
                    patience,
                    changed,
                    listener,
                    stop);
        }

        /**
         * {@return a copy of these options with another listener}
         *
         * @param changed is told of every step
         */
        public Options withListener(TrainingListener changed) {
            return new Options(
                    intervals,
                    basis,
                    refinements,
                    iterations,
                    loss,
                    penalties,
                    optimizer,
                    patience,
                    seed,
                    changed,
                    stop);
        }

        /**
         * {@return a copy of these options with another condition to stop at}
         *
         * @param changed asked between steps
         */
        public Options withStop(BooleanSupplier changed) {
            return new Options(
                    intervals,
                    basis,
                    refinements,
                    iterations,
                    loss,
                    penalties,
                    optimizer,
                    patience,
                    seed,
                    listener,
                    changed);
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw new IllegalArgumentException(message);
            }
        }
    }

    /**
     * A trained network.
     *
     * @param kan network and parameters
     * @param trainRmse root mean squared error on the training rows, in the network's units; the mean log-likelihood lost for a
     *     loss of classes, see {@link Loss#reported}
     * @param validationRmse the same on the validation rows; that of the training rows where there are none
     * @param iterations steps of the optimiser
     */
    public record Result(Kan kan, double trainRmse, double validationRmse, int iterations) {}

    /**
     * A trainer on an engine.
     *
     * @param engine computes
     * @param options of every training
     */
    public Trainer(Engine engine, Options options) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.options = Objects.requireNonNull(options, "options");
    }

    /** {@return how this trainer trains} */
    public Options options() {
        return options;
    }

    /**
     * Trains a network of the given shape from random parameters.
     *
     * @param shape widths; inputs and outputs as in the rows
     * @param seed of the parameters
     * @param train rows to fit, in standardised units
     * @param validation rows to judge refinements by; may be empty
     * @return the network and its errors
     */
    public Result train(Shape shape, long seed, Batch train, Batch validation) {
        return train(options.random(shape, seed), train, validation);
    }

    /**
     * Trains a network from the parameters that it has.
     *
     * @param start network and parameters; its grids get {@code intervals} intervals
     * @param train rows to fit, in standardised units
     * @param validation rows to judge refinements by; may be empty
     * @return the network and its errors
     */
    public Result train(Kan start, Batch train, Batch validation) {
        return train(start, train, validation, Optional.empty());
    }

    /**
     * Trains a network of the given shape from random parameters on rows that may be on other machines, with lm or lbfgs and without
     * penalties that drive edges to zero.
     *
     * @param shape widths; inputs and outputs as in the rows
     * @param seed of the parameters
     * @param train rows to fit, in standardised units
     * @param validation rows to judge by; may be empty
     * @return the network and its errors: those of rows in this process, bit for bit
     */
    public Result train(Shape shape, long seed, Rows train, Rows validation) {
        return train(options.random(shape, seed), train, validation, Optional.empty());
    }

    /** A run of the optimiser, and what is done to the network before it. */
    private record Stage(Kind kind, int steps, int intervals) {
        enum Kind {
            /** Grids are laid over the values that arrive at them. */
            LAY,
            /** Grids follow these values, and the errors. */
            FOLLOW,
            /** The penalties that drive edges to zero have shown which matter: the others' fit without their bias. */
            UNBIASED,
            /** Intervals are split; those of splines follow then. */
            REFINE
        }
    }

    private List<Stage> stages(int depth) {
        List<Stage> stages = new ArrayList<>();
        int[] runs = depth == 1 ? new int[] {options.iterations} : options.optimizer.runs(options.iterations);
        for (int steps : runs) {
            if (steps > 0) {
                stages.add(new Stage(stages.isEmpty() ? Stage.Kind.LAY : Stage.Kind.FOLLOW, steps, options.intervals));
            }
        }
        if (options.penalties.sparse()) {
            stages.add(new Stage(Stage.Kind.UNBIASED, options.iterations, options.intervals));
        }
        for (int refined : options.refinements) {
            stages.add(new Stage(Stage.Kind.REFINE, options.iterations, refined));
        }
        return stages;
    }

    /** Trains, and leaves checkpoints; goes on from the last one where there is one. */
    Result train(Kan start, Batch train, Batch validation, Optional<Checkpoints.Log> log) {
        return train(start, local(train), local(validation), log);
    }

    private Rows local(Batch batch) {
        return new LocalRows(engine, options.loss, batch);
    }

    /**
     * Whether the error before the last run of the optimiser tells much of that after it: where a third of the steps, or more, are
     * taken until then.
     *
     * @param depth of the network
     */
    boolean early(int depth) {
        List<Stage> stages = stages(depth);
        int all = stages.stream().mapToInt(Stage::steps).sum();
        return 3 * stages.get(stages.size() - 1).steps <= 2 * all;
    }

    /** Takes all runs of {@link #train(Kan, Batch, Batch)} but the last one. */
    Result begin(Kan start, Batch train, Batch validation) {
        int last = stages(start.network().depth()).size() - 1;
        return train(start, local(train), local(validation), 0, last, Optional.empty());
    }

    /** Takes the last run: from what {@link #begin} gives, it gives what {@link #train(Kan, Batch, Batch)} does, bit for bit. */
    Result end(Kan begun, Batch train, Batch validation) {
        int last = stages(begun.network().depth()).size() - 1;
        return train(begun, local(train), local(validation), last, last + 1, Optional.empty());
    }

    private Result train(Kan start, Rows train, Rows validation, Optional<Checkpoints.Log> log) {
        int first = log.flatMap(Checkpoints.Log::last).map(Checkpoint::stage).orElse(0);
        return train(
                start, train, validation, first, stages(start.network().depth()).size(), log);
    }

    private Result train(Kan start, Rows train, Rows validation, int first, int end, Optional<Checkpoints.Log> log) {
        check(start, train);
        List<Stage> stages = stages(start.network().depth());
        Optional<Checkpoint> resumed = log.flatMap(Checkpoints.Log::last);
        Result best = result(
                resumed.map(Checkpoint::best).orElse(start),
                train,
                validation,
                resumed.map(Checkpoint::iterations).orElse(0));
        int intervals = first == 0 ? options.intervals : stages.get(first - 1).intervals;
        for (int s = first; s < end && !options.stop.getAsBoolean(); s++) {
            Stage stage = stages.get(s);
            Optional<Checkpoint> here = s == first ? resumed : Optional.empty();
            Kan kan = here.isPresent() ? here.get().start() : prepared(best.kan, stage, intervals, train);
            Result next = run(s, stages, kan, best, train, validation, here.map(Checkpoint::position), log);
            boolean better = switch (stage.kind) {
                case LAY, UNBIASED -> true;
                case FOLLOW -> options.penalties.sparse() || next.trainRmse <= best.trainRmse;
                case REFINE -> next.validationRmse < 0.9 * best.validationRmse;
            };
            boolean sound = Double.isFinite(next.trainRmse) || !Double.isFinite(best.trainRmse);
            Result kept = better && sound ? next : best;
            best = new Result(kept.kan, kept.trainRmse, kept.validationRmse, best.iterations + next.iterations);
            if (stage.kind == Stage.Kind.REFINE && !better) {
                break;
            }
            intervals = stage.intervals;
        }
        return best;
    }

    private Kan prepared(Kan kan, Stage stage, int intervals, Rows train) {
        return switch (stage.kind) {
            case LAY -> {
                Batch rows = train.thinned(GRID_ROWS);
                yield GridUpdate.fromData(kan, engine, rows.x(), rows.rows(), stage.intervals);
            }
            case FOLLOW -> followed(kan, train);
            case UNBIASED -> kan;
            case REFINE -> {
                Kan finer = kan.refined(stage.intervals / intervals);
                yield local(finer) ? followed(finer, train) : finer;
            }
        };
    }

    private static boolean local(Kan kan) {
        KanNetwork network = kan.network();
        return IntStream.range(0, network.depth())
                .allMatch(l -> network.layer(l).bases().stream().allMatch(basis -> basis.local() || !basis.ordered()));
    }

    /**
     * {@return a network on grids that follow the values which arrive at them and the errors, with refitted functions}
     *
     * @param kan network and parameters
     * @param train rows to follow
     */
    public Kan followed(Kan kan, Batch train) {
        return followed(kan, local(train));
    }

    private Kan followed(Kan kan, Rows train) {
        Batch rows = train.thinned(GRID_ROWS);
        return GridUpdate.fromErrors(kan, engine, rows.x(), options.loss.each(engine, kan, rows));
    }

    private Result run(
            int number,
            List<Stage> stages,
            Kan kan,
            Result best,
            Rows train,
            Rows validation,
            Optional<TrainingLoop.Position> from,
            Optional<Checkpoints.Log> log) {
        Stage stage = stages.get(number);
        boolean dense = stage.kind == Stage.Kind.UNBIASED || stage.kind == Stage.Kind.REFINE;
        Penalties penalties = dense ? options.penalties.dense() : options.penalties;
        TrainingLoop.Monitor telling =
                telling(options.listener, number, stages.size(), stage.steps, stage.intervals, kan, train, validation);
        TrainingLoop.Monitor monitor = (step, loss, parameters, position) -> {
            telling.step(step, loss, parameters, position);
            log.ifPresent(l -> l.offer(() -> new Checkpoint(number, best.iterations, best.kan, kan, position.get())));
        };
        return steps(kan, train, validation, stage.steps, penalties, from, monitor);
    }

    /** Tells a listener of the steps of a stage. */
    private TrainingLoop.Monitor telling(
            TrainingListener listener,
            int number,
            int stages,
            int steps,
            int intervals,
            Kan kan,
            Rows train,
            Rows validation) {
        if (listener == TrainingListener.NONE) {
            return TrainingLoop.Monitor.NONE;
        }
        boolean judged = validation.rows() > 0;
        double variance = variance((judged ? validation : train).batch());
        return (step, loss, parameters, position) -> {
            Kan now = kan.withParameters(parameters);
            double validationLoss = judged ? options.loss.of(validation, now) : Double.NaN;
            boolean known = Double.isNaN(variance) || (judged && options.loss instanceof Loss.Squares);
            double error = known ? validationLoss : rmse(engine, now, (judged ? validation : train).batch());
            listener.step(new TrainingListener.TrainingStep(
                    number,
                    stages,
                    step,
                    steps,
                    intervals,
                    kan.network().activeEdges(),
                    options.loss.reported(loss, kan.network().out()),
                    validationLoss,
                    1 - error * error / variance));
        };
    }

    /** The mean variance of the targets; NaN where outputs are not means of these. */
    private double variance(Batch batch) {
        if (!options.loss.residuals()) {
            return Double.NaN;
        }
        int outputs = batch.targets();
        double total = batch.totalWeight();
        double variance = 0;
        for (int o = 0; o < outputs; o++) {
            double mean = 0;
            double square = 0;
            for (int r = 0; r < batch.rows(); r++) {
                double y = batch.y()[r * outputs + o];
                mean += batch.weight(r) / total * y;
                square += batch.weight(r) / total * y * y;
            }
            variance += (square - mean * mean) / outputs;
        }
        return variance;
    }

    /**
     * Fits the parameters of a network as it is: no change of grids.
     *
     * @param kan network and parameters
     * @param train rows to fit
     * @param validation rows to measure; may be empty
     * @param iterations steps at the most
     * @return the network and its errors
     */
    public Result refit(Kan kan, Batch train, Batch validation, int iterations) {
        return refit(kan, train, validation, iterations, TrainingListener.NONE);
    }

    /**
     * Fits the parameters of a network as it is: no change of grids.
     *
     * @param kan network and parameters
     * @param train rows to fit
     * @param validation rows to measure; may be empty
     * @param iterations steps at the most
     * @param listener told of every step
     * @return the network and its errors
     */
    public Result refit(Kan kan, Batch train, Batch validation, int iterations, TrainingListener listener) {
        Rows rows = local(train);
        check(kan, rows);
        Rows judges = local(validation);
        int intervals = kan.network().layer(0).basis(0).grid().intervals();
        return steps(
                kan,
                rows,
                judges,
                iterations,
                options.penalties.dense(),
                Optional.empty(),
                telling(listener, 0, 1, iterations, intervals, kan, rows, judges));
    }

    private Result steps(
            Kan kan,
            Rows train,
            Rows validation,
            int iterations,
            Penalties penalties,
            Optional<TrainingLoop.Position> from,
            TrainingLoop.Monitor monitor) {
        Objective objective = new Objective(engine, kan, train, options.loss, penalties);
        int patience = validation.rows() == 0 ? 0 : options.patience;
        TrainingLoop.Outcome outcome;
        try (Optimizer.Run run = options.optimizer.start(objective, iterations, options.seed)) {
            outcome = new TrainingLoop(iterations, patience, options.stop)
                    .run(run, p -> options.loss.of(validation, kan.withParameters(p)), from, monitor);
        }
        return result(kan.withParameters(outcome.parameters()), train, validation, outcome.steps());
    }

    private Result result(Kan kan, Rows train, Rows validation, int iterations) {
        double error = options.loss.of(train, kan);
        return new Result(kan, error, validation.rows() == 0 ? error : options.loss.of(validation, kan), iterations);
    }

    /**
     * {@return the root mean squared error of a network on the rows of a batch, over all outputs; NaN where there are no rows}
     *
     * @param engine computes
     * @param kan network and parameters
     * @param batch the rows, in the network's units
     */
    public static double rmse(Engine engine, Kan kan, Batch batch) {
        return Loss.squares().of(engine, kan, batch);
    }

    /**
     * The error of a network's outputs: that of rows, or of logarithms of means the root of the mean square of (target − mean) / mean, which is
     * what the logarithm misses to first order.
     *
     * @param engine computes
     * @param kan the network
     * @param batch rows in its units
     * @param response what outputs are of the targets
     * @return in the units of its outputs
     */
    public static double residual(Engine engine, Kan kan, Batch batch, Response response) {
        if (!response.exponential()) {
            return rmse(engine, kan, batch);
        }
        double[] z = new double[batch.rows() * kan.network().out()];
        engine.values(kan.network(), kan.parameters(), batch.x(), batch.rows(), z);
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            double off = batch.y()[i] / Math.exp(z[i]) - 1;
            sum += off * off / z.length;
        }
        return Math.sqrt(sum);
    }

    private void check(Kan kan, Rows train) {
        if (train.rows() == 0) {
            throw new IllegalArgumentException("training: at least 1 row required, got 0");
        }
        int targets = options.loss.targets(kan.network().out());
        if (train.in() != kan.network().in() || train.targets() != targets) {
            throw new IllegalArgumentException(
                    "training: rows of " + kan.network().in() + " inputs and " + targets + " targets required, got "
                            + train.in() + " and " + train.targets());
        }
    }
}
