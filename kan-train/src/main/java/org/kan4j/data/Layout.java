package org.kan4j.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a file is read, told or judged by its first rows.
 *
 * @param encoding of its characters
 * @param separator between cells
 * @param decimal the mark before decimals; nothing where no cell tells
 * @param comments whether lines that begin with # are passed over
 * @param lastHeaderLine the line of the file below which rows begin; 0 where it is empty
 * @param header [columns] cells of the header line, as they are in the file
 * @param columns of each row, in their order
 * @param notes what a reader should know of it
 * @param warnings what is suspicious
 */
record Layout(
        Charset encoding,
        Separator separator,
        Optional<Decimal> decimal,
        boolean comments,
        long lastHeaderLine,
        List<String> header,
        List<Column> columns,
        List<String> notes,
        List<String> warnings) {
    /** Text of which at most so large a share of the rows differs is categories. */
    private static final double DIFFERENT = 0.5;

    /**
     * Looks at a file.
     *
     * @param told what is not to be judged
     * @throws DataException if it cannot be read, or its header line does not name the columns
     */
    static Layout of(Path file, Schema told) {
        String source = String.valueOf(file.getFileName());
        try {
            Charset encoding = told.encoding().isPresent() ? told.encoding().get() : Encodings.detect(file);
            try {
                return new Judge(source, Sample.read(file, encoding, told.separator()), told).layout(encoding);
            } catch (CharacterCodingException e) {
                throw Encodings.wrong(file, encoding);
            }
        } catch (IOException e) {
            throw new DataException(source + ": cannot be read: " + e.getMessage());
        }
    }

    /** Whether texts repeat, as those of categories do and names do not. */
    static boolean repeats(int different, long cells) {
        return different <= DIFFERENT * cells;
    }

    /** Decides what the columns of a sample are. */
    private static final class Judge {
        private final String source;
        private final Sample sample;
        private final Schema told;
        private final List<String> notes = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private List<Records.Line> rows;
        private Optional<Decimal> decimal;

        Judge(String source, Sample sample, Schema told) {
            this.source = source;
            this.sample = sample;
            this.told = told;
            rows = sample.rows();
            decimal = told.decimal();
        }

        Layout layout(Charset encoding) {
            if (sample.header().isEmpty()) {
                return new Layout(
                        encoding, sample.separator(), decimal, false, 0, List.of(), List.of(), List.of(), List.of());
            }
            Records.Line header = sample.header().get();
            if (header.cells().size() > Records.MOST_COLUMNS) {
                throw Records.tooWide(source, header.number());
            }
            noteFile(encoding);
            List<String> names = names(header);
            requireDifferent(names.stream().map(Records::strip).toList(), header.number());
            long last = header.number();
            if (unitsRow(names.size())) {
                Records.Line units = rows.get(0);
                last = units.number();
                rows = rows.subList(1, rows.size());
                notes.add("row " + last + " is taken for units: "
                        + units.stripped().stream()
                                .filter(unit -> !unit.isEmpty())
                                .collect(Collectors.joining(", ")));
            }
            decimal = decimal.or(() -> decimal(names.size()));
            if (decimal.filter(Decimal.COMMA::equals).isPresent()) {
                notes.add("numbers have decimal commas");
            }
            decimal.map(known -> known == Decimal.POINT ? Decimal.COMMA : Decimal.POINT)
                    .filter(other -> grouped(names.size(), String.valueOf(other.mark())))
                    .ifPresent(other -> notes.add(
                            other.name().toLowerCase(Locale.ROOT) + "s in numbers are taken for marks of thousands"));
            List<Column> columns = new ArrayList<>();
            for (int c = 0; c < names.size(); c++) {
                columns.add(column(c, Records.strip(names.get(c)), header));
            }
            warnOfNumbers(header);
            return new Layout(
                    encoding, sample.separator(), decimal, sample.comments(), last, names, columns, notes, warnings);
        }

        private void noteFile(Charset encoding) {
            if (!encoding.name().startsWith("UTF") && told.encoding().isEmpty()) {
                notes.add("the characters are not UTF-8: read as " + encoding.name());
            }
            if (sample.comments()) {
                notes.add("lines that begin with # are passed over");
            }
        }

        /** One name for each cell of the rows: row names have none in some programs, and a separator may end each line. */
        private List<String> names(Records.Line header) {
            List<String> names = new ArrayList<>(header.cells());
            int width = rows.isEmpty() ? names.size() : rows.get(0).cells().size();
            if (rows.stream().anyMatch(row -> row.cells().size() != width)) {
                return names;
            }
            int last = width - 1;
            if (width == names.size() + 1
                    && rows.stream().allMatch(row -> Records.blank(row.cells().get(last)))) {
                names.add("");
            } else if (width == names.size() + 1 && names.size() > 1 && rowNames(0) && !decimalsApart()) {
                names.add(0, "");
            }
            while (names.size() > width && Records.blank(names.get(names.size() - 1))) {
                names.remove(names.size() - 1);
            }
            return names;
        }

        private void requireDifferent(List<String> names, long line) {
            Set<String> seen = new HashSet<>();
            for (String name : names) {
                if (!name.isEmpty() && !seen.add(name)) {
                    throw new DataException(
                            source + ", row " + line + ": two columns are named " + TableReader.shown(name));
                }
            }
        }

        /** Whether a column holds different names or whole numbers. */
        private boolean rowNames(int column) {
            List<String> cells = cells(column);
            return new HashSet<>(cells).size() == cells.size()
                    && (cells.stream().allMatch(cell -> cell.matches("[0-9]+"))
                            || cells.stream().noneMatch(Judge::number));
        }

        /** Whether the whole numbers of the first column may be cut off from their decimals by commas. */
        private boolean decimalsApart() {
            return sample.separator() == Separator.COMMA
                    && cells(0).stream().allMatch(Judge::number)
                    && rows.stream().flatMap(row -> row.cells().stream()).noneMatch(cell -> cell.contains("."));
        }

        /** The cells of a column, without blanks around them; nothing where a row is too short. */
        private List<String> cells(int column) {
            return rows.stream()
                    .filter(row -> column < row.cells().size())
                    .map(row -> Records.strip(row.cells().get(column)))
                    .toList();
        }

        private static boolean number(String cell) {
            return Numbers.evidence(cell) != Numbers.Evidence.NO_NUMBER;
        }

        /** Whether the first row holds no number, but all others do in some columns. */
        private boolean unitsRow(int width) {
            if (rows.size() < 3 || rows.stream().anyMatch(row -> row.cells().size() != width)) {
                return false;
            }
            List<String> first = rows.get(0).stripped();
            if (first.stream()
                    .anyMatch(cell -> number(cell) || !cell.isEmpty() && Numbers.gap(cell) || cell.length() > 20)) {
                return false;
            }
            return IntStream.range(0, width)
                    .anyMatch(c ->
                            !first.get(c).isEmpty() && cells(c).stream().skip(1).allMatch(Judge::number));
        }

        /** The mark that the numbers of the sample tell, where they agree. */
        private Optional<Decimal> decimal(int width) {
            Set<Numbers.Evidence> seen = new HashSet<>();
            for (int c = 0; c < width; c++) {
                List<Numbers.Evidence> column = cells(c).stream()
                        .filter(cell -> !Numbers.gap(cell))
                        .map(Numbers::evidence)
                        .toList();
                // A cell that is wrong does not make a column one of text.
                if (2 * Collections.frequency(column, Numbers.Evidence.NO_NUMBER) < column.size()) {
                    seen.addAll(column);
                }
            }
            boolean comma = seen.contains(Numbers.Evidence.COMMA);
            boolean point = seen.contains(Numbers.Evidence.POINT);
            return comma == point ? Optional.empty() : Optional.of(comma ? Decimal.COMMA : Decimal.POINT);
        }

        /** Whether a mark is in a number. */
        private boolean grouped(int width, String mark) {
            return IntStream.range(0, width)
                    .mapToObj(this::cells)
                    .flatMap(List::stream)
                    .anyMatch(cell -> cell.contains(mark) && number(cell));
        }

        private Column column(int c, String name, Records.Line header) {
            Optional<Column> known = told.columns().stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst();
            if (known.isPresent()) {
                String subject = name.isEmpty() ? "column " + (c + 1) : "column " + TableReader.shown(name);
                return known.get().leftOut().isEmpty()
                        ? known.get()
                        : leftOut(
                                known.get(),
                                known.get().leftOut(),
                                subject + " is left out, as the schema says: "
                                        + known.get().leftOut());
            }
            List<String> cells =
                    cells(c).stream().filter(cell -> !Numbers.gap(cell)).toList();
            Column judged = judged(name, cells);
            if (name.isEmpty()) {
                return unnamed(c, judged, header);
            }
            if (name.equals("Unnamed: 0") && rowNames(c)) {
                return leftOut(judged, "row names", "column \"Unnamed: 0\" holds row names: left out");
            }
            return told.columns().isEmpty()
                    ? judged
                    : leftOut(
                            judged,
                            "not in the schema",
                            "column " + TableReader.shown(name) + " is not in the schema: left out");
        }

        private Column leftOut(Column column, String why, String note) {
            notes.add(note);
            return new Column(column.name(), column.type(), column.sign(), why);
        }

        private Column unnamed(int c, Column judged, Records.Line header) {
            String subject = "column " + (c + 1) + " has no name";
            if (judged.type() == Column.Type.EMPTY && !rows.isEmpty()) {
                return leftOut(judged, "empty", subject + " and is empty: left out");
            }
            if (c == 0 && header.cells().size() > 1 && rowNames(c)) {
                return leftOut(judged, "row names", subject + " and is taken for row names: left out");
            }
            throw new DataException(
                    source + ", row " + header.number() + ": " + subject + "; a header line is required");
        }

        /** What cells are taken for that say something. */
        private Column judged(String name, List<String> cells) {
            if (cells.isEmpty()) {
                return new Column(name, Column.Type.EMPTY, "", "");
            }
            Column number = new Column(name, Column.Type.NUMBER, "", "");
            if (cells.stream().anyMatch(cell -> parses(number, cell))) {
                return number;
            }
            Column signed = new Column(name, Column.Type.NUMBER, Numbers.signOf(cells.get(0)), "");
            if (allParse(signed, cells)) {
                return signed;
            }
            for (Column.Type type : Column.Type.values()) {
                Column column = new Column(name, type, "", "");
                if (type.numeric() && allParse(column, cells)) {
                    return column;
                }
            }
            long digits = cells.stream()
                    .filter(cell -> cell.matches("[^\\p{L}]*[0-9].*"))
                    .count();
            if (2 * digits >= cells.size()) {
                // They look as if they were meant to be numbers: whoever reads them is told of the first that is none.
                return number;
            }
            return new Column(
                    name,
                    repeats(new HashSet<>(cells).size(), cells.size()) ? Column.Type.CATEGORY : Column.Type.TEXT,
                    "",
                    "");
        }

        private boolean allParse(Column column, List<String> cells) {
            return cells.stream().allMatch(cell -> parses(column, cell));
        }

        private boolean parses(Column column, String cell) {
            return !Double.isNaN(column.parser(decimal).parse(cell.toCharArray(), 0, cell.length()));
        }

        private void warnOfNumbers(Records.Line header) {
            List<String> names = header.stripped();
            boolean numbers = names.stream().allMatch(Judge::number);
            boolean counted = IntStream.range(1, names.size())
                    .allMatch(c -> names.get(c).matches("[0-9]{1,9}")
                            && names.get(c - 1).matches("[0-9]{1,9}")
                            && Integer.parseInt(names.get(c)) == Integer.parseInt(names.get(c - 1)) + 1);
            if (numbers && !(names.size() > 1 && counted)) {
                warnings.add("row " + header.number() + " is taken for the names of columns, but holds numbers alone;"
                        + " where it is a row, put a line of names above it");
            }
        }
    }
}
