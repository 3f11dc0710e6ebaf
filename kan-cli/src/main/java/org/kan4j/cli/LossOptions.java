package org.kan4j.cli;

import java.util.Optional;
import org.kan4j.OptionException;
import org.kan4j.train.Loss;
import picocli.CommandLine.Option;

/** What errors cost. */
final class LossOptions {
    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            description =
                    "squares, huber:D (bounds the pull of errors beyond D standard deviations of the target), poisson"
                            + " (counts), gamma (positive numbers), quantile:P (the number that a share P does not exceed)"
                            + " (default: squares; for classes the log loss)")
    private Optional<String> loss = Optional.empty();

    @Option(names = "--huber", paramLabel = "D", description = "the same as --loss huber:D")
    private Optional<Double> huber = Optional.empty();

    /** The loss that was asked for. */
    Optional<Loss> loss() {
        if (loss.isPresent() && huber.isPresent()) {
            throw new OptionException("huber", "not with --loss, got both");
        }
        return huber.isPresent() ? huber.map(Loss::huber) : loss.map(Loss::parse);
    }
}
