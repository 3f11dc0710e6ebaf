package org.kan4j.parquet;

import dev.hardwood.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is read into memory piece by piece and refuses to read what is not there. Where sizes are wrong the library would ask
 * for nothing again and again; and a mapped file that is closed while a thread of the library decompresses ends the JVM.
 */
final class FileBytes implements InputFile {
    private final String name;
    private final FileChannel channel;

    FileBytes(Path file) throws IOException {
        name = String.valueOf(file.getFileName());
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    @Override
    public void open() {}

    @Override
    public ByteBuffer readRange(long offset, int length) throws IOException {
        if (offset < 0 || length <= 0 || offset > length() - length) {
            throw new IOException(length + " bytes expected at " + offset + " of " + length());
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return bytes.flip();
    }

    @Override
    public long length() throws IOException {
        return channel.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
