package org.kan4j.cli;

import java.util.Optional;
import org.kan4j.FitOptions;
import org.kan4j.OptionException;
import picocli.CommandLine.Option;

/** What is lowered in a fit, by whom and how far. */
final class StepOptions {
    private static final int BASE_WIDTH = 64;

    /** How starts and rates of layers depend on their widths. */
    enum Parameterization {
        STANDARD,
        MUP
    }

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "auto, lm, lbfgs or adam (default: ${DEFAULT-VALUE})",
            defaultValue = "auto")
    private FitOptions.Minimizer optimizer = FitOptions.Minimizer.AUTO;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "steps of lm and lbfgs, passes of adam, at each number of intervals (default: by size)")
    private Optional<Integer> iterations = Optional.empty();

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "stop after N steps without a lower validation error, 0 for never (default: by optimizer)")
    private Optional<Integer> patience = Optional.empty();

    @Option(names = "--rate", paramLabel = "R", description = "highest learning rate of adam (default: 0.01)")
    private Optional<Double> rate = Optional.empty();

    @Option(names = "--batch", paramLabel = "N", description = "rows in a mini-batch of adam (default: 128)")
    private Optional<Integer> batchRows = Optional.empty();

    @Option(names = "--decay", paramLabel = "D", description = "decoupled weight decay of adam (default: 0)")
    private Optional<Double> decay = Optional.empty();

    @Option(
            names = "--parameterization",
            paramLabel = "NAME",
            description = "of adam: standard, or mup, whose rate is meant for --base-width (default: ${DEFAULT-VALUE})",
            defaultValue = "standard")
    private Parameterization parameterization = Parameterization.STANDARD;

    @Option(
            names = "--base-width",
            paramLabel = "N",
            description = "nodes of hidden layers that the rate of mup is meant for (default: 64)")
    private Optional<Integer> baseWidth = Optional.empty();

    @Option(names = "--l1", paramLabel = "W", description = "weight of the L1 penalty on edges", defaultValue = "0")
    private double l1;

    @Option(
            names = "--entropy",
            paramLabel = "W",
            description = "weight of the entropy penalty on edges",
            defaultValue = "0")
    private double entropy;

    @Option(
            names = "--smoothness",
            paramLabel = "W",
            description =
                    "weight of the penalty on third derivatives of bspline (default: by the evidence in the rows with lm, 4e-9"
                            + " with others, 1e-4 for classification)")
    private Optional<Double> smoothness = Optional.empty();

    @Option(
            names = "--ridge",
            paramLabel = "W|auto",
            description =
                    "weight of the penalty on squared parameters; auto chooses it by the rows that judge, or by --folds"
                            + " (default: 1e-13, 1/(2 rows) for classification)")
    private Optional<String> ridge = Optional.empty();

    FitOptions.Steps steps() {
        return new FitOptions.Steps(optimizer, iterations, patience, rate, batchRows, decay, baseWidth());
    }

    private Optional<Integer> baseWidth() {
        if (parameterization == Parameterization.MUP) {
            return Optional.of(baseWidth.orElse(BASE_WIDTH));
        }
        if (baseWidth.isPresent()) {
            throw new OptionException("base-width", "the parameterization mup required, got standard");
        }
        return baseWidth;
    }

    FitOptions.Weights weights() {
        return new FitOptions.Weights(
                l1, entropy, smoothness, ridge.map(StepOptions::ridge).orElse(FitOptions.Ridge.USUAL));
    }

    private static FitOptions.Ridge ridge(String text) {
        if (text.equals("auto")) {
            return FitOptions.Ridge.CHOSEN;
        }
        try {
            return FitOptions.Ridge.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new OptionException("ridge", "a number or auto required, got " + text);
        }
    }
}
