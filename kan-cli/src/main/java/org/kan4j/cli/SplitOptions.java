package org.kan4j.cli;

import java.util.List;
import java.util.Optional;
import org.kan4j.Kan4j;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.data.TableFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A table with one target of numbers, and splits of it on which intervals are judged. */
final class SplitOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TableOptions table = new TableOptions();

    @Option(
            names = "--splits",
            paramLabel = "N",
            description = "each holds a fifth of the rows back (default: ${DEFAULT-VALUE})",
            defaultValue = "20")
    private int splits = 20;

    @Option(
            names = "--level",
            paramLabel = "P",
            description = "share of rows that intervals ought to cover (default: ${DEFAULT-VALUE})",
            defaultValue = "0.9")
    private double level = 0.9;

    TableOptions table() {
        return table;
    }

    int splits() {
        return splits;
    }

    double level() {
        return level;
    }

    /** Checks what the options say, before work is spent. */
    void check() {
        if (!(splits >= 1 && level > 0 && level < 1)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--splits, --level: at least 1, and between 0 and 1 required, got " + splits + ", " + level);
        }
    }

    /** Reads the table. */
    Dataset read(TableFile opened) {
        List<String> targets = table.targets(opened);
        if (targets.size() != 1) {
            throw new ParameterException(spec.commandLine(), "--target: one column required, got " + targets.size());
        }
        Dataset data = Kan4j.read(opened, table.roles(opened, targets.get(0), Optional.empty()));
        if (data.weights().length > 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--weights, --errors: rows that count once each required by theory " + spec.name());
        }
        if (data.inputs() == 0) {
            throw new DataException(opened.name() + ": at least 1 input required, got 0");
        }
        return data;
    }
}
