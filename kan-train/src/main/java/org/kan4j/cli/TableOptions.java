package org.kan4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kan4j.data.Dataset;
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

    Dataset read() {
        return Dataset.read(table, target, inputs, drop);
    }

    String target() {
        return target;
    }
}
