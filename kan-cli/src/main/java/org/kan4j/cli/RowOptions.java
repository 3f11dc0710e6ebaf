package org.kan4j.cli;

import java.util.Optional;
import org.kan4j.data.RowWeights;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What each row of a table counts. */
final class RowOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--weights", paramLabel = "COLUMN", description = "what each row counts")
    private Optional<String> weights = Optional.empty();

    @Option(
            names = "--errors",
            paramLabel = "COLUMN",
            description = "standard errors of the target: a row counts 1/error^2")
    private Optional<String> errors = Optional.empty();

    /** The column of one of the two, if any. */
    Optional<RowWeights> weights() {
        if (weights.isPresent() && errors.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--errors: not with --weights; both say what each row counts");
        }
        return weights.map(column -> new RowWeights(column, false))
                .or(() -> errors.map(column -> new RowWeights(column, true)));
    }
}
