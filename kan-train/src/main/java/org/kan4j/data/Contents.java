package org.kan4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/** What a file holds, as text. */
final class Contents {
    private static final int BEGIN = 4;

    private Contents() {}

    /** The bytes of a text file, or of the text that stands for a file of a {@link TableFormat}. */
    static InputStream open(Path file) throws IOException {
        Optional<TableFormat> format = format(file);
        return format.isPresent() ? format.get().text(file) : Files.newInputStream(file);
    }

    /** The format of a file that is no text. */
    static Optional<TableFormat> format(Path file) throws IOException {
        byte[] begin = begin(file);
        return ServiceLoader.load(TableFormat.class, TableFormat.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(format -> format.reads(begin))
                .findFirst();
    }

    /** How many lines there are, judged by the first bytes of a text. */
    static double lines(Path file, byte[] start) throws IOException {
        Optional<TableFormat> format = format(file);
        if (format.isPresent()) {
            return format.get().rows(file) + 1.0;
        }
        long lines = 1;
        for (byte b : start) {
            lines += b == '\n' ? 1 : 0;
        }
        return (double) Files.size(file) / Math.max(1, start.length) * lines;
    }

    /**
     * Whether a file is text and not of a known format.
     *
     * @throws DataException if it is neither; it says how the file becomes text
     */
    static boolean isText(Path file, String name) throws IOException {
        if (format(file).isPresent()) {
            return false;
        }
        String magic = new String(begin(file), StandardCharsets.ISO_8859_1);
        String text = name.replaceFirst("\\.[^.]*$", "") + ".csv";
        if (magic.equals("PAR1")) {
            throw new DataException(name
                    + ": a text file required, got Parquet, which kan-parquet reads with JDK 21 or newer; it becomes one by duckdb -c \"copy '"
                    + name + "' to '" + text + "'\", or pandas.read_parquet('" + name + "').to_csv('" + text
                    + "', index=False)");
        }
        if (magic.equals("PK\u0003\u0004")) {
            throw new DataException(
                    name
                            + ": a text file required, got a zip archive, as .xlsx files are; save the sheet as CSV, or unpack the file");
        }
        if (magic.startsWith("\u001f\u008b")) {
            throw new DataException(name + ": a text file required, got a gzip archive; gunzip unpacks it");
        }
        return true;
    }

    private static byte[] begin(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(BEGIN);
        }
    }
}
