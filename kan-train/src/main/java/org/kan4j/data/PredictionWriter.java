package org.kan4j.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
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
     * Writes to a stream. Lines that are no rows, and needless quotes, are not kept; lines end in a line feed.
     *
     * @param table the file that was read
     * @param columns names of the new columns
     * @param cells [columns][rows] what goes into them
     * @param out receives the copy; flushed, not closed
     * @throws DataException if the file cannot be read, has another number of rows, or has such a column already
     * @throws IOException if the stream fails
     */
    public static void write(TableFile table, List<String> columns, List<String[]> cells, Writer out)
            throws IOException {
        String name = table.name();
        for (String column : columns) {
            if (table.header().contains(column)) {
                throw new DataException(name + ": there is a column \"" + column + "\" already");
            }
        }
        Separator separator = table.layout().separator();
        CsvWriter writer = CsvWriter.builder()
                .fieldSeparator(separator.character())
                .quoteStrategy(separator == Separator.BLANK ? QuoteStrategies.EMPTY : QuoteStrategies.REQUIRED)
                .lineDelimiter(LineDelimiter.LF)
                .build(out);
        List<String> header = new ArrayList<>(table.layout().header());
        header.addAll(columns);
        int[] row = {0};
        int required = cells.get(0).length;
        try {
            writer.writeRecord(header);
            table.rows(line -> {
                if (row[0] >= required) {
                    throw rows(name, required, "more");
                }
                List<String> copy = new ArrayList<>(line.cells());
                cells.forEach(column -> copy.add(column[row[0]]));
                writer.writeRecord(copy);
                row[0]++;
            });
            writer.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (row[0] != required) {
            throw rows(name, required, String.valueOf(row[0]));
        }
    }

    private static DataException rows(String name, int required, String got) {
        return new DataException(name + ": " + required + " rows required, one for each prediction, got " + got);
    }

    /**
     * Writes to a file, which is there whole or not at all. A link is followed.
     *
     * @param table the file that the rows were read from
     * @param columns names of the new columns
     * @param cells [columns][rows] text of the new columns
     * @param file where; an existing one is replaced
     * @throws DataException if {@code table} cannot be read or does not fit, or {@code file} cannot be written
     */
    public static void write(TableFile table, List<String> columns, List<String[]> cells, Path file) {
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
