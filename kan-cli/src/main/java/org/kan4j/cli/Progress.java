package org.kan4j.cli;

import java.io.PrintWriter;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.kan4j.discover.Discoverer;

/**
 * Shows a search on standard error: a bar on a terminal, a line for each stage otherwise, nothing when quiet. The property
 * {@code kan.terminal} says whether it is one: the script knows, Java 17 does not.
 */
final class Progress implements Discoverer.Listener, AutoCloseable {
    private static final int STEPS = 100;
    private static final int SHOWN = 60;

    private final PrintWriter err;
    private final boolean quiet;
    private final Optional<ProgressBar> bar;

    private Progress(PrintWriter err, boolean quiet, Optional<ProgressBar> bar) {
        this.err = err;
        this.quiet = quiet;
        this.bar = bar;
    }

    /** What suits the place that the command runs in. */
    static Progress create(PrintWriter err, boolean quiet) {
        boolean terminal = !quiet && Boolean.getBoolean("kan.terminal");
        Optional<ProgressBar> bar = terminal
                ? Optional.of(new ProgressBarBuilder()
                        .setTaskName("discover")
                        .setInitialMax(STEPS)
                        .setStyle(ProgressBarStyle.ASCII)
                        .hideEta()
                        .build())
                : Optional.empty();
        return new Progress(err, quiet, bar);
    }

    @Override
    public void progress(String stage, double share, String best) {
        String text = best.length() <= SHOWN ? best : best.substring(0, SHOWN) + "…";
        if (bar.isPresent()) {
            bar.get().stepTo(Math.round(share * STEPS));
            bar.get().setExtraMessage(" " + stage + (text.isEmpty() ? "" : ": " + text));
        } else if (!quiet) {
            err.println(stage + (text.isEmpty() ? "" : ", best so far: " + text));
        }
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
