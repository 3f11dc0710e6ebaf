package org.kan4j.studio;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.kan4j.data.DataException;
import org.kan4j.edit.EditException;

/** What runs for one work, one job after the other. A job that only looks ahead gives way to the next one; any other must end first, or be stopped. */
final class Jobs {
    private final ExecutorService thread;
    private Job last = new Job("", true);

    /** A job that was begun. */
    private static final class Job implements BooleanSupplier {
        private final String name;
        private final boolean givesWay;
        private volatile boolean stopped;
        private volatile boolean done;

        Job(String name, boolean givesWay) {
            this.name = name;
            this.givesWay = givesWay;
        }

        @Override
        public boolean getAsBoolean() {
            return stopped;
        }
    }

    Jobs(int id) {
        thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "kan4j-studio-" + id);
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * Begins a job.
     *
     * @param name what is done, for the reader
     * @param givesWay whether the next job ends this one
     * @param task does it; is told to end early
     * @param after is told in the end what went wrong; nothing did where that is empty
     */
    synchronized void begin(String name, boolean givesWay, Consumer<BooleanSupplier> task, Consumer<String> after) {
        if (!last.done && !last.name.isEmpty()) {
            if (!last.givesWay) {
                throw new Refusal(409, "busy: " + last.name + "; wait, or stop it");
            }
            last.stopped = true;
        }
        Job job = new Job(name, givesWay);
        last = job;
        thread.execute(() -> {
            String failure = "a defect of the program, whose terminal says more";
            try {
                failure = failure(() -> task.accept(job));
            } finally {
                job.done = true;
                after.accept(failure);
            }
        });
    }

    /** What went wrong, in words; a defect is thrown on. */
    private static String failure(Runnable task) {
        try {
            task.run();
            return "";
        } catch (DataException | EditException | IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        } catch (OutOfMemoryError e) {
            return "not enough memory: KAN_JAVA_OPTS=-Xmx8g gives more";
        }
    }

    synchronized void stop() {
        last.stopped = true;
    }

    /** What is being done and must end before something else begins; empty where nothing is. */
    synchronized String busy() {
        return last.done || last.givesWay ? "" : last.name;
    }

    /** What is being done and gives way to whatever is asked for; empty where nothing is. */
    synchronized String ahead() {
        return last.done || !last.givesWay ? "" : last.name;
    }

    void close() {
        stop();
        thread.shutdown();
    }
}
