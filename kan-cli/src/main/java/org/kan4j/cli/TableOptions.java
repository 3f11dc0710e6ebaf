package org.kan4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kan4j.data.Roles;
import org.kan4j.data.TableReader;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A table and its columns. */
final class TableOptions {
    @Parameters(index = "0", paramLabel = "TABLE.csv", description = "table with a header line")
    private Path table = Path.of("");

    @Option(names = "--target", required = true, paramLabel = "A,B", description = "column to explain, or several")
    private String target = "";

    @Option(
            names = "--inputs",
            paramLabel = "A,B",
            split = ",",
            description = "columns to explain it by (default: all others)")
    private List<String> inputs = new ArrayList<>();

    @Option(names = "--drop", paramLabel = "A,B", split = ",", description = "columns not to use")
    private List<String> drop = new ArrayList<>();

    @Mixin
    private RowOptions rows = new RowOptions();

    /** What the columns are for: one or more targets of numbers, or one of labels. */
    Roles roles(boolean labels) {
        return new Roles(labels ? List.of(target) : targets(), inputs, drop, rows.weights(), labels);
    }

    /** The targets, one or more. */
    List<String> targets() {
        return TableReader.columns(table, target);
    }

    /** What the columns are for where one of the targets is explained, by none of the others nor by the column that tells groups. */
    Roles roles(String one, Optional<String> by) {
        List<String> out = new ArrayList<>(drop);
        by.ifPresent(out::add);
        if (inputs.isEmpty()) {
            targets().stream().filter(other -> !other.equals(one)).forEach(out::add);
        }
        return new Roles(List.of(one), inputs, out, rows.weights(), false);
    }

    Path file() {
        return table;
    }
}
