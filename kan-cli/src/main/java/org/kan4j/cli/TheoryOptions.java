package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.kan4j.numeric.Parallel;
import org.kan4j.report.Report;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command of {@code kan theory} runs and prints. */
final class TheoryOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RunOptions.Threads threads = new RunOptions.Threads();

    @Mixin
    private RunOptions.Printing printing = new RunOptions.Printing();

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "where to draw a picture")
    private Optional<Path> plot = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "of all that is random (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--quiet", description = "no progress on standard error")
    private boolean quiet;

    long seed() {
        return seed;
    }

    /** Checks the files that are to be written, before work is spent. */
    void check(List<Path> read) {
        Output.requireWritable(spec, read, plot.map(List::of).orElse(List.of()));
    }

    /** The threads, after {@link #check}. */
    Parallel open(List<Path> read) {
        check(read);
        return new Parallel(threads.count());
    }

    int threads() {
        return threads.count();
    }

    TheoryProgress progress() {
        return TheoryProgress.create(spec.commandLine().getErr(), quiet);
    }

    /** Draws, then prints. */
    void finish(Report result, Supplier<String> picture) {
        plot.ifPresent(file -> {
            try {
                Files.writeString(file, picture.get());
            } catch (IOException e) {
                throw Output.unwritable(file, e);
            }
        });
        printing.print(result);
    }
}
