package org.kan4j.cli;

import java.util.Optional;
import org.kan4j.ClassWeights;
import org.kan4j.FitTable;
import org.kan4j.OptionException;
import org.kan4j.data.Dataset;
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

    @Option(
            names = "--class-weights",
            paramLabel = "balanced|LABEL=W,...",
            description = "what rows of a class count; balanced: all classes together the same (default: 1 each)")
    private Optional<String> classWeights = Optional.empty();

    /** The rows, with weights of their classes where these were asked for. */
    FitTable weighted(FitTable rows) {
        if (classWeights.isEmpty()) {
            return rows;
        }
        Dataset data = rows.inMemory()
                .orElseThrow(() -> new OptionException("class-weights", "a table that memory holds required"));
        String text = classWeights.get();
        return FitTable.of((text.equals("balanced") ? ClassWeights.BALANCED : ClassWeights.parse(text)).of(data));
    }

    /** The loss that was asked for. */
    Optional<Loss> loss() {
        if (loss.isPresent() && huber.isPresent()) {
            throw new OptionException("huber", "not with --loss, got both");
        }
        return huber.isPresent() ? huber.map(Loss::huber) : loss.map(Loss::parse);
    }
}
