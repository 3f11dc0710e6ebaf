package org.kan4j.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads, the caller's among them, that share numbered tasks. Which thread runs a task is open, so a task
 * must not let its result depend on it. An idle thread spins for some 50 µs, which is what a hand-over to a parked one
 * costs, and then parks. A run that finds the threads busy with another caller's tasks does its own alone.
 */
public final class Workers implements AutoCloseable {
    private static final int SPINS = 50000;
    private static final int TASK_BITS = 24;
    private static final int MOST_TASKS = 1 << TASK_BITS;

    /** A numbered piece of work. */
    @FunctionalInterface
    interface Task {
        /**
         * Does one piece.
         *
         * @param task its number
         * @param worker the thread, 0 … threads − 1; no two tasks run at once under the same number
         */
        void run(int task, int worker);
    }

    private final Helper[] helpers;
    private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();

    /** Number of the job, its number of tasks and the next task, in one word, so that no task of a later job is taken for it. */
    private final AtomicLong state = new AtomicLong();

    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile Task job = (task, worker) -> {};
    private volatile boolean closed;

    /**
     * Starts {@code threads − 1} daemon threads.
     *
     * @param threads ≥ 1, the caller's included
     */
    public Workers(int threads) {
        if (!(threads >= 1)) {
            throw new IllegalArgumentException("threads: at least 1 required, got " + threads);
        }
        helpers = new Helper[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(i + 1);
            helpers[i].start();
        }
    }

    /** Number of threads, the caller's included. */
    int threads() {
        return helpers.length + 1;
    }

    /**
     * Runs every task once and returns when all are done. What a task throws is thrown here, after the others have ended.
     *
     * @param tasks number of tasks
     * @param task what to do
     */
    void run(int tasks, Task task) {
        boolean alone = helpers.length == 0 || tasks <= 1 || tasks >= MOST_TASKS;
        if (alone || !owner.compareAndSet(null, Thread.currentThread())) {
            for (int t = 0; t < tasks; t++) {
                task.run(t, 0);
            }
            return;
        }
        try {
            job = task;
            completed.set(0);
            long number = (state.get() >>> 2 * TASK_BITS) + 1;
            state.set(number << 2 * TASK_BITS | (long) tasks << TASK_BITS);
            for (Helper helper : helpers) {
                if (helper.parked) {
                    LockSupport.unpark(helper);
                }
            }
            work(0);
            while (completed.get() < tasks) {
                Thread.onSpinWait();
            }
            Throwable thrown = failure.getAndSet(null);
            if (thrown instanceof RuntimeException e) {
                throw e;
            }
            if (thrown instanceof Error e) {
                throw e;
            }
        } finally {
            owner.set(null);
        }
    }

    /** Takes tasks of the present job until none is left. */
    private void work(int worker) {
        while (true) {
            long seen = state.get();
            int tasks = (int) (seen >>> TASK_BITS) & MOST_TASKS - 1;
            int next = (int) seen & MOST_TASKS - 1;
            if (next >= tasks) {
                return;
            }
            Task task = job;
            if (state.compareAndSet(seen, seen + 1)) {
                try {
                    task.run(next, worker);
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                } finally {
                    completed.incrementAndGet();
                }
            }
        }
    }

    private boolean idle() {
        long seen = state.get();
        return ((int) seen & MOST_TASKS - 1) >= ((int) (seen >>> TASK_BITS) & MOST_TASKS - 1);
    }

    @Override
    public void close() {
        closed = true;
        for (Helper helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    private final class Helper extends Thread {
        private final int worker;
        private volatile boolean parked;

        Helper(int worker) {
            super("kan4j-worker-" + worker);
            this.worker = worker;
            setDaemon(true);
        }

        @Override
        public void run() {
            int spins = 0;
            while (!closed) {
                if (!idle()) {
                    work(worker);
                    spins = 0;
                } else if (spins++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    parked = true;
                    if (idle() && !closed) {
                        LockSupport.park(Workers.this);
                    }
                    parked = false;
                    spins = 0;
                }
            }
        }
    }
}
