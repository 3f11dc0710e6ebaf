package org.kan4j.train;

import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.GridUpdate;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

/**
 * Trains small networks by Levenberg–Marquardt on all rows at once: grids are laid over the data, steps are taken, and the
 * grids follow what the hidden nodes produce. Then every interval is split while that helps the validation rows.
 */
public final class Trainer {
    private final Engine engine;
    private final Options options;

    /**
     * How to train.
     *
     * @param intervals G at the beginning, ≥ 1; a Chebyshev or Fourier basis keeps its own number of functions, which
     *     refinements multiply alike
     * @param order of the splines, 1 … 5
     * @param refinements the numbers of intervals to refine to, each a multiple of the one before; kept only where the
     *     validation error falls
     * @param iterations of Levenberg–Marquardt at each number of intervals, ≥ 1
     * @param sparsity weight λ of the L1 penalty on edges, 0 for none; the last steps are taken without it
     * @param stop asked between steps; ends the training with what it has
     */
    public record Options(
            int intervals,
            int order,
            List<Integer> refinements,
            int iterations,
            double sparsity,
            BooleanSupplier stop) {
        /** Validates. */
        public Options {
            refinements = List.copyOf(refinements);
            Objects.requireNonNull(stop, "stop");
            require(intervals >= 1, "intervals: at least 1 required, got " + intervals);
            require(order >= 1 && order <= 5, "order: 1 to 5 required, got " + order);
            require(iterations >= 1, "iterations: at least 1 required, got " + iterations);
            require(sparsity >= 0 && sparsity < 1e6, "sparsity: 0 or more required, got " + sparsity);
            int last = intervals;
            for (int g : refinements) {
                require(
                        g > last && g % last == 0,
                        "refinement: a larger multiple of " + last + " intervals required, got " + g);
                last = g;
            }
        }

        /** Five cubic intervals, no refinement, 60 iterations, no sparsity. */
        public static Options defaults() {
            return new Options(5, 3, List.of(), 60, 0, () -> false);
        }

        /** The same with other intervals to begin with and to refine to. */
        public Options withIntervals(int first, List<Integer> refined) {
            return new Options(first, order, refined, iterations, sparsity, stop);
        }

        /** The same with another order. */
        public Options withOrder(int changed) {
            return new Options(intervals, changed, refinements, iterations, sparsity, stop);
        }

        /** The same with another number of iterations. */
        public Options withIterations(int changed) {
            return new Options(intervals, order, refinements, changed, sparsity, stop);
        }

        /** The same with another weight of the sparsity penalty. */
        public Options withSparsity(double changed) {
            return new Options(intervals, order, refinements, iterations, changed, stop);
        }

        /** The same with another condition to stop at. */
        public Options withStop(BooleanSupplier changed) {
            return new Options(intervals, order, refinements, iterations, sparsity, changed);
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
     * @param trainRmse root mean squared error on the training rows, in the network's units
     * @param validationRmse the same on the validation rows; that of the training rows where there are none
     * @param iterations steps of Levenberg–Marquardt
     */
    public record Result(Kan kan, double trainRmse, double validationRmse, int iterations) {}

    /** A trainer on an engine. */
    public Trainer(Engine engine, Options options) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.options = Objects.requireNonNull(options, "options");
    }

    /** How this trainer trains. */
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
     */
    public Result train(Shape shape, long seed, Batch train, Batch validation) {
        return train(Kan.random(shape, options.intervals, options.order, 2, seed), train, validation);
    }

    /**
     * Trains a network from the parameters that it has.
     *
     * @param start network and parameters; its grids get {@code intervals} intervals
     * @param train rows to fit, in standardised units
     * @param validation rows to judge refinements by; may be empty
     */
    public Result train(Kan start, Batch train, Batch validation) {
        check(start, train);
        Result best = result(start, train, validation, 0);
        // Grids follow the hidden values while these still move: two short runs, then the long one.
        int[] runs = start.network().depth() == 1
                ? new int[] {options.iterations}
                : new int[] {options.iterations / 6, options.iterations / 4, options.iterations};
        int used = 0;
        for (int run : runs) {
            if (run > 0 && !options.stop.getAsBoolean()) {
                Kan kan = GridUpdate.fromData(best.kan, engine, train.x(), train.rows(), options.intervals);
                Result next = steps(kan, train, validation, run, 1e-3, options.sparsity);
                used += next.iterations;
                if (used == next.iterations || next.trainRmse <= best.trainRmse || options.sparsity > 0) {
                    best = next;
                }
            }
        }
        if (options.sparsity > 0 && !options.stop.getAsBoolean()) {
            // The penalty has shown which edges matter; the last steps fit those without its bias.
            best = steps(best.kan, train, validation, options.iterations, 1e-3, 0);
            used += best.iterations;
        }
        best = new Result(best.kan, best.trainRmse, best.validationRmse, used);
        int intervals = options.intervals;
        for (int refined : options.refinements) {
            if (options.stop.getAsBoolean()) {
                break;
            }
            Result next = steps(best.kan.refined(refined / intervals), train, validation, options.iterations, 1e-3, 0);
            if (!(next.validationRmse < 0.9 * best.validationRmse)) {
                break;
            }
            best = new Result(next.kan, next.trainRmse, next.validationRmse, best.iterations + next.iterations);
            intervals = refined;
        }
        return best;
    }

    /**
     * Fits the parameters of a network as it is: no change of grids.
     *
     * @param kan network and parameters
     * @param train rows to fit
     * @param validation rows to measure; may be empty
     * @param iterations steps at the most
     */
    public Result refit(Kan kan, Batch train, Batch validation, int iterations) {
        check(kan, train);
        return steps(kan, train, validation, iterations, 1e-3, 0);
    }

    private Result steps(Kan kan, Batch train, Batch validation, int iterations, double damping, double sparsity) {
        NetworkProblem problem = new NetworkProblem(engine, kan, train, sparsity);
        LevenbergMarquardt.Result run = LevenbergMarquardt.of(iterations)
                .withDamping(damping)
                .withTolerance(1e-5)
                .withStop(options.stop)
                .minimize(problem, problem.start());
        return result(kan.withParameters(problem.expand(run.unknowns())), train, validation, run.iterations());
    }

    private Result result(Kan kan, Batch train, Batch validation, int iterations) {
        double rmse = rmse(engine, kan, train);
        return new Result(kan, rmse, validation.rows() == 0 ? rmse : rmse(engine, kan, validation), iterations);
    }

    /** Root mean squared error of a network on the rows of a batch, over all outputs; NaN where there are no rows. */
    public static double rmse(Engine engine, Kan kan, Batch batch) {
        double[] y = new double[batch.rows() * kan.network().out()];
        engine.values(kan.network(), kan.parameters(), batch.x(), batch.rows(), y);
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            double d = y[i] - batch.y()[i];
            sum += d * d;
        }
        return Math.sqrt(sum / y.length);
    }

    private static void check(Kan kan, Batch train) {
        if (train.rows() == 0) {
            throw new IllegalArgumentException("training: at least 1 row required, got 0");
        }
        if (train.in() != kan.network().in() || train.out() != kan.network().out()) {
            throw new IllegalArgumentException(
                    "training: rows of " + kan.network().in() + " inputs and "
                            + kan.network().out() + " targets required, got " + train.in() + " and " + train.out());
        }
    }
}
