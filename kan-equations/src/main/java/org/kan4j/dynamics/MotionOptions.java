package org.kan4j.dynamics;

import java.util.function.BooleanSupplier;
import org.kan4j.discover.Discoverer;

/**
 * How laws of motion are sought.
 *
 * @param kind what the formulas give
 * @param conserved whether functions of the states that stay constant are sought
 * @param timeLimit in seconds, more than 0
 * @param threads at least 1; the result does not depend on it
 * @param interrupted asked now and then; the search ends with what it has once it says so
 * @param listener told what is tried
 */
public record MotionOptions(
        LawKind kind,
        boolean conserved,
        double timeLimit,
        int threads,
        BooleanSupplier interrupted,
        Discoverer.Listener listener) {
    /**
     * Validates.
     *
     * @param kind what the formulas give
     * @param conserved whether functions of the states that stay constant are sought
     * @param timeLimit in seconds, more than 0
     * @param threads at least 1; the result does not depend on it
     * @param interrupted asked now and then; the search ends with what it has once it says so
     * @param listener told what is tried
     */
    public MotionOptions {
        if (!(timeLimit > 0)) {
            throw new IllegalArgumentException("time limit: more than 0 seconds required, got " + timeLimit);
        }
        if (!(threads >= 1)) {
            throw new IllegalArgumentException("threads: at least 1 required, got " + threads);
        }
    }

    /** {@return rates, no conserved quantities, a minute, one thread} */
    public static MotionOptions defaults() {
        return new MotionOptions(LawKind.RATE, false, 60, 1, () -> false, (stage, share, best) -> {});
    }

    /**
     * {@return a copy for another kind of law}
     *
     * @param changed what the formulas give
     */
    public MotionOptions withKind(LawKind changed) {
        return new MotionOptions(changed, conserved, timeLimit, threads, interrupted, listener);
    }

    /**
     * {@return a copy}
     *
     * @param changed whether functions of the states that stay constant are sought
     */
    public MotionOptions withConserved(boolean changed) {
        return new MotionOptions(kind, changed, timeLimit, threads, interrupted, listener);
    }

    /**
     * {@return a copy}
     *
     * @param changed in seconds, more than 0
     */
    public MotionOptions withTimeLimit(double changed) {
        return new MotionOptions(kind, conserved, changed, threads, interrupted, listener);
    }

    /**
     * {@return a copy}
     *
     * @param changed at least 1
     */
    public MotionOptions withThreads(int changed) {
        return new MotionOptions(kind, conserved, timeLimit, changed, interrupted, listener);
    }

    /**
     * {@return a copy}
     *
     * @param changed asked now and then; the search ends with what it has once it says so
     */
    public MotionOptions withInterrupted(BooleanSupplier changed) {
        return new MotionOptions(kind, conserved, timeLimit, threads, changed, listener);
    }

    /**
     * {@return a copy}
     *
     * @param changed told what is tried
     */
    public MotionOptions withListener(Discoverer.Listener changed) {
        return new MotionOptions(kind, conserved, timeLimit, threads, interrupted, changed);
    }
}
