package org.kan4j.train;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Takes an optimiser's steps until there are enough, nothing is gained any more, the rows that judge say so, or somebody asks
 * it to stop. Parameters that are not numbers are never returned: the last ones that were are.
 */
final class TrainingLoop {
    private final int steps;
    private final int patience;
    private final BooleanSupplier stop;

    /** Told after every step. */
    interface Monitor {
        /** Tells nobody. */
        Monitor NONE = (step, loss, parameters, position) -> {};

        /**
         * A step was taken.
         *
         * @param step its number from 1 on
         * @param loss the objective, see {@link Optimizer.Run#loss}
         * @param parameters where the run stands
         * @param position where the loop stands, made when it is asked for
         */
        void step(int step, double loss, double[] parameters, Supplier<Position> position);
    }

    /**
     * Where a loop stands.
     *
     * @param step steps taken
     * @param optimizer the optimiser's state
     * @param best parameters of the lowest error on the rows that judge; empty where none do
     * @param bestError that error
     * @param since steps since then
     */
    record Position(int step, double[] optimizer, double[] best, double bestError, int since) {}

    /**
     * What a loop gave.
     *
     * @param parameters of the lowest error on the rows that judge; where none do, the last ones
     * @param steps taken
     */
    record Outcome(double[] parameters, int steps) {}

    /**
     * A loop.
     *
     * @param steps at the most
     * @param patience steps without a lower error on the rows that judge, after which it ends; 0 where none judge
     * @param stop asked before each step
     */
    TrainingLoop(int steps, int patience, BooleanSupplier stop) {
        this.steps = steps;
        this.patience = patience;
        this.stop = Objects.requireNonNull(stop, "stop");
    }

    /**
     * Runs.
     *
     * @param run the optimiser at its start
     * @param judge error of parameters on the rows that judge; not asked where {@code patience} is 0
     * @param from where an earlier loop stood that this one goes on from
     * @param monitor told after every step
     */
    Outcome run(Optimizer.Run run, ToDoubleFunction<double[]> judge, Optional<Position> from, Monitor monitor) {
        int step = 0;
        int since = 0;
        double[] best = run.parameters();
        double bestError = Double.POSITIVE_INFINITY;
        if (from.isPresent()) {
            Position position = from.get();
            run.restore(position.optimizer);
            step = position.step;
            since = position.since;
            best = patience > 0 ? position.best.clone() : run.parameters();
            bestError = position.bestError;
        }
        while (step < steps && (patience == 0 || since < patience) && !stop.getAsBoolean() && run.step()) {
            step++;
            double[] parameters = run.parameters();
            if (!finite(parameters)) {
                break;
            }
            double error = patience > 0 ? judge.applyAsDouble(parameters) : Double.NEGATIVE_INFINITY;
            if (error < bestError || patience == 0) {
                best = parameters;
                bestError = error;
                since = 0;
            } else {
                since++;
            }
            int taken = step;
            int waited = since;
            double[] kept = patience > 0 ? best : new double[0];
            double lowest = bestError;
            monitor.step(step, run.loss(), parameters, () -> new Position(taken, run.state(), kept, lowest, waited));
        }
        return new Outcome(best, step);
    }

    private static boolean finite(double[] parameters) {
        for (double p : parameters) {
            if (!Double.isFinite(p)) {
                return false;
            }
        }
        return true;
    }
}
