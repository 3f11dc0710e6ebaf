package org.kan4j.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kan4j.kernel.DeviceException;
import org.kan4j.train.Checkpoints;
import picocli.CommandLine.Option;

/** The model of a fit, and the checkpoint beside it from which an interrupted one goes on. */
final class CheckpointOptions {
    @Option(names = "--model", paramLabel = "FILE", description = "where to write the model")
    private Optional<Path> model = Optional.empty();

    @Option(
            names = "--checkpoint-every",
            paramLabel = "SECONDS",
            description = "how often FILE.checkpoint is written beside the model (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private double interval = 10;

    @Option(names = "--resume", description = "go on from FILE.checkpoint, if there is one")
    private boolean resume;

    /** Where to write the model. */
    Optional<Path> model() {
        return model;
    }

    /** Whether to go on from the checkpoint. */
    boolean resume() {
        return resume;
    }

    /** The file beside the model. */
    Optional<Path> file() {
        return model.map(file -> file.resolveSibling(file.getFileName() + ".checkpoint"));
    }

    /** What is written while the fit is under way; says where there is nothing to go on from. */
    Optional<Checkpoints> checkpoints(PrintWriter err) {
        file().filter(file -> resume && !Files.exists(file))
                .ifPresent(file -> err.println("kan: " + file + ": no checkpoint, so the training begins anew"));
        return file().map(file -> new Checkpoints(file, interval, resume, warning -> err.println("kan: " + warning)));
    }

    /** What to say of a device that failed: how to go on without it. */
    DeviceException explained(DeviceException failure) {
        return file().filter(Files::exists)
                .map(file -> new DeviceException(
                        failure.getMessage() + "; --resume goes on from " + file + ", with --device cpu too", failure))
                .orElse(failure);
    }
}
