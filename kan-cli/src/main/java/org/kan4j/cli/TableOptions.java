package org.kan4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kan4j.data.Roles;
import org.kan4j.data.TableReader;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A table and its columns. */
final class TableOptions {
    @Parameters(index = "0", paramLabel = "TABLE.csv", description = "table with a header line")
    private Path table = Path.of("");

    @Option(names = "--target", required = true, paramLabel = "COLUMN", description = "column to explain")
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
        List<String> targets = labels ? List.of(target) : TableReader.columns(table, target);
        return new Roles(targets, inputs, drop, rows.weights(), labels);
    }

    /** What the columns are for: one target of numbers. */
    Roles roles() {
        return new Roles(List.of(target), inputs, drop, rows.weights(), false);
    }

    Path file() {
        return table;
    }

    String target() {
        return target;
    }
}
