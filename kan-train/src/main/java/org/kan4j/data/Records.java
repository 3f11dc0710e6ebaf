package org.kan4j.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A file cut into lines and cells of text; lines may be of any length, and are checked by who reads them. */
final class Records {
    /** More are a file that is no table. */
    static final int MOST_COLUMNS = 1 << 14;

    /**
     * A line that is neither blank nor a comment.
     *
     * @param number of the line of the file that it begins in, from 1
     * @param cells as they are in the file, without their quotes
     */
    record Line(long number, List<String> cells) {
        /** The cells without blanks around them. */
        List<String> stripped() {
            return cells.stream().map(Records::strip).toList();
        }
    }

    private Records() {}

    /**
     * A reader of lines.
     *
     * @param handler receives the cells
     * @param comments whether lines that begin with # are passed over
     * @param in the characters
     * @throws de.siegmar.fastcsv.reader.CsvParseException while it is read, if quotes are wrong; the handler's own exceptions are its cause
     */
    static <T> CsvReader<T> reader(
            AbstractBaseCsvCallbackHandler<T> handler, Separator separator, boolean comments, Reader in) {
        return CsvReader.builder()
                .fieldSeparator(separator.character())
                .allowUnclosedQuote(false)
                .trimWhitespacesAroundQuotes(separator.character() > ' ')
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .commentStrategy(comments ? CommentStrategy.SKIP : CommentStrategy.NONE)
                .build(handler, separator == Separator.BLANK ? new BlankReader(in) : in);
    }

    /** The lines; going on fails as {@link #reader} does. */
    static Iterator<Line> read(String source, Separator separator, boolean comments, Reader in) {
        return reader(new Handler(source), separator, comments, in).stream()
                .filter(line -> !line.cells().stream().allMatch(Records::blank))
                .iterator();
    }

    /** A blank or anything that looks like one, such as what spreadsheets put between groups of digits. */
    static boolean space(char c) {
        return c == ' ' || c == '\u00a0' || c == '\u202f' || c == '\u2007' || Character.isWhitespace(c);
    }

    /** Whether there is nothing to be seen in a cell. */
    static boolean blank(String cell) {
        return cell.chars().allMatch(c -> space((char) c));
    }

    /** A cell without blanks around it. */
    static String strip(String cell) {
        int from = 0;
        int to = cell.length();
        while (from < to && space(cell.charAt(from))) {
            from++;
        }
        while (to > from && space(cell.charAt(to - 1))) {
            to--;
        }
        return cell.substring(from, to);
    }

    /** Tells of a line with more cells than a table may have columns. */
    static DataException tooWide(String source, long row) {
        return new DataException(source + ", row " + row + ": at most " + MOST_COLUMNS + " columns required");
    }

    /** Collects texts. */
    private static final class Handler extends AbstractBaseCsvCallbackHandler<Line> {
        private final String source;
        private List<String> cells = new ArrayList<>();
        private long number;

        Handler(String source) {
            this.source = source;
        }

        @Override
        protected void handleBegin(long startingLineNumber) {
            number = startingLineNumber;
            cells = new ArrayList<>();
        }

        @Override
        protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
            if (index == MOST_COLUMNS) {
                throw tooWide(source, number);
            }
            cells.add(new String(buffer, offset, length));
        }

        @Override
        protected Line buildRecord() {
            return new Line(number, cells);
        }
    }
}
