package org.kan4j.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Copies a CSV file with more columns, such as {@code prediction}; all other cells stay as they are. */
public final class PredictionWriter {

    private PredictionWriter() {}

    /**
     * Writes to a stream. Blank lines and needless quotes of the file are not kept; lines end in a line feed.
     *
     * @param table the file that was read with {@link TableReader}
     * @param columns names of the new columns
     * @param cells [columns][rows] what goes into them
     * @param out receives the copy; flushed, not closed
     * @throws DataException if the file cannot be read, has another number of rows, or has such a column already
     * @throws IOException if the stream fails
     */
    public static void write(Path table, List<String> columns, List<String[]> cells, Writer out) throws IOException {
        String name = String.valueOf(table.getFileName());
        TableReader.requireFile(table, name);
        int row = -1;
        try (BufferedReader reader = Files.newBufferedReader(table, StandardCharsets.UTF_8)) {
            char separator = TableReader.separator(reader);
            CsvReader<CsvRecord> records = TableReader.format(separator).ofCsvRecord(reader);
            CsvWriter writer = CsvWriter.builder()
                    .fieldSeparator(separator)
                    .lineDelimiter(LineDelimiter.LF)
                    .build(out);
            for (CsvRecord record : records) {
                List<String> copy = new ArrayList<>(record.getFields());
                for (int c = 0; c < columns.size(); c++) {
                    String column = columns.get(c);
                    if (row < 0
                            && record.getFields().stream().map(String::strip).anyMatch(column::equals)) {
                        throw new DataException(name + ": there is a column \"" + column + "\" already");
                    }
                    if (row >= cells.get(c).length) {
                        throw rows(name, cells.get(c).length, "more");
                    }
                    copy.add(row < 0 ? column : cells.get(c)[row]);
                }
                writer.writeRecord(copy);
                row++;
            }
            writer.flush();
        } catch (CharacterCodingException e) {
            throw TableReader.notUtf8(table);
        } catch (CsvParseException e) {
            throw new DataException(name + ", after row " + (row + 1) + ": not a CSV file: " + e.getMessage());
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw TableReader.notUtf8(table);
            }
            throw e.getCause();
        }
        int required = cells.get(0).length;
        if (row != required) {
            throw rows(name, required, String.valueOf(Math.max(0, row)));
        }
    }

    private static DataException rows(String name, int required, String got) {
        return new DataException(name + ": " + required + " rows required, one for each prediction, got " + got);
    }

    /**
     * Writes to a file, which is there whole or not at all. A link is followed.
     *
     * @param table the CSV file that the rows were read from
     * @param columns names of the new columns
     * @param cells [columns][rows] text of the new columns
     * @param file where; an existing one is replaced
     * @throws DataException if {@code table} cannot be read or does not fit, or {@code file} cannot be written
     */
    public static void write(Path table, List<String> columns, List<String[]> cells, Path file) {
        if (Files.isDirectory(file)) {
            throw new DataException(file + ": a file to write required, got a directory");
        }
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                // A pipe or a device must not be replaced.
                try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.WRITE)) {
                    write(table, columns, cells, out);
                }
                return;
            }
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            // Not a temporary file of the JDK's, which only its owner may read.
            Path temporary = target.resolveSibling(
                    "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
            try {
                try (FileChannel channel = FileChannel.open(
                                temporary,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE);
                        OutputStream bytes = Channels.newOutputStream(channel);
                        Writer out = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
                    write(table, columns, cells, out);
                    out.flush();
                    channel.force(true);
                }
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (NoSuchFileException e) {
            throw new DataException(file + ": the folder to write to does not exist");
        } catch (AccessDeniedException e) {
            throw new DataException(file + ": no permission to write");
        } catch (IOException e) {
            throw new DataException(file + ": cannot be written: " + e.getMessage());
        }
    }
}
