package org.kan4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.data.Roles;
import org.kan4j.data.TableReader;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A table and its columns. */
final class TableOptions {
    /** A fifth is held back: one row then, beside four that are more than the constants of a line or a power law. */
    private static final int FEWEST_ROWS = 5;

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

    Dataset read() {
        return enough(Dataset.read(table, target, inputs, drop));
    }

    /** A table with rows to fit a function to, and one to test it on. */
    Dataset enough(Dataset data) {
        if (!(data.rows() >= FEWEST_ROWS)) {
            throw new DataException(table.getFileName() + ": at least " + FEWEST_ROWS
                    + " rows required to fit and test a function, got " + data.rows());
        }
        return data;
    }

    /** What the columns are for: one or more targets of numbers, or one of labels. */
    Roles roles(boolean labels, Optional<String> weights) {
        List<String> targets = labels ? List.of(target) : TableReader.columns(table, target);
        return new Roles(targets, inputs, drop, weights, labels);
    }

    Path file() {
        return table;
    }

    String target() {
        return target;
    }
}
