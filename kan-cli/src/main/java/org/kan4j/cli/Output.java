package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.io.ModelFile;
import org.kan4j.model.KanModel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The files that a command writes. */
final class Output {
    private Output() {}

    /**
     * Checks, before work is spent, that a command can write its files, and that each is another one than those it reads and than
     * the other ones it writes.
     */
    static void requireWritable(CommandSpec spec, List<Path> read, List<Path> written) {
        for (int i = 0; i < written.size(); i++) {
            Path file = written.get(i);
            requireWritable(spec, file);
            requireOther(spec, read, file);
            if (written.subList(0, i).stream().anyMatch(other -> same(file, other))) {
                throw new ParameterException(spec.commandLine(), file + ": a file of its own required for each output");
            }
        }
    }

    /** Checks that a file to write is none that a command reads. */
    static void requireOther(CommandSpec spec, List<Path> read, Path file) {
        if (read.stream().anyMatch(other -> same(file, other))) {
            throw new ParameterException(
                    spec.commandLine(), file + ": this command reads that file; another to write to required");
        }
    }

    /** Whether two paths are one regular file, or would be. */
    private static boolean same(Path a, Path b) {
        try {
            if (Files.exists(a) && Files.exists(b)) {
                return Files.isRegularFile(a) && Files.isSameFile(a, b);
            }
            return !Files.exists(a) && !Files.exists(b) && place(a).equals(place(b));
        } catch (IOException e) {
            return false;
        }
    }

    /** Where a file that does not exist would be. */
    private static Path place(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        return folder == null ? absolute : folder.toRealPath().resolve(absolute.getFileName());
    }

    private static void requireWritable(CommandSpec spec, Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (Files.isDirectory(file)) {
            throw new ParameterException(spec.commandLine(), file + ": a file to write to required, got a directory");
        }
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new ParameterException(spec.commandLine(), file + ": its folder does not exist or is not writable");
        }
    }

    /**
     * Writes a model. After an interrupt a file that is there stays as it was: the model goes into a new one beside it, and
     * standard error says so.
     *
     * @return where it is
     */
    static Path save(CommandSpec spec, KanModel model, Path file, BooleanSupplier interrupted) {
        Path target = file;
        String stem = String.valueOf(file.getFileName()).replaceFirst("\\.kan$", "");
        if (interrupted.getAsBoolean()) {
            for (int n = 1; Files.exists(target); n++) {
                target = file.resolveSibling(stem + ".interrupted" + (n == 1 ? "" : n) + ".kan");
            }
        }
        try {
            ModelFile.save(model, target);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
        if (!target.equals(file)) {
            spec.commandLine()
                    .getErr()
                    .println("kan: interrupted: " + file + " stays as it was, the model found so far is in " + target);
        }
        return target;
    }

    /** Says on standard error what is to be known of rows, for commands whose results do not. */
    static void say(CommandSpec spec, Dataset data) {
        Stream.concat(data.warnings().stream(), data.notes().stream())
                .forEach(note -> spec.commandLine().getErr().println("kan: " + note));
    }

    /** What to say of a file that could not be written. */
    static DataException unwritable(Path file, IOException cause) {
        return new DataException(file + ": cannot be written: " + reason(cause));
    }

    /** Why a file could not be read or written, in a few words. */
    static String reason(IOException e) {
        if (e instanceof FileSystemException file) {
            String reason = file.getReason() == null
                    ? file.getClass().getSimpleName().replace("Exception", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                    : file.getReason();
            return reason.toLowerCase(Locale.ROOT);
        }
        return String.valueOf(e.getMessage());
    }
}
