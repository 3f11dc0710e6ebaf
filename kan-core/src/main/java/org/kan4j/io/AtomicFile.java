package org.kan4j.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;

/** Replaces files as a whole. */
public final class AtomicFile {
    private static final String TEMPORARY = ".tmp";

    private AtomicFile() {}

    /** What goes into a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes all of it.
         *
         * @param out not closed
         * @throws IOException if it cannot be written
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes to a new file beside {@code path}, syncs it, and moves it into place: whatever happens, {@code path} is either what
     * it was before or has the whole content.
     *
     * @param path where; an existing file is replaced
     * @param content what
     * @throws IOException if the file cannot be written
     */
    public static void write(Path path, Content content) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new FileSystemException(path.toString(), null, "not a regular file");
        }
        Path target = path.toAbsolutePath();
        Path temporary = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + TEMPORARY);
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncDirectory(target.resolveSibling("."));
    }

    /**
     * Removes a file, if there is one, and what writes of it that were killed have left beside it.
     *
     * @param path which
     * @throws IOException if one of them cannot be removed
     */
    public static void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
        Path target = path.toAbsolutePath();
        String name = Pattern.quote(target.getFileName() + ".");
        Pattern temporary = Pattern.compile(name + "[0-9a-f-]{36}" + Pattern.quote(TEMPORARY));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(
                target.getParent(),
                file -> temporary.matcher(file.getFileName().toString()).matches())) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Makes the renaming last; where directories cannot be opened (Windows) it lasts anyway. */
    private static void syncDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory)) {
            channel.force(true);
        } catch (IOException unsupported) {
            return;
        }
    }
}
