package org.kan4j.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows on standard error what a command of {@code kan theory} does: a bar with the time left on a terminal; otherwise a line for each
 * stage that takes longer than a few seconds, with the time that it will take; nothing when quiet.
 */
final class TheoryProgress implements DoubleConsumer, AutoCloseable {
    private static final int STEPS = 100;
    private static final double PATIENCE_SECONDS = 3;

    /** The share from which on the time left is told. */
    private static final double ENOUGH = 0.05;

    private final PrintWriter err;
    private final boolean quiet;
    private final Optional<ProgressBar> bar;
    private String stage = "";
    private long begin;
    private boolean said;

    private TheoryProgress(PrintWriter err, boolean quiet, Optional<ProgressBar> bar) {
        this.err = err;
        this.quiet = quiet;
        this.bar = bar;
    }

    /** What suits the place that the command runs in. */
    static TheoryProgress create(PrintWriter err, boolean quiet) {
        boolean terminal = !quiet && Boolean.getBoolean("kan.terminal");
        return new TheoryProgress(
                err,
                quiet,
                terminal
                        ? Optional.of(new ProgressBarBuilder()
                                .setTaskName("theory")
                                .setInitialMax(STEPS)
                                .setStyle(ProgressBarStyle.ASCII)
                                .build())
                        : Optional.empty());
    }

    /** Begins a stage. */
    TheoryProgress stage(String name) {
        stage = name;
        begin = System.nanoTime();
        said = false;
        bar.ifPresent(shown -> shown.stepTo(0).setExtraMessage(" " + name));
        return this;
    }

    /** Takes the share of the stage that is done. */
    @Override
    public void accept(double share) {
        if (bar.isPresent()) {
            bar.get().stepTo(Math.round(share * STEPS));
            return;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        double left = seconds * (1 / share - 1);
        if (!quiet && !said && share > ENOUGH && seconds > PATIENCE_SECONDS && left > PATIENCE_SECONDS) {
            err.printf("%s: about %.0f s more%n", stage, left);
            said = true;
        }
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
