package org.kan4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kan4j.data.Column;
import org.kan4j.data.Roles;
import org.kan4j.data.TableFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A table and its columns. */
final class TableOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "TABLE.csv", description = "table with a header line")
    private Path table = Path.of("");

    @Option(names = "--target", paramLabel = "A,B", description = "column to explain, or several")
    private Optional<String> target = Optional.empty();

    @Option(names = "--inputs", paramLabel = "A,B", description = "columns to explain it by (default: all others)")
    private List<String> inputs = new ArrayList<>();

    @Option(names = "--drop", paramLabel = "A,B", description = "columns not to use")
    private List<String> drop = new ArrayList<>();

    @Mixin
    private RowOptions rows = new RowOptions();

    @Mixin
    private FormatOptions format = new FormatOptions();

    /** What the columns are for: one or more targets of numbers, or one of labels. */
    Roles roles(TableFile file, boolean labels) {
        List<String> targets = labels ? List.of(target()) : targets(file);
        return new Roles(targets, columns(file, inputs), columns(file, drop), rows.weights(), labels);
    }

    /** Whether there is one target, and it holds text or truth values. */
    boolean holdsLabels(TableFile file) {
        List<String> targets = targets(file);
        return targets.size() == 1
                && file.schema().columns().stream()
                        .filter(column -> column.name().equals(targets.get(0)))
                        .map(Column::type)
                        .anyMatch(type -> type == Column.Type.CATEGORY
                                || type == Column.Type.TEXT
                                || type == Column.Type.BOOLEAN);
    }

    private String target() {
        return target.orElseThrow(() -> new ParameterException(
                spec.commandLine(), "Missing required option: '--target=A,B': the column to explain"));
    }

    /** The columns of states of time series; none where all others are. */
    List<String> states(TableFile file) {
        return target.map(file::columns).orElse(List.of());
    }

    /** The columns that are not used. */
    List<String> dropped(TableFile file) {
        return columns(file, drop);
    }

    /** The targets, one or more. */
    List<String> targets(TableFile file) {
        return file.columns(target());
    }

    /** What the columns are for where one of the targets is explained, by none of the others nor by the column that tells groups. */
    Roles roles(TableFile file, String one, Optional<String> by) {
        List<String> out = new ArrayList<>(columns(file, drop));
        by.ifPresent(out::add);
        if (inputs.isEmpty()) {
            targets(file).stream().filter(other -> !other.equals(one)).forEach(out::add);
        }
        return new Roles(List.of(one), columns(file, inputs), out, rows.weights(), false);
    }

    private static List<String> columns(TableFile file, List<String> texts) {
        return texts.stream().flatMap(text -> file.columns(text).stream()).toList();
    }

    /** The files that are read. */
    List<Path> read() {
        return format.read(table);
    }

    /** Looks at the table. */
    TableFile open() {
        return format.open(table);
    }
}
