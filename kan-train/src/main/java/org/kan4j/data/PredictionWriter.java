package org.kan4j.data;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Copies a CSV file with one more column, {@code prediction}; all other cells stay as they are. */
public final class PredictionWriter {
    private static final String COLUMN = "prediction";

    private PredictionWriter() {}

    /**
     * Writes to a stream.
     *
     * @param table the file that was read with {@link TableReader}
     * @param predictions one for each row
     * @param out receives the copy; flushed, not closed
     */
    public static void write(Path table, double[] predictions, Writer out) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(table, StandardCharsets.UTF_8)) {
            char separator = TableReader.separator(reader);
            CsvReader<CsvRecord> records =
                    CsvReader.builder().fieldSeparator(separator).ofCsvRecord(reader);
            CsvWriter writer = CsvWriter.builder().fieldSeparator(separator).build(out);
            int row = -1;
            for (CsvRecord record : records) {
                List<String> cells = new ArrayList<>(record.getFields());
                if (row < 0 && cells.stream().map(String::strip).anyMatch(COLUMN::equals)) {
                    throw new DataException(table.getFileName() + ": there is a column \"" + COLUMN + "\" already");
                }
                cells.add(row < 0 ? COLUMN : Double.toString(predictions[row]));
                writer.writeRecord(cells);
                row++;
            }
            writer.flush();
        }
    }

    /** Writes to a file, which is there whole or not at all. */
    public static void write(Path table, double[] predictions, Path file) throws IOException {
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path temporary = Files.createTempFile(folder, ".prediction", ".tmp");
        try {
            try (Writer out = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
                write(table, predictions, out);
            }
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
