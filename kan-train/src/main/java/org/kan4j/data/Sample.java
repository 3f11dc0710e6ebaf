package org.kan4j.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first lines of a file, cut into cells by the separator under which most of them are numbers, as many in each line as in the
 * header.
 *
 * @param separator between cells
 * @param comments whether lines that begin with # are passed over
 * @param header names of the columns, and the line that holds them; nothing where the file has no line
 * @param rows the lines below it
 */
record Sample(Separator separator, boolean comments, Optional<Records.Line> header, List<Records.Line> rows) {
    private static final int CHARACTERS = 1 << 17;
    /** A header may be longer than a sample is; nothing is a table whose first lines are longer than this. */
    private static final int MOST_CHARACTERS = 1 << 24;
    /** Lines that must be there whole: one of the separator, the header, units and a row. */
    private static final int FEWEST_LINES = 5;
    /** Rows that separators are judged by. */
    private static final int JUDGES = 100;

    private static final Pattern SEPARATOR_LINE =
            Pattern.compile("\"?sep=(.)\"?(\r\n|\n|\r)", Pattern.CASE_INSENSITIVE);

    /**
     * Reads the start of a file.
     *
     * @param told the separator, where it is known
     * @throws DataException if the characters are not of that encoding, or there are too many cells in a line
     */
    static Sample read(Path file, Charset encoding, Optional<Separator> told) throws IOException {
        String source = String.valueOf(file.getFileName());
        StringBuilder text = new StringBuilder();
        boolean whole;
        try (Reader reader = Encodings.open(file, encoding)) {
            whole = read(reader, text);
        }
        Matcher line = SEPARATOR_LINE.matcher(text);
        int lines = 0;
        Optional<Separator> named = told;
        if (line.lookingAt()) {
            lines = 1;
            named = told.or(() -> Optional.of(named(source, line.group(1).charAt(0))));
        }
        Start start = new Start(source, text.toString(), whole, lines);
        return named.map(start::cut).orElseGet(start::best);
    }

    /** Reads until there is enough; whether that is the whole file. */
    private static boolean read(Reader reader, StringBuilder text) throws IOException {
        char[] buffer = new char[CHARACTERS];
        int lineEnds = 0;
        while (text.length() < CHARACTERS || lineEnds < FEWEST_LINES && text.length() < MOST_CHARACTERS) {
            int count = reader.read(buffer, 0, buffer.length);
            if (count < 0) {
                return true;
            }
            text.append(buffer, 0, count);
            for (int i = 0; i < count; i++) {
                lineEnds += buffer[i] == '\n' || buffer[i] == '\r' ? 1 : 0;
            }
        }
        return false;
    }

    private static Separator named(String source, char c) {
        for (Separator separator : Separator.values()) {
            if (separator.character() == c) {
                return separator;
            }
        }
        throw new DataException(
                source + ", row 1: sep= and a comma, semicolon, tab or blank required, got \"" + c + '"');
    }

    /** Characters of a file that are not cut yet, after so many lines that are not of the table. */
    private record Start(String source, String text, boolean whole, int skipped) {

        /** The separator that gives the most numbers in lines that fit the header; among equals the header's most frequent. */
        Sample best() {
            Separator usual = mostFrequent();
            Sample best = cut(usual);
            double most = best.score();
            for (Separator separator : Separator.values()) {
                if (separator != usual && most < 1) {
                    Optional<Sample> other = cutIfPossible(separator);
                    double score = other.map(Sample::score).orElse(0.0);
                    // One column with commas in its cells is not what a header of several columns stands above, and
                    // blanks are in names and cells of text too.
                    boolean cells = best.width() == 1
                            || separator != Separator.BLANK
                                    && other.filter(sample -> sample.width() > 1)
                                            .isPresent();
                    if (score > most && cells) {
                        best = other.orElseThrow();
                        most = score;
                    }
                }
            }
            return best;
        }

        /** Nothing where a line would have too many cells. */
        private Optional<Sample> cutIfPossible(Separator separator) {
            try {
                return Optional.of(cut(separator));
            } catch (DataException e) {
                return Optional.empty();
            }
        }

        /** Of commas, semicolons and tabs that which the first line has most of. */
        private Separator mostFrequent() {
            int commas = 0;
            int semicolons = 0;
            int tabs = 0;
            boolean quoted = false;
            boolean blank = true;
            int from = skipped == 0 ? 0 : text.indexOf('\n') + 1;
            for (int i = from; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean lineEnd = c == '\n' || c == '\r';
                if (!quoted && !blank && lineEnd) {
                    break;
                }
                blank &= lineEnd;
                quoted ^= c == '"';
                commas += !quoted && c == ',' ? 1 : 0;
                semicolons += !quoted && c == ';' ? 1 : 0;
                tabs += !quoted && c == '\t' ? 1 : 0;
            }
            if (semicolons > commas && semicolons >= tabs) {
                return Separator.SEMICOLON;
            }
            return tabs > commas ? Separator.TAB : Separator.COMMA;
        }

        Sample cut(Separator separator) {
            List<Records.Line> all = lines(separator, false);
            int block = 0;
            while (block < all.size() && comment(all.get(block))) {
                block++;
            }
            List<Records.Line> rest = all.subList(block, all.size());
            long hashes = rest.stream().filter(Sample::comment).count();
            boolean comments = block + hashes > 0 && 2 * hashes < rest.size();
            if (!comments) {
                return of(separator, false, all);
            }
            List<Records.Line> lines = new ArrayList<>(lines(separator, true));
            if (block > 0 && lines.get(0).number() == all.get(block).number()) {
                namesIn(separator, all.get(block - 1), all.get(block)).ifPresent(names -> lines.add(0, names));
            }
            return of(separator, true, lines);
        }

        private static Sample of(Separator separator, boolean comments, List<Records.Line> lines) {
            return lines.isEmpty()
                    ? new Sample(separator, comments, Optional.empty(), List.of())
                    : new Sample(
                            separator,
                            comments,
                            Optional.of(lines.get(0)),
                            List.copyOf(lines.subList(1, lines.size())));
        }

        /** The names in a comment above the first row, as programs for plots and arrays write them. */
        private static Optional<Records.Line> namesIn(Separator separator, Records.Line comment, Records.Line row) {
            List<String> names = new ArrayList<>(comment.cells());
            String first = names.get(0).substring(1);
            if (separator == Separator.BLANK && first.isEmpty()) {
                names.remove(0);
            } else if (separator == Separator.BLANK || first.startsWith(" ")) {
                names.set(0, first);
            }
            boolean numbers = row.cells().stream().anyMatch(Sample::number);
            return numbers
                            && names.size() == row.cells().size()
                            && names.stream().noneMatch(Sample::number)
                    ? Optional.of(new Records.Line(comment.number(), names))
                    : Optional.empty();
        }

        /** The lines of the table up to one that is not whole or cannot be cut. */
        private List<Records.Line> lines(Separator separator, boolean comments) {
            List<Records.Line> lines = new ArrayList<>();
            boolean cutOff = !whole;
            try {
                Records.read(source, separator, comments, new StringReader(text))
                        .forEachRemaining(line -> {
                            if (line.number() > skipped) {
                                lines.add(line);
                            }
                        });
            } catch (CsvParseException e) {
                cutOff = false;
                if (e.getCause() instanceof DataException cause && lines.isEmpty()) {
                    throw cause;
                }
            }
            return cutOff && lines.size() > 1 ? lines.subList(0, lines.size() - 1) : lines;
        }
    }

    private static boolean comment(Records.Line line) {
        return line.cells().get(0).startsWith("#");
    }

    private static boolean number(String cell) {
        return Numbers.evidence(cell) != Numbers.Evidence.NO_NUMBER;
    }

    private int width() {
        return header.map(line -> line.cells().size()).orElse(0);
    }

    /** The share of numbers among the cells of lines that have as many cells as the header, or one less or more at an end. */
    private double score() {
        int width = width();
        boolean open = header.filter(line -> Records.blank(line.cells().get(width - 1)))
                .isPresent();
        int judges = Math.min(JUDGES, rows.size());
        double score = 0;
        for (Records.Line row : rows.subList(0, judges)) {
            int cells = row.cells().size();
            if (cells == width || cells == width + 1 && width > 1 || cells == width - 1 && open) {
                List<String> filled = row.cells().stream()
                        .filter(cell -> !Records.blank(cell))
                        .toList();
                score += filled.stream().filter(Sample::number).count() / (double) filled.size() / judges;
            }
        }
        return score;
    }
}
