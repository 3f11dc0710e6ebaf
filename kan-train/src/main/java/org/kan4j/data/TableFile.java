package org.kan4j.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A file that holds a table, and how it is read: as a schema says, else as its first rows tell. What is no text is read by a
 * {@link TableFormat}, as the text that stands for it. A line with something in it and no
 * comment, below the header, is a row; rows are counted in messages as lines of the file.
 */
public final class TableFile {
    private static final int SHOWN_COLUMNS = 20;

    private final Path path;
    private final Layout layout;

    private TableFile(Path path, Layout layout) {
        this.path = path;
        this.layout = layout;
    }

    /**
     * Looks at a file.
     *
     * @param path the file
     * @return it, with what its first rows tell
     * @throws DataException if it cannot be read, or its header line does not name the columns
     */
    public static TableFile open(Path path) {
        return open(path, Schema.OPEN);
    }

    /**
     * Looks at a file.
     *
     * @param path the file
     * @param told what its first rows need not tell
     * @return it, with what is told and what they tell
     * @throws DataException if it cannot be read, or its header line does not name the columns
     */
    public static TableFile open(Path path, Schema told) {
        String name = String.valueOf(path.getFileName());
        if (Files.isDirectory(path)) {
            throw new DataException(name + ": a CSV file required, got a directory");
        }
        if (!Files.exists(path)) {
            throw new DataException(path + ": no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new DataException(
                    name + ": a regular file required, since it is read more than once; save what a pipe gives to one");
        }
        if (!Files.isReadable(path)) {
            throw new DataException(name + ": no permission to read");
        }
        try {
            boolean text = Contents.isText(path, name);
            return new TableFile(path, Layout.of(path, text ? told : told.ofFormat()));
        } catch (IOException e) {
            throw new DataException(name + ": cannot be read: " + e.getMessage());
        }
    }

    /** {@return the file} */
    public Path path() {
        return path;
    }

    /** {@return its name without folders, for messages} */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /** {@return what is known of it} */
    public Schema schema() {
        return new Schema(
                Optional.of(layout.encoding()), Optional.of(layout.separator()), layout.decimal(), layout.columns());
    }

    /** {@return the mark before decimals} */
    public Decimal decimal() {
        return layout.decimal().orElse(Decimal.POINT);
    }

    /** How it is read. */
    Layout layout() {
        return layout;
    }

    /** {@return names of the columns, in the order of the file; those without a name are left out} */
    public List<String> header() {
        return layout.columns().stream()
                .map(Column::name)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /**
     * {@return the columns that a text names: with commas between, which names may hold themselves}
     *
     * @param text what a user wrote
     */
    public List<String> columns(String text) {
        List<String> header = header();
        List<String> columns = new ArrayList<>();
        String[] parts = text.split(",", -1);
        for (int from = 0; from < parts.length; ) {
            int to = parts.length;
            while (to > from + 1 && !header.contains(joined(parts, from, to))) {
                to--;
            }
            columns.add(joined(parts, from, to));
            from = to;
        }
        return columns;
    }

    private static String joined(String[] parts, int from, int to) {
        return String.join(",", List.of(parts).subList(from, to));
    }

    /**
     * This file with other names for its columns, where they differ from those asked for by capitals alone.
     *
     * @param wanted names of columns
     * @return a copy with a note of each change
     */
    public TableFile matching(List<String> wanted) {
        List<String> header = header();
        Map<String, String> renamed = new HashMap<>();
        List<String> notes = new ArrayList<>(layout.notes());
        for (String name : wanted) {
            List<String> like = header.stream()
                    .filter(column -> column.equalsIgnoreCase(name) && !wanted.contains(column))
                    .toList();
            if (!header.contains(name) && like.size() == 1) {
                renamed.put(like.get(0), name);
                notes.add("column " + TableReader.shown(like.get(0)) + " is taken for " + TableReader.shown(name));
            }
        }
        List<Column> columns = layout.columns().stream()
                .map(column -> column.withName(renamed.getOrDefault(column.name(), column.name())))
                .toList();
        return withColumns(columns, notes);
    }

    /**
     * {@return this file with some columns taken for categories, whatever they hold}
     *
     * @param names of columns
     * @throws DataException if there is no such column
     */
    public TableFile withCategories(List<String> names) {
        for (String name : names) {
            if (!header().contains(name)) {
                throw new DataException(name() + ": categories: column " + TableReader.shown(name)
                        + ": no such column; there are "
                        + header().stream().limit(SHOWN_COLUMNS).collect(Collectors.joining(", ")));
            }
        }
        return withColumns(
                layout.columns().stream()
                        .map(column -> names.contains(column.name())
                                ? new Column(column.name(), Column.Type.CATEGORY, "", "")
                                : column)
                        .toList(),
                layout.notes());
    }

    private TableFile withColumns(List<Column> columns, List<String> notes) {
        return new TableFile(
                path,
                new Layout(
                        layout.encoding(),
                        layout.separator(),
                        layout.decimal(),
                        layout.comments(),
                        layout.lastHeaderLine(),
                        layout.header(),
                        columns,
                        notes,
                        layout.warnings()));
    }

    /** The cells of a column, without blanks around them. */
    List<String> texts(String column) {
        List<String> cells = new ArrayList<>();
        Map<String, String> same = new HashMap<>();
        texts(column, cell -> cells.add(same.computeIfAbsent(cell, text -> text)));
        return cells;
    }

    /** Hands the cells of a column over one by one, without blanks around them. */
    void texts(String column, Consumer<String> cells) {
        int index = layout.columns().stream()
                .filter(each -> each.name().equals(column))
                .findFirst()
                .map(layout.columns()::indexOf)
                .orElseThrow(() -> new DataException(name() + ": column " + TableReader.shown(column)
                        + ": no such column; there are "
                        + header().stream().limit(SHOWN_COLUMNS).collect(Collectors.joining(", "))));
        rows(row -> cells.accept(
                index < row.cells().size() ? Records.strip(row.cells().get(index)) : ""));
    }

    /** Hands the rows over one by one, as texts. */
    void rows(Consumer<Records.Line> receiver) {
        lines(line -> {
            if (line.number() > layout.lastHeaderLine()) {
                receiver.accept(line);
            }
            return true;
        });
    }

    /** Hands the lines that are neither blank nor comments over, until one is answered with false. */
    private void lines(Predicate<Records.Line> receiver) {
        try (BufferedReader reader = Encodings.open(path, layout.encoding())) {
            Iterator<Records.Line> lines = Records.read(name(), layout.separator(), layout.comments(), reader);
            Optional<Records.Line> line = next(lines, 0);
            while (line.isPresent() && receiver.test(line.get())) {
                line = next(lines, line.get().number());
            }
        } catch (IOException e) {
            throw unreadable(e, 0);
        }
    }

    /** The line after another; failures of whoever receives it are not those of reading. */
    private Optional<Records.Line> next(Iterator<Records.Line> lines, long row) {
        try {
            return lines.hasNext() ? Optional.of(lines.next()) : Optional.empty();
        } catch (UncheckedIOException | CsvParseException e) {
            throw unreadable(e, row);
        }
    }

    /** What to say of a failure to read on after a row. */
    DataException unreadable(Exception failure, long row) {
        Throwable cause = failure.getCause();
        if (failure instanceof CharacterCodingException || cause instanceof CharacterCodingException) {
            return Encodings.wrong(path, layout.encoding());
        }
        if (cause instanceof DataException ours) {
            return ours;
        }
        return failure instanceof CsvParseException
                ? new DataException(name() + ", after row " + row
                        + ": not a CSV file: a quote is not closed or is followed by text, or a cell is too large")
                : new DataException(name() + ": cannot be read: " + failure.getMessage());
    }

    /**
     * The line of the file that a row begins in; for messages, since the file is read once more to find it.
     *
     * @param row counted from 0 below the header; blank lines are none
     */
    long line(long row) {
        long[] left = {row};
        long[] found = {row + 2};
        lines(line -> {
            if (line.number() > layout.lastHeaderLine() && left[0]-- == 0) {
                found[0] = line.number();
                return false;
            }
            return true;
        });
        return found[0];
    }
}
