package org.kan4j.numeric;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A fixed number of daemon threads that work through lists of independent tasks. */
public final class Parallel implements AutoCloseable {
    private final ExecutorService executor;

    /**
     * Starts the threads.
     *
     * @param threads ≥ 1
     */
    public Parallel(int threads) {
        if (!(threads >= 1)) {
            throw new IllegalArgumentException("threads: at least 1 required, got " + threads);
        }
        executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "kan4j-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Runs tasks and waits for all of them.
     *
     * @return the results in the order of the tasks
     */
    public <T> List<T> all(List<? extends Callable<T>> tasks) {
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : executor.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a parallel task", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("a parallel task failed", e.getCause());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
