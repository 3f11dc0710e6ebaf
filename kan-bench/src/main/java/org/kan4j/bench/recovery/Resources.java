package org.kan4j.bench.recovery;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.kan4j.Kan4j;
import org.kan4j.data.Dataset;

/** The tables that lie beside these classes. */
final class Resources {
    private Resources() {}

    /** The lines of a CSV file. */
    static List<NamedCsvRecord> records(String name) {
        try (InputStream in = open(name);
                CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(in)) {
            return csv.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A table, read as {@code kan discover} reads it: from a file. */
    static Dataset table(String name, String target) {
        try (InputStream in = open(name)) {
            Path file = Files.createTempFile("kan-bench", ".csv");
            try {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                return Kan4j.read(file, target);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) throws IOException {
        InputStream in = Resources.class.getResourceAsStream(name);
        if (in == null) {
            throw new FileNotFoundException(name);
        }
        return in;
    }
}
