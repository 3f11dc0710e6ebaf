package org.kan4j.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/** Rows of numbers on disk, written once and read in any order. The file has no name and is gone with its process. */
final class RowFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 18;

    private final FileChannel channel;
    private final int columns;
    private final ByteBuffer buffer;
    private final CRC32 checksum = new CRC32();
    private long rows;

    /**
     * An empty file.
     *
     * @param folder on the disk that holds the rows
     * @param columns numbers in a row, ≥ 1
     * @throws DataException if there can be no file
     */
    RowFile(Path folder, int columns) {
        this.columns = columns;
        int width = columns * Double.BYTES;
        buffer = ByteBuffer.allocate(Math.max(1, BUFFER_BYTES / width) * width).order(ByteOrder.LITTLE_ENDIAN);
        try {
            Path file = Files.createTempFile(folder, ".kan4j-rows-", ".tmp");
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Files.delete(file);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static DataException failed(IOException e) {
        return new DataException(
                "the rows, which are more than memory holds, cannot be kept on disk: " + e.getMessage());
    }

    /** Adds a number; a row is complete after as many as there are columns. */
    void add(double number) {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.putDouble(number);
    }

    /** Writes what was added; called before rows are read. */
    void flush() {
        buffer.flip();
        checksum.update(buffer.duplicate());
        rows += buffer.remaining() / (columns * Double.BYTES);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw failed(e);
        }
        buffer.clear();
    }

    /** Rows that were written. */
    long rows() {
        return rows;
    }

    /** The checksum of what was written. */
    long checksum() {
        return checksum.getValue();
    }

    /**
     * Reads neighbouring rows; safe for several threads.
     *
     * @param first number of the first
     * @param count how many
     * @return [count, columns]
     */
    double[] read(long first, int count) {
        double[] numbers = new double[count * columns];
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long at = first * columns * Double.BYTES;
        try {
            while (bytes.hasRemaining()) {
                int got = channel.read(bytes, at + bytes.position());
                if (got < 0) {
                    throw new IOException("the file is cut off");
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
        bytes.flip().asDoubleBuffer().get(numbers);
        return numbers;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
