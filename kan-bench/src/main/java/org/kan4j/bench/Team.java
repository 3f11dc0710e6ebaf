package org.kan4j.bench;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** Threads that wait for work without sleeping for as long as work follows work, the caller's among them. For one caller. */
final class Team implements AutoCloseable {
    private static final int SPINS = 100_000;

    private static final long PAUSE_NANOS = 20_000;

    private final int threads;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile IntConsumer task = part -> {};
    private volatile boolean closed;

    /** A team of so many threads. */
    Team(int threads) {
        if (!(threads >= 1)) {
            throw new IllegalArgumentException("threads: >= 1 required, got " + threads);
        }
        this.threads = threads;
        for (int part = 1; part < threads; part++) {
            int mine = part;
            Thread thread = new Thread(() -> help(mine), "bench-" + part);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Number of threads. */
    int threads() {
        return threads;
    }

    /** Runs parts 0 … threads − 1 of a task, each on its thread, and waits for all. */
    void run(IntConsumer work) {
        if (threads > 1) {
            task = work;
            left.set(threads - 1);
            turn.incrementAndGet();
        }
        work.accept(0);
        for (int spins = 0; threads > 1 && left.get() > 0; spins++) {
            pause(spins);
        }
        Throwable thrown = failure.getAndSet(null);
        if (thrown != null) {
            throw new IllegalStateException("a thread of the team failed", thrown);
        }
    }

    private void help(int part) {
        int seen = 0;
        while (!closed) {
            for (int spins = 0; turn.get() == seen && !closed; spins++) {
                pause(spins);
            }
            if (closed) {
                return;
            }
            seen++;
            try {
                task.accept(part);
            } catch (RuntimeException | Error e) {
                failure.set(e);
            } finally {
                left.decrementAndGet();
            }
        }
    }

    private static void pause(int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
