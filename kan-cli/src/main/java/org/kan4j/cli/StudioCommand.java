package org.kan4j.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.Kan4j;
import org.kan4j.data.TableFile;
import org.kan4j.model.KanModel;
import org.kan4j.studio.Studio;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan studio}: tables, networks and formulas in the browser. */
@Command(
        name = "studio",
        description = "Train a network, change it by hand and read its formula, in a browser on this machine.")
final class StudioCommand implements Callable<Integer> {
    private static final Duration IDLE = Duration.ofHours(2);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TABLE.csv",
            description = "table to begin with (default: samples)")
    private Optional<Path> table = Optional.empty();

    @Option(names = "--model", paramLabel = "FILE", description = "model of the table to begin with")
    private Optional<Path> file = Optional.empty();

    @Mixin
    private FormatOptions format = new FormatOptions();

    @Mixin
    private RunOptions.Threads threads = new RunOptions.Threads();

    @Override
    public Integer call() throws IOException {
        if (file.isPresent() && table.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--model: the table of its rows required");
        }
        Optional<TableFile> rows = table.map(format::open);
        Optional<KanModel> model = file.isPresent() ? Optional.of(Kan4j.load(file.get())) : Optional.empty();
        PrintWriter out = spec.commandLine().getOut();
        try (Studio studio = Studio.open(new Studio.Options(rows, model, threads.count(), IDLE))) {
            Thread end = new Thread(studio::close, "kan4j-studio-end");
            Runtime.getRuntime().addShutdownHook(end);
            out.println("The studio is open at " + studio.newAddress());
            out.println("The address is good for one browser; Enter gives another. Ctrl-C ends the studio.");
            out.flush();
            Thread reader = new Thread(() -> readLines(studio, out), "kan4j-studio-terminal");
            reader.setDaemon(true);
            reader.start();
            studio.await();
            out.println("No tab was open for " + IDLE.toHours() + " hours: the studio ends.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** A new address for every line. */
    private static void readLines(Studio studio, PrintWriter out) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (lines.readLine() != null) {
                out.println(studio.newAddress());
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("standard input", e);
        }
    }
}
