package org.kan4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Reads files that hold a table and are no text. Found by {@link java.util.ServiceLoader}; has a public constructor. */
public interface TableFormat {
    /**
     * {@return whether a file is of this format}
     *
     * @param begin its first four bytes, or all where there are fewer
     */
    boolean reads(byte[] begin);

    /**
     * A file's table as a CSV file would hold it.
     *
     * @param file of this format
     * @return a header line and the rows, in UTF-8 with commas between cells and points before decimals, gaps as empty cells
     * @throws IOException if it cannot be read; so do the methods of what is returned
     * @throws DataException if it holds what a table cannot
     */
    InputStream text(Path file) throws IOException;

    /**
     * {@return how many rows a file has}
     *
     * @param file of this format
     * @throws IOException if it cannot be read
     */
    long rows(Path file) throws IOException;
}
