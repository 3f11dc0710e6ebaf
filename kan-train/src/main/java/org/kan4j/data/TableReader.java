package org.kan4j.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kan4j.basis.Categories;

/**
 * Reads the numbers of a table. A column of text is left out with a note or, where it has a few kinds, with a warning; in any other
 * column that is read every cell must be a number within ±1e300, in one of the forms of {@link Column.Type}.
 */
public final class TableReader {
    private static final int SHOWN_CHARACTERS = 40;
    private static final int FIRST_ROWS = 64;
    /** Differences of larger numbers overflow; grids refuse them too. */
    private static final double LARGEST = 1e300;

    private TableReader() {}

    /**
     * Reads a table.
     *
     * @param file the file
     * @return the columns of numbers
     * @throws DataException if it cannot be read or is not such a table
     */
    public static Table read(Path file) {
        return read(file, column -> true);
    }

    /**
     * Reads some columns; cells of the others are not looked at.
     *
     * @param file the file
     * @param wanted tells by its name whether a column is read
     * @return those of the columns that hold numbers
     * @throws DataException if the file cannot be read or is not such a table
     */
    public static Table read(Path file, Predicate<String> wanted) {
        return read(TableFile.open(file), wanted, column -> false);
    }

    /**
     * Reads some columns; cells of the others are not looked at.
     *
     * @param file the file
     * @param wanted tells by its name whether a column is read
     * @param gaps tells by its name whether a column may lack numbers, which are NaN in the table then
     * @return those of the columns that hold numbers
     * @throws DataException if the file cannot be read or is not such a table
     */
    public static Table read(TableFile file, Predicate<String> wanted, Predicate<String> gaps) {
        List<Table> whole = new ArrayList<>();
        read(file, Reading.numbers(wanted, gaps), Integer.MAX_VALUE, whole::add);
        return whole.get(0);
    }

    /**
     * Reads the columns that a model is about.
     *
     * @param file the file
     * @param wanted names of columns; those of numbers may lack some, which are NaN in the table then
     * @param levels of the columns that are categories, by their names
     * @return those of the columns that hold numbers or are categories
     * @throws DataException if the file cannot be read or is not such a table
     */
    public static Table read(TableFile file, List<String> wanted, Map<String, List<String>> levels) {
        return read(file, new Reading(wanted::contains, column -> true, column -> false, levels));
    }

    static Table read(TableFile file, Reading reading) {
        List<Table> whole = new ArrayList<>();
        read(file, reading, Integer.MAX_VALUE, whole::add);
        return whole.get(0);
    }

    /**
     * Reads some columns part by part, so that a table may be larger than memory.
     *
     * @param file the file
     * @param reading which columns are read, and how
     * @param most rows of a part
     * @param parts receives the parts in their order, at least one, all of the same columns
     * @throws DataException if the file cannot be read or is not such a table
     */
    static void read(TableFile file, Reading reading, int most, Consumer<Table> parts) {
        Layout layout = file.layout();
        Columns columns = new Columns(file, reading);
        try (BufferedReader reader = Encodings.open(file.path(), layout.encoding())) {
            for (Boolean ignored : Records.reader(columns, layout.separator(), layout.comments(), reader)) {
                columns.endRow();
                if (columns.rows == most) {
                    parts.accept(columns.table());
                }
            }
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            throw file.unreadable(e, columns.line);
        }
        if (columns.rows > 0 || !columns.begun) {
            parts.accept(columns.table());
        }
    }

    /** A cell as it is shown in a message. */
    static String shown(String cell) {
        String line = cell.strip().replaceAll("\\p{Cntrl}+", " ");
        return '"' + (line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "…") + '"';
    }

    /** Collects the cells of the file. */
    private static final class Columns extends AbstractBaseCsvCallbackHandler<Boolean> {
        private final String source;
        private final Layout layout;
        private final List<Column> columns;
        private final CellParser[] parsers;
        private final boolean[] skipped;
        private final boolean[] numeric;
        private final boolean[] gaps;
        /** [columns] of categories; nothing of numbers. */
        private final @Nullable LevelCodes[] codes;

        private final double[][] values;
        private int rows;
        private boolean begun;
        private long line;
        private long fieldLine;
        private int fields;
        /** What is wrong with the current line, unless it turns out to be blank. */
        private Optional<DataException> wrong = Optional.empty();

        private boolean blank;
        private boolean below;

        Columns(TableFile file, Reading reading) {
            source = file.name();
            layout = file.layout();
            columns = layout.columns();
            int count = columns.size();
            parsers = new CellParser[count];
            skipped = new boolean[count];
            numeric = new boolean[count];
            gaps = new boolean[count];
            codes = new LevelCodes[count];
            values = new double[count][];
            for (int c = 0; c < count; c++) {
                Column column = columns.get(c);
                parsers[c] = column.parser(layout.decimal());
                skipped[c] = !column.leftOut().isEmpty() || !reading.wanted().test(column.name());
                gaps[c] = reading.gaps().test(column.name());
                codes[c] = !skipped[c] && reading.category(column) ? reading.codes(column) : null;
                numeric[c] =
                        codes[c] == null && (column.type().numeric() || gaps[c] && column.type() == Column.Type.EMPTY);
                values[c] = new double[!skipped[c] && (numeric[c] || codes[c] != null) ? FIRST_ROWS : 0];
            }
        }

        @Override
        protected void handleBegin(long startingLineNumber) {
            fieldLine = startingLineNumber;
            below = fieldLine > layout.lastHeaderLine();
            fields = 0;
            blank = true;
            wrong = Optional.empty();
        }

        @Override
        protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
            fields = index + 1;
            for (int i = offset; blank && i < offset + length; i++) {
                blank = Records.space(buffer[i]);
            }
            if (index >= Records.MOST_COLUMNS) {
                throw Records.tooWide(source, fieldLine);
            }
            if (!below || index >= parsers.length || skipped[index]) {
                return;
            }
            LevelCodes levels = codes[index];
            if (levels != null) {
                text(index, levels, Records.strip(new String(buffer, offset, length)));
                return;
            }
            double value = parsers[index].parse(buffer, offset, length);
            if (Math.abs(value) <= LARGEST && numeric[index]) {
                put(index, value);
            } else if (wrong.isEmpty()) {
                odd(index, value, Records.strip(new String(buffer, offset, length)));
            }
        }

        private void put(int index, double value) {
            if (rows == values[index].length) {
                values[index] = Arrays.copyOf(values[index], rows + (rows >> 1));
            }
            values[index][rows] = value;
        }

        /** A cell of a category. */
        private void text(int index, LevelCodes levels, String cell) {
            double code = levels.code(cell);
            if (Double.isNaN(code) && !gaps[index] && wrong.isEmpty()) {
                wrong = Optional.of(mixed(index, cell));
            } else {
                put(index, code);
            }
        }

        /** A cell that is not a number of the column's form. */
        private void odd(int index, double value, String cell) {
            boolean gap = Numbers.gap(cell);
            if (!numeric[index]) {
                wrong = gap || Double.isNaN(value)
                        ? wrong
                        : Optional.of(place(index, "text required, as in the rows before, got ", cell, ""));
            } else if (gap && gaps[index]) {
                put(index, Double.NaN);
            } else {
                wrong = Optional.of(mixed(index, cell));
            }
        }

        @Override
        protected Boolean buildRecord() {
            return Boolean.TRUE;
        }

        void endRow() {
            line = fieldLine;
            if (!below || blank) {
                return;
            }
            wrong.ifPresent(found -> {
                throw found;
            });
            if (fields != columns.size()) {
                throw new DataException(source + ", row " + fieldLine + ": " + columns.size()
                        + " cells required, as in the header, got " + fields + separated());
            }
            rows++;
            begun = true;
        }

        /** What a reader may have taken for a separator, or not. */
        private String separated() {
            String first = columns.stream()
                    .map(Column::name)
                    .filter(name -> !name.isEmpty())
                    .findFirst()
                    .orElse("");
            return "; cells are separated by " + layout.separator().plural() + ", the header's first is " + shown(first)
                    + "; --separator names another";
        }

        private DataException mixed(int index, String cell) {
            Column column = columns.get(index);
            String rule = column.type() != Column.Type.NUMBER
                    ? "not a " + column.type().text() + " as in the rows before: "
                    : Double.isFinite(Decimals.lenient(cell))
                            ? "beyond ±" + LARGEST + ": "
                            : Double.isNaN(Decimals.lenient(cell)) && !cell.equalsIgnoreCase("nan")
                                    ? "not a number: "
                                    : "not a finite number: ";
            return place(index, rule, cell, remedy(column, cell));
        }

        private String remedy(Column column, String cell) {
            Numbers.Evidence evidence = Numbers.evidence(cell);
            if (layout.decimal().isEmpty() && evidence == Numbers.Evidence.EITHER) {
                return "; --decimal comma or --decimal point says what its comma is";
            }
            if (layout.decimal().isEmpty() && evidence == Numbers.Evidence.COMMA) {
                return "; is its comma a decimal mark, as --decimal comma says?";
            }
            if (Numbers.gap(cell)) {
                return "; a gap: fill it, delete the row, or leave the column out (--drop of discover and fit)";
            }
            if (!Numbers.signOf(cell).equals(column.sign()) && evidence != Numbers.Evidence.NO_NUMBER) {
                return "; the same sign in all rows required, or none";
            }
            Numbers.Evidence other = layout.decimal().equals(Optional.of(Decimal.COMMA))
                    ? Numbers.Evidence.POINT
                    : Numbers.Evidence.COMMA;
            if (evidence == other) {
                return "; " + (other == Numbers.Evidence.POINT ? "commas" : "points")
                        + " are the decimal marks, as --decimal or other cells say";
            }
            return cell.matches("[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}\\.?")
                    ? "; dates as 2021-12-31 required"
                    : "; change it, leave the column out (--drop), or take it for a category (--categories of fit)";
        }

        private DataException place(int index, String rule, String cell, String remedy) {
            return new DataException(source + ", row " + fieldLine + ", column "
                    + shown(columns.get(index).name()) + ": " + rule + shown(cell) + remedy);
        }

        /** The rows since it was last asked for. */
        Table table() {
            if (columns.isEmpty()) {
                throw new DataException(source + ": a header line and rows of numbers required, got an empty file");
            }
            if (!begun) {
                throw new DataException(source + ": at least 1 row of numbers required below the header, got none");
            }
            List<String> kept = new ArrayList<>();
            List<double[]> numbers = new ArrayList<>();
            List<String> notes = new ArrayList<>(layout.notes());
            List<String> warnings = new ArrayList<>(layout.warnings());
            Map<String, List<String>> levels = new HashMap<>();
            for (int c = 0; c < values.length; c++) {
                if (skipped[c]) {
                    continue;
                }
                Column column = columns.get(c);
                LevelCodes known = codes[c];
                if (known != null && known.overflow()) {
                    throw new DataException(source + ": column " + shown(column.name()) + " holds more than "
                            + Categories.MOST_LEVELS + " different texts; leave it out (--drop)");
                }
                if (known != null) {
                    levels.put(column.name(), known.levels());
                }
                if (numeric[c] || known != null) {
                    kept.add(column.name());
                    numbers.add(values[c].length == rows ? values[c] : Arrays.copyOf(values[c], rows));
                    values[c] = new double[FIRST_ROWS];
                }
                if (known != null) {
                    continue;
                }
                if (column.type() == Column.Type.CATEGORY) {
                    warnings.add("column " + shown(column.name())
                            + " holds text and is left out: inputs are numbers; discover --by "
                            + (column.name().contains(" ") ? shown(column.name()) : column.name())
                            + " tells groups by it, fit takes it for a category");
                } else if (!numeric[c] || column.type() != Column.Type.EMPTY) {
                    column.note().ifPresent(notes::add);
                }
            }
            if (kept.isEmpty()) {
                throw new DataException(source + ": at least 1 column of numbers required, got none" + separated());
            }
            Table table = new Table(source, kept, numbers, rows, levels, notes, warnings);
            rows = 0;
            return table;
        }
    }
}
