package org.kan4j.discover;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.data.Dataset;
import org.kan4j.data.Feature;
import org.kan4j.data.Groups;
import org.kan4j.data.Units;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.numeric.Parallel;
import org.kan4j.symbolic.SymbolicLibrary;

/**
 * Finds a formula for a table: small shapes are tried in the order of their size, each from several starts in parallel;
 * networks that do better than the best formula so far are pruned and made symbolic; formulas are refined on the data and
 * ranked by the length of their description. The result depends on the data and the seed, not on the number of threads,
 * unless the time was up.
 */
public final class Discoverer {
    private final Options options;

    /**
     * How to search.
     *
     * @param shortcuts whether formulas may also be found without a network
     * @param timeLimit wall-clock seconds, &gt; 0; infinite for none
     * @param work units of work at the most, &gt; 0: a unit is one way to find formulas, or one shape of network, on one table
     * @param seed of the held-back rows and of the starts
     * @param threads ≥ 1
     * @param library functions for the edges
     * @param interrupted asked often; ends the search with what it has
     * @param listener told what happens
     * @param units of the columns; where they are given, formulas must be consistent, their constants having no units
     * @param engine computes networks, for several threads at once
     * @param steering what is asked of the formulas
     */
    public record Options(
            boolean shortcuts,
            double timeLimit,
            long work,
            long seed,
            int threads,
            SymbolicLibrary library,
            BooleanSupplier interrupted,
            Listener listener,
            Optional<Units> units,
            Engine engine,
            Steering steering) {
        /**
         * Validates.
         *
         * @param shortcuts whether formulas may also be found without a network
         * @param timeLimit wall-clock seconds, &gt; 0; infinite for none
         * @param work units of work at the most, &gt; 0: a unit is one way to find formulas, or one shape of network, on one table
         * @param seed of the held-back rows and of the starts
         * @param threads ≥ 1
         * @param library functions for the edges
         * @param interrupted asked often; ends the search with what it has
         * @param listener told what happens
         * @param units of the columns; where they are given, formulas must be consistent, their constants having no units
         * @param engine computes networks, for several threads at once
         * @param steering what is asked of the formulas
         */
        public Options {
            if (!(timeLimit > 0)) {
                throw new IllegalArgumentException("time limit: more than 0 seconds required, got " + timeLimit);
            }
            if (!(work > 0)) {
                throw new IllegalArgumentException("work: more than 0 units required, got " + work);
            }
            if (!(threads >= 1)) {
                throw new IllegalArgumentException("threads: at least 1 required, got " + threads);
            }
            Objects.requireNonNull(library, "library");
            Objects.requireNonNull(interrupted, "interrupted");
            Objects.requireNonNull(listener, "listener");
            Objects.requireNonNull(units, "units");
            Objects.requireNonNull(engine, "engine");
            Objects.requireNonNull(steering, "steering");
        }

        /**
         * Shortcuts allowed, 60 seconds, seed 0, all processors, the standard library, scalar kernels: these networks are small and
         * searches short, and vector code is slow until it is compiled.
         *
         * @return the defaults
         */
        public static Options defaults() {
            return new Options(
                    true,
                    60,
                    Long.MAX_VALUE,
                    0,
                    Runtime.getRuntime().availableProcessors(),
                    SymbolicLibrary.standard(),
                    () -> false,
                    (stage, share, best) -> {},
                    Optional.empty(),
                    new CpuEngine(new ScalarKernels()),
                    Steering.none());
        }

        /**
         * {@return a copy of these options that allows shortcuts or does not}
         *
         * @param changed whether formulas may be found without a network
         */
        public Options withShortcuts(boolean changed) {
            return new Options(
                    changed, timeLimit, work, seed, threads, library, interrupted, listener, units, engine, steering);
        }

        /**
         * {@return a copy of these options with another time limit, in seconds}
         *
         * @param changed in seconds, &gt; 0
         */
        public Options withTimeLimit(double changed) {
            return new Options(
                    shortcuts, changed, work, seed, threads, library, interrupted, listener, units, engine, steering);
        }

        /**
         * {@return these options with a limit in units of work and none in time, so that the result does not depend on the clock}
         *
         * @param limit &gt; 0
         */
        public Options withWork(long limit) {
            return new Options(
                    shortcuts,
                    Double.POSITIVE_INFINITY,
                    limit,
                    seed,
                    threads,
                    library,
                    interrupted,
                    listener,
                    units,
                    engine,
                    steering);
        }

        /**
         * {@return a copy of these options with another seed}
         *
         * @param changed of the held-back rows and of the starts
         */
        public Options withSeed(long changed) {
            return new Options(
                    shortcuts,
                    timeLimit,
                    work,
                    changed,
                    threads,
                    library,
                    interrupted,
                    listener,
                    units,
                    engine,
                    steering);
        }

        /**
         * {@return a copy of these options with another number of threads}
         *
         * @param changed ≥ 1
         */
        public Options withThreads(int changed) {
            return new Options(
                    shortcuts, timeLimit, work, seed, changed, library, interrupted, listener, units, engine, steering);
        }

        /**
         * {@return a copy of these options with another way to interrupt}
         *
         * @param changed asked often; ends the search with what it has
         */
        public Options withInterrupted(BooleanSupplier changed) {
            return new Options(
                    shortcuts, timeLimit, work, seed, threads, library, changed, listener, units, engine, steering);
        }

        /**
         * {@return a copy of these options with another listener}
         *
         * @param changed is told of the progress
         */
        public Options withListener(Listener changed) {
            return new Options(
                    shortcuts, timeLimit, work, seed, threads, library, interrupted, changed, units, engine, steering);
        }

        /**
         * {@return a copy of these options with units of the columns}
         *
         * @param changed of every column
         */
        public Options withUnits(Units changed) {
            return new Options(
                    shortcuts,
                    timeLimit,
                    work,
                    seed,
                    threads,
                    library,
                    interrupted,
                    listener,
                    Optional.of(changed),
                    engine,
                    steering);
        }

        /**
         * {@return a copy of these options with another engine}
         *
         * @param changed computes networks, for several threads at once
         */
        public Options withEngine(Engine changed) {
            return new Options(
                    shortcuts,
                    timeLimit,
                    work,
                    seed,
                    threads,
                    library,
                    interrupted,
                    listener,
                    units,
                    changed,
                    steering);
        }

        /**
         * {@return a copy of these options that asks something of the formulas}
         *
         * @param changed what is asked
         */
        public Options withSteering(Steering changed) {
            return new Options(
                    shortcuts, timeLimit, work, seed, threads, library, interrupted, listener, units, engine, changed);
        }
    }

    /** Hears what a search does. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A stage begins.
         *
         * @param stage what is tried, such as {@code shape 2,1,1}
         * @param share of the time or work allowed that is used, 0 … 1; it only grows
         * @param best the best formula so far as text; empty where there is none
         */
        void progress(String stage, double share, String best);
    }

    /**
     * A discoverer.
     *
     * @param options of every search
     */
    public Discoverer(Options options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * Searches for a formula.
     *
     * @param data at least 2 rows and one target
     * @return the formula of shortest description, and the runner-ups
     * @throws org.kan4j.data.DataException if units are given, but not for every column
     * @throws IllegalArgumentException if the steering does not go with the table, see {@link Steering#check}
     */
    public Discovery discover(Dataset data) {
        requireQuantities(data);
        try (Parallel parallel = new Parallel(options.threads)) {
            return Search.of(data, options, parallel, Search.AT_ONCE).run();
        }
    }

    /**
     * Searches for one form that groups of rows have, each with constants of its own where that tells more.
     *
     * @param data at least 2 rows and one target, without the column of groups
     * @param groups of the rows
     * @return the formula, in which a constant of a group is multiplied by an input that is 1 in its rows and 0 in others
     */
    public Discovery discover(Dataset data, Groups groups) {
        requireQuantities(data);
        try (Parallel parallel = new Parallel(options.threads)) {
            return new GroupSearch(data, groups, options, parallel).run();
        }
    }

    private static void requireQuantities(Dataset data) {
        for (int i = 0; i < data.inputs(); i++) {
            if (!data.features().get(i).equals(Feature.QUANTITY)) {
                throw new IllegalArgumentException("discover: inputs of numbers without gaps required, but "
                        + data.inputNames().get(i)
                        + (data.features().get(i).category() ? " is a category" : " has gaps"));
            }
        }
    }
}
