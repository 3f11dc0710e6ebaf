package org.kan4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kan4j.OptionException;
import org.kan4j.data.Blocks;
import org.kan4j.data.Dataset;
import org.kan4j.data.Roles;
import org.kan4j.data.TableFile;
import picocli.CommandLine.Option;

/** Rows that a split does not tear. */
final class BlockOptions {
    @Option(
            names = "--split-by",
            paramLabel = "COLUMN",
            description =
                    "rows with the same text in this column, such as those of a customer, stay on one side of every split")
    private Optional<String> group = Optional.empty();

    @Option(
            names = "--time-column",
            paramLabel = "COLUMN",
            description = "the last fifth of the rows by this column is the test, and the part before judges")
    private Optional<String> time = Optional.empty();

    /** Roles in which the column is no input, unless it is named as one. */
    Roles without(TableFile file, Roles roles) {
        group.or(() -> time).filter(column -> !file.header().contains(column)).ifPresent(column -> {
            throw new OptionException(
                    group.isPresent() ? "split-by" : "time-column",
                    "one of the columns of " + file.name() + " required, got " + column);
        });
        List<String> drop = new ArrayList<>(roles.drop());
        group.or(() -> time)
                .filter(column -> !roles.inputs().contains(column) && !drop.contains(column))
                .ifPresent(drop::add);
        return new Roles(roles.targets(), roles.inputs(), drop, roles.weights(), roles.labels(), roles.mixed());
    }

    boolean any() {
        if (group.isPresent() && time.isPresent()) {
            throw new OptionException("time-column", "not with --split-by, got both");
        }
        return group.isPresent() || time.isPresent();
    }

    /** The rows in their blocks. */
    Dataset in(TableFile file, Dataset data) {
        if (!any()) {
            return data;
        }
        Blocks blocks = group.map(column -> Blocks.groups(file, column))
                .orElseGet(() -> Blocks.times(file, time.orElseThrow()));
        List<String> notes = new ArrayList<>(data.notes());
        notes.add(group.map(column -> "rows with the same \"" + column + "\" are on one side of every split")
                .orElseGet(() -> "the rows that are last by \"" + time.orElseThrow() + "\" are the test"));
        return data.in(blocks).withNotes(notes);
    }
}
