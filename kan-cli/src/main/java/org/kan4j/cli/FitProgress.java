package org.kan4j.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.kan4j.data.DataException;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.TextLines;
import org.kan4j.train.CrossValidation;
import org.kan4j.train.TrainingListener;

/**
 * Shows a training on standard error (a bar on a terminal, a line every few seconds otherwise, nothing when quiet; each with the
 * time left in the stage if it takes all its steps) and writes its metrics to a file.
 */
final class FitProgress implements TrainingListener, CrossValidation.Listener, AutoCloseable {
    private static final double SECONDS_BETWEEN_LINES = 2;

    private final PrintWriter err;
    private final boolean quiet;
    private final Optional<ProgressBar> bar;
    private final Optional<Metrics> metrics;
    private final long begin = System.nanoTime();
    private long last = begin;
    private long stageBegin = begin;
    private int stage = -1;
    private int firstStep;

    private FitProgress(PrintWriter err, boolean quiet, Optional<ProgressBar> bar, Optional<Metrics> metrics) {
        this.err = err;
        this.quiet = quiet;
        this.bar = bar;
        this.metrics = metrics;
    }

    /** What suits the place that the command runs in. */
    static FitProgress create(PrintWriter err, boolean quiet, Optional<Path> file, boolean resume) throws IOException {
        boolean terminal = !quiet && Boolean.getBoolean("kan.terminal");
        Optional<ProgressBar> bar = terminal
                ? Optional.of(new ProgressBarBuilder()
                        .setTaskName("fit")
                        .setStyle(ProgressBarStyle.ASCII)
                        .build())
                : Optional.empty();
        Optional<Metrics> metrics = file.isPresent() ? Optional.of(Metrics.open(file.get(), resume)) : Optional.empty();
        return new FitProgress(err, quiet, bar, metrics);
    }

    /** What hears of the steps of a training after others that judge: the file of metrics has them, and nothing else needs them. */
    TrainingListener steps() {
        return metrics.isPresent() ? this : TrainingListener.NONE;
    }

    @Override
    public void step(TrainingStep step) {
        long now = System.nanoTime();
        metrics.ifPresent(m -> m.write(step, (now - begin) / 1e9));
        if (step.stage() != stage) {
            stage = step.stage();
            stageBegin = now;
            firstStep = step.step();
        }
        if (bar.isPresent()) {
            bar.get().maxHint(step.steps());
            bar.get().stepTo(step.step());
            bar.get().setExtraMessage(" " + text(step));
        } else if (!quiet && (now - last) / 1e9 >= SECONDS_BETWEEN_LINES) {
            last = now;
            double each = (now - stageBegin) / 1e9 / Math.max(1, step.step() - firstStep);
            err.printf(
                    Locale.ROOT,
                    "step %d of %d, %s, %.0f s left%n",
                    step.step(),
                    step.steps(),
                    text(step),
                    each * (step.steps() - step.step()));
        }
    }

    @Override
    public synchronized void trained(int done, int all) {
        long now = System.nanoTime();
        if (bar.isPresent()) {
            bar.get().maxHint(all);
            bar.get().stepTo(done);
            bar.get().setExtraMessage(" trainings to judge by");
        } else if (!quiet && (now - last) / 1e9 >= SECONDS_BETWEEN_LINES) {
            last = now;
            err.printf(
                    Locale.ROOT,
                    "training %d of %d to judge by, %.0f s left%n",
                    done,
                    all,
                    (now - begin) / 1e9 / done * (all - done));
        }
    }

    private static String text(TrainingStep step) {
        return String.format(
                Locale.ROOT,
                "stage %d of %d, %d intervals, loss %.4g, validation %s%s, %d edges",
                step.stage() + 1,
                step.stages(),
                step.intervals(),
                step.loss(),
                TextLines.shortNumber(step.validationLoss()),
                Double.isNaN(step.r2()) ? "" : String.format(Locale.ROOT, ", R² %.6f", step.r2()),
                step.activeEdges());
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
        metrics.ifPresent(Metrics::close);
    }

    /**
     * Checks that all metrics were written.
     *
     * @throws DataException if they were not
     */
    void requireMetrics() {
        metrics.ifPresent(Metrics::requireWritten);
    }

    /** A file with a line for every step. */
    private static final class Metrics {
        private final Writer out;
        private final Path file;
        private final boolean json;
        private Optional<IOException> failure = Optional.empty();

        private Metrics(Writer out, Path file, boolean json) {
            this.out = out;
            this.file = file;
            this.json = json;
        }

        static Metrics open(Path file, boolean resume) throws IOException {
            boolean json = file.toString().endsWith(".jsonl");
            boolean append = resume && Files.exists(file) && Files.size(file) > 0;
            try {
                BufferedWriter out = Files.newBufferedWriter(
                        file,
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                if (!json && !append) {
                    out.write("stage,step,intervals,active_edges,loss,validation_loss,r2,seconds\n");
                }
                return new Metrics(out, file, json);
            } catch (IOException e) {
                throw Output.unwritable(file, e);
            }
        }

        /** Writes a line; a failure is told by {@link #requireWritten}, when the training is over and its model written. */
        void write(TrainingStep step, double seconds) {
            if (failure.isPresent()) {
                return;
            }
            try {
                if (json) {
                    writeJson(step, seconds);
                } else {
                    out.write(String.join(
                            ",",
                            String.valueOf(step.stage()),
                            String.valueOf(step.step()),
                            String.valueOf(step.intervals()),
                            String.valueOf(step.activeEdges()),
                            cell(step.loss()),
                            cell(step.validationLoss()),
                            cell(step.r2()),
                            cell(seconds)));
                }
                out.write('\n');
                out.flush();
            } catch (IOException e) {
                failure = Optional.of(e);
            }
        }

        private static String cell(double value) {
            return Double.isFinite(value) ? Double.toString(value) : "";
        }

        private void writeJson(TrainingStep step, double seconds) throws IOException {
            out.write(JsonMembers.object(line -> line.whole("stage", step.stage())
                    .whole("step", step.step())
                    .whole("intervals", step.intervals())
                    .whole("active_edges", step.activeEdges())
                    .number("loss", step.loss())
                    .number("validation_loss", step.validationLoss())
                    .number("r2", step.r2())
                    .number("seconds", seconds)));
        }

        void close() {
            try {
                out.close();
            } catch (IOException e) {
                failure = Optional.of(failure.orElse(e));
            }
        }

        void requireWritten() {
            if (failure.isPresent()) {
                throw Output.unwritable(file, failure.get());
            }
        }
    }
}
