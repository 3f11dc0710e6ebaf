package org.kan4j.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads a CSV file with a header line: comma, semicolon or tab (whichever the header has most of), quotes, UTF-8 with or
 * without a byte order mark, any line ends. Rows are counted as lines of the file, the header being row 1. A column without
 * any number in it is left out with a note; in any other every cell must be a number within ±1e300.
 */
public final class TableReader {
    private static final int HEADER_CHARACTERS = 1 << 16;
    private static final int SHOWN_CHARACTERS = 40;
    private static final int MOST_COLUMNS = 1 << 14;
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
        List<Table> whole = new ArrayList<>();
        read(file, wanted, Integer.MAX_VALUE, whole::add);
        return whole.get(0);
    }

    /**
     * Reads some columns part by part, so that a table may be larger than memory.
     *
     * @param file the file
     * @param wanted tells by its name whether a column is read
     * @param most rows of a part
     * @param parts receives the parts in their order, at least one, all of the same columns
     * @throws DataException if the file cannot be read or is not such a table
     */
    static void read(Path file, Predicate<String> wanted, int most, Consumer<Table> parts) {
        String name = String.valueOf(file.getFileName());
        requireFile(file, name);
        Columns columns = new Columns(name, wanted);
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()), 1 << 16)) {
            columns.separator = separator(reader);
            CsvReader<Boolean> csv = format(columns.separator).build(columns, reader);
            for (Boolean ignored : csv) {
                columns.endRow();
                if (columns.rows == most) {
                    parts.accept(columns.table());
                }
            }
        } catch (CharacterCodingException e) {
            throw notUtf8(file);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw notUtf8(file);
            }
            throw new DataException(name + ": cannot be read: " + e.getMessage());
        } catch (CsvParseException e) {
            if (e.getCause() instanceof DataException cause) {
                throw cause;
            }
            throw new DataException(name + ", after row " + columns.line
                    + ": not a CSV file: a quote is not closed or is followed by text, or a cell is too large");
        } catch (IOException e) {
            throw new DataException(name + ": cannot be read: " + e.getMessage());
        }
        if (columns.rows > 0 || !columns.begun) {
            parts.accept(columns.table());
        }
    }

    /** Tells what is wrong with a file that cannot be opened for reading. */
    static void requireFile(Path file, String name) {
        if (Files.isDirectory(file)) {
            throw new DataException(name + ": a CSV file required, got a directory");
        }
        if (!Files.exists(file)) {
            throw new DataException(file + ": no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new DataException(
                    name + ": a regular file required, since it is read more than once; save what a pipe gives to one");
        }
        if (!Files.isReadable(file)) {
            throw new DataException(name + ": no permission to read");
        }
    }

    /** Names of all columns, in the order of the file. */
    static List<String> header(Path file) {
        String name = String.valueOf(file.getFileName());
        requireFile(file, name);
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CsvReader<CsvRecord> csv = format(separator(reader)).ofCsvRecord(reader)) {
            for (CsvRecord first : csv) {
                return first.getFields().stream().map(String::strip).toList();
            }
            return List.of();
        } catch (CharacterCodingException e) {
            throw notUtf8(file);
        } catch (UncheckedIOException | IOException | CsvParseException e) {
            throw new DataException(name + ", row 1: cannot be read: " + e.getMessage());
        }
    }

    /**
     * {@return the columns that a text names: one of that name, or several with commas between}
     *
     * @param file the CSV file
     * @param text what a user wrote
     */
    public static List<String> columns(Path file, String text) {
        return header(file).contains(text) ? List.of(text) : List.of(text.split(",", -1));
    }

    /** The cells of a column, without blanks around them. */
    static List<String> texts(Path file, String column) {
        List<String> cells = new ArrayList<>();
        Map<String, String> same = new HashMap<>();
        texts(file, column, cell -> cells.add(same.computeIfAbsent(cell, text -> text)));
        return cells;
    }

    /** Hands the cells of a column over one by one, without blanks around them. */
    static void texts(Path file, String column, Consumer<String> cells) {
        String name = String.valueOf(file.getFileName());
        List<String> header = header(file);
        int index = header.indexOf(column);
        if (index < 0) {
            throw new DataException(name + ": target " + shown(column) + ": no such column; there are "
                    + String.join(", ", header.subList(0, Math.min(20, header.size()))));
        }
        long rows = -1;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CsvReader<CsvRecord> csv = format(separator(reader)).ofCsvRecord(reader)) {
            for (CsvRecord row : csv) {
                if (rows >= 0) {
                    cells.accept(
                            index < row.getFieldCount() ? row.getField(index).strip() : "");
                }
                rows++;
            }
        } catch (CharacterCodingException e) {
            throw notUtf8(file);
        } catch (UncheckedIOException | IOException | CsvParseException e) {
            throw new DataException(name + ", after row " + (rows + 1) + ": cannot be read: " + e.getMessage());
        }
    }

    /**
     * The line of the file that a row begins in; for messages, since the file is read once more to find it.
     *
     * @param row counted from 0 below the header; blank lines are none
     */
    static long line(Path file, long row) {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CsvReader<CsvRecord> csv = format(separator(reader)).ofCsvRecord(reader)) {
            return csv.stream()
                    .skip(row + 1)
                    .findFirst()
                    .map(CsvRecord::getStartingLineNumber)
                    .orElse(row + 2);
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            throw new DataException(file.getFileName() + ": cannot be read: " + e.getMessage());
        }
    }

    /** How a file is parsed; rows of any length pass, and are checked by who reads them. */
    static CsvReader.CsvReaderBuilder format(char separator) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    }

    /** Reads the file once more to find its first byte that is not UTF-8. */
    static DataException notUtf8(Path file) {
        String place = "";
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        CharBuffer chars = CharBuffer.allocate(1 << 16);
        long before = 0;
        long row = 1;
        try (InputStream in = Files.newInputStream(file)) {
            int count = 0;
            while (count >= 0 && place.isEmpty()) {
                count = in.read(bytes.array(), bytes.position(), bytes.remaining());
                bytes.position(bytes.position() + Math.max(0, count)).flip();
                boolean error = decoder.decode(bytes, chars, count < 0).isError();
                row += chars.flip().chars().filter(c -> c == '\n').count();
                chars.clear();
                if (error) {
                    place = ", row " + row + ", byte " + (before + bytes.position());
                }
                before += bytes.position();
                bytes.compact();
            }
        } catch (IOException e) {
            place = "";
        }
        return new DataException(file.getFileName() + place + ": not UTF-8 text");
    }

    /** The separator that the first line has most of; leaves the reader at the first character after a byte order mark. */
    static char separator(BufferedReader reader) throws IOException {
        reader.mark(HEADER_CHARACTERS + 1);
        int bom = reader.read();
        if (bom != '\uFEFF') {
            reader.reset();
        } else {
            reader.mark(HEADER_CHARACTERS + 1);
        }
        int commas = 0;
        int semicolons = 0;
        int tabs = 0;
        boolean quoted = false;
        boolean blank = true;
        for (int i = 0; i < HEADER_CHARACTERS; i++) {
            int c = reader.read();
            boolean lineEnd = c == '\n' || c == '\r';
            if (c < 0 || (!quoted && !blank && lineEnd)) {
                break;
            }
            blank &= lineEnd;
            quoted ^= c == '"';
            commas += !quoted && c == ',' ? 1 : 0;
            semicolons += !quoted && c == ';' ? 1 : 0;
            tabs += !quoted && c == '\t' ? 1 : 0;
        }
        reader.reset();
        if (semicolons > commas && semicolons >= tabs) {
            return ';';
        }
        return tabs > commas ? '\t' : ',';
    }

    /** A cell as it is shown in a message. */
    static String shown(String cell) {
        String line = cell.strip().replaceAll("\\p{Cntrl}+", " ");
        return '"' + (line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "…") + '"';
    }

    /** Collects the cells of the file. */
    private static final class Columns extends AbstractBaseCsvCallbackHandler<Boolean> {
        private final String source;
        private final Predicate<String> wanted;
        private final List<String> names = new ArrayList<>();
        private boolean[] skipped = {};
        private double[][] values = {};
        private String[] firstText = {};
        private long[] firstTextLine = {};
        private int rows;
        private boolean begun;
        private char separator = ',';
        private long line;
        private long fieldLine;
        private int fields;

        Columns(String source, Predicate<String> wanted) {
            this.source = source;
            this.wanted = wanted;
        }

        @Override
        protected void handleBegin(long startingLineNumber) {
            fieldLine = startingLineNumber;
            fields = 0;
        }

        @Override
        protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
            fields = index + 1;
            if (line == 0) {
                if (index == MOST_COLUMNS) {
                    throw new DataException(
                            source + ", row " + fieldLine + ": at most " + MOST_COLUMNS + " columns required");
                }
                names.add(new String(buffer, offset, length).strip());
                return;
            }
            if (index >= values.length || skipped[index]) {
                return;
            }
            double value = Decimals.parse(buffer, offset, length);
            boolean finite = Math.abs(value) <= LARGEST;
            boolean numeric = begun ? values[index].length > 0 : finite;
            if (!begun && finite) {
                values[index] = new double[FIRST_ROWS];
            }
            if (finite && numeric) {
                if (rows == values[index].length) {
                    values[index] = Arrays.copyOf(values[index], rows + (rows >> 1));
                }
                values[index][rows] = value;
            } else if (finite) {
                throw mixed(index, firstTextLine[index], firstText[index]);
            } else if (numeric) {
                throw mixed(index, fieldLine, new String(buffer, offset, length));
            } else if (!begun) {
                firstText[index] = new String(buffer, offset, length);
                firstTextLine[index] = fieldLine;
            }
        }

        @Override
        protected void handleEmpty() {
            fields = -1;
        }

        @Override
        protected Boolean buildRecord() {
            return Boolean.TRUE;
        }

        void endRow() {
            if (fields < 0) {
                return;
            }
            if (line == 0) {
                endHeader();
            } else {
                if (fields != names.size()) {
                    throw new DataException(source + ", row " + fieldLine + ": " + names.size()
                            + " cells required, as in the header, got " + fields + separated());
                }
                rows++;
                begun = true;
            }
            line = fieldLine;
        }

        private void endHeader() {
            Set<String> seen = new HashSet<>();
            for (int c = 0; c < names.size(); c++) {
                if (names.get(c).isEmpty()) {
                    throw new DataException(source + ", row " + fieldLine + ": column " + (c + 1)
                            + " has no name; a header line is required");
                }
                if (!seen.add(names.get(c))) {
                    throw new DataException(
                            source + ", row " + fieldLine + ": two columns are named " + shown(names.get(c)));
                }
            }
            values = new double[names.size()][0];
            skipped = new boolean[names.size()];
            for (int c = 0; c < skipped.length; c++) {
                skipped[c] = !wanted.test(names.get(c));
            }
            firstText = new String[names.size()];
            firstTextLine = new long[names.size()];
            Arrays.fill(firstText, "");
        }

        /** What a reader may have taken for a separator, or not. */
        private String separated() {
            String name = separator == '\t' ? "tabs" : separator == ';' ? "semicolons" : "commas";
            return "; cells are separated by " + name + ", the header's first is " + shown(names.get(0));
        }

        private DataException mixed(int index, long row, String cell) {
            String text = cell.strip();
            String rule = Double.isFinite(Decimals.lenient(text))
                    ? "beyond ±" + LARGEST + ": "
                    : Double.isNaN(Decimals.lenient(text)) && !text.equalsIgnoreCase("nan")
                            ? "not a number: "
                            : "not a finite number: ";
            String remedy = text.matches("[+-]?[0-9]*,[0-9]+") ? "; a point before the decimals required" : "";
            return new DataException(source + ", row " + row + ", column " + shown(names.get(index)) + ": " + rule
                    + shown(cell) + remedy);
        }

        /** The rows since it was last asked for. */
        Table table() {
            if (line == 0) {
                throw new DataException(source + ": a header line and rows of numbers required, got an empty file");
            }
            if (!begun) {
                throw new DataException(source + ": at least 1 row of numbers required below the header, got none");
            }
            List<String> kept = new ArrayList<>();
            List<double[]> columns = new ArrayList<>();
            List<String> notes = new ArrayList<>();
            for (int c = 0; c < values.length; c++) {
                if (skipped[c]) {
                    continue;
                }
                if (values[c].length == 0) {
                    notes.add("column " + shown(names.get(c)) + " holds no number: left out");
                } else {
                    kept.add(names.get(c));
                    columns.add(values[c].length == rows ? values[c] : Arrays.copyOf(values[c], rows));
                    values[c] = new double[FIRST_ROWS];
                }
            }
            if (kept.isEmpty()) {
                throw new DataException(source + ": at least 1 column of numbers required, got none" + separated());
            }
            Table table = new Table(source, kept, columns, rows, notes);
            rows = 0;
            return table;
        }
    }
}
