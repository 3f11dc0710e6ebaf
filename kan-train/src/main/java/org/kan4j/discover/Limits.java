package org.kan4j.discover;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * How long a search may take: seconds of the clock, units of work, and until somebody interrupts it. A part of the time is kept for
 * the result. The limit of work is asked between units alone, so that no clock has a say in what a search of limited work finds.
 */
final class Limits {
    /** The share of the time limit, and the most seconds, that are kept for the result. */
    private static final double RESULT_SHARE = 0.1;

    private static final double RESULT_SECONDS = 2.5;

    /** More is kept in units of the time that setting up took: both go through all rows, on a machine that may be busy. */
    private static final double SETUPS = 2;

    /**
     * Parts of what is kept: a step that has not ended by the first is left behind, the winner is polished until the second, and the
     * last is for what cannot be cut short.
     */
    private static final double LEFT_BEHIND = 0.7;

    private static final double POLISHED = 0.5;

    private static final double LAST = 0.3;

    /** Seconds that the step under way has after an interrupt, and the polishing of what was found. */
    private static final double GRACE = 1;

    private static final long POLL_MILLIS = 20;

    private final long start = System.nanoTime();
    private final double seconds;
    private final long work;
    private final BooleanSupplier interrupted;
    private double setUp;

    /** Units begun, and one more where the limit kept one from beginning. */
    private final AtomicLong begun = new AtomicLong();

    /**
     * Limits from now on.
     *
     * @param seconds for all, infinite for no limit
     * @param work units
     * @param interrupted asked often
     */
    Limits(double seconds, long work, BooleanSupplier interrupted) {
        this.seconds = seconds;
        this.work = work;
        this.interrupted = interrupted;
    }

    /** Says that all was made ready, which tells how fast the machine goes through the rows. */
    void ready() {
        setUp = elapsed();
    }

    /** Seconds since the beginning. */
    double elapsed() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** The share of what is allowed that was used, 0 … 1; it only grows. */
    double used() {
        return Math.min(1, Math.max(elapsed() / seconds, (double) begun.get() / work));
    }

    /** Begins a unit of work; false where no more are allowed. */
    boolean begin() {
        return begun.incrementAndGet() <= work;
    }

    /** Whether to end the search. */
    boolean stop() {
        return interrupted() || worked() || late(1);
    }

    boolean interrupted() {
        return interrupted.getAsBoolean();
    }

    /** Whether a unit of work was refused. */
    boolean worked() {
        return begun.get() > work;
    }

    /** Whether no time is left but for what cannot be cut short. */
    boolean last() {
        return late(LAST);
    }

    /** Asks for the end of polishing what a search found that was cut off, from now on. */
    BooleanSupplier polishing() {
        double from = elapsed();
        return () -> late(POLISHED) || elapsed() > from + GRACE;
    }

    /** Whether no more than a part of what is kept for the result is left of the time. */
    private boolean late(double part) {
        double kept = Math.min(seconds / 2, Math.min(RESULT_SHARE * seconds, RESULT_SECONDS) + SETUPS * setUp);
        return elapsed() > seconds - part * kept;
    }

    /** Runs a search on a thread of its own, which is left behind if a step does not end in time. */
    void run(Runnable search) {
        FutureTask<Boolean> task = new FutureTask<>(search, true);
        Thread thread = new Thread(task, "kan4j-search");
        thread.setDaemon(true);
        thread.start();
        boolean ended = false;
        double end = Double.POSITIVE_INFINITY;
        while (!ended && !late(LEFT_BEHIND) && elapsed() < end) {
            ended = ended(task);
            if (interrupted()) {
                end = Math.min(end, elapsed() + GRACE);
            }
        }
    }

    private static boolean ended(FutureTask<Boolean> task) {
        try {
            return task.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while searching", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("the search failed", e.getCause());
        }
    }
}
