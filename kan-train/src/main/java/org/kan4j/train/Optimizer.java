package org.kan4j.train;

import org.kan4j.network.Kan;

/**
 * A way to lower an {@link Objective}. A new one has to say what one step is; when to stop, what to keep, what to report and
 * when to write a checkpoint is the {@link TrainingLoop}'s.
 */
public interface Optimizer {

    /** {@return its name, for reports} */
    String name();

    /** {@return its name and settings: two of equal descriptions take equal steps} */
    default String description() {
        return toString();
    }

    /**
     * {@return how a number of steps is cut into runs, between which the grids follow what the hidden nodes produce} By default two
     * short runs while these still move, then the long one. Their sum is the number of steps.
     *
     * @param steps how many
     */
    default int[] runs(int steps) {
        return new int[] {steps / 6, steps / 4, steps - steps / 6 - steps / 4};
    }

    /**
     * {@return the random network that a training starts from, where this optimiser wants another one than that of {@link Kan#random}}
     *
     * @param kan a random network
     */
    default Kan initial(Kan kan) {
        return kan;
    }

    /**
     * Begins to minimise.
     *
     * @param objective what to lower
     * @param steps that will be taken at the most, for schedules
     * @param seed of whatever is random
     * @return a run that stands at the parameters of {@link Objective#kan}
     */
    Run start(Objective objective, int steps, long seed);

    /** A minimisation under way. */
    interface Run extends AutoCloseable {
        /**
         * Takes one step.
         *
         * @return false where there is nothing to be gained any more; the run stands where it stood then
         */
        boolean step();

        /** {@return where the run stands, [parameters]; a copy} */
        double[] parameters();

        /** {@return the objective where the run stands, or its mean over the last pass through the rows} */
        double loss();

        /** {@return all that the steps to come depend on; {@link #restore} of it gives the same steps, bit for bit} */
        double[] state();

        /**
         * Goes to a state that a run on an equal objective was in.
         *
         * @param state from {@link #state}
         */
        void restore(double[] state);

        /** Gives back what it holds on a device; nothing where it holds nothing. */
        @Override
        default void close() {}
    }
}
