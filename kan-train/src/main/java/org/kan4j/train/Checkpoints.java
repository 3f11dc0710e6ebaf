package org.kan4j.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.kan4j.data.DataException;
import org.kan4j.io.AtomicFile;
import org.kan4j.io.KanFormatException;
import org.kan4j.io.ModelFile;
import org.kan4j.model.KanModel;

/**
 * The file from which a training goes on after it was cut off, wherever that was. It is replaced as a whole, so there is always
 * a sound one, and going on gives the model that the uninterrupted training gives, bit for bit.
 */
public final class Checkpoints {
    private static final String FORMAT = "kan4j-checkpoint";
    private static final int VERSION = 1;

    private final Path file;
    private final double interval;
    private final boolean resume;
    private final Consumer<String> warnings;
    private boolean warned;
    private long last = System.nanoTime();

    /**
     * Checkpoints of one training.
     *
     * @param file where they go, each in the place of the one before
     * @param interval seconds between them, ≥ 0
     * @param resume whether to go on from the file where there is one
     * @param warnings hears, once, that the file cannot be written; the training goes on, and each interval tries again
     */
    public Checkpoints(Path file, double interval, boolean resume, Consumer<String> warnings) {
        this.file = Objects.requireNonNull(file, "file");
        if (!(interval >= 0)) {
            throw new IllegalArgumentException("checkpoints: an interval of 0 s or more required, got " + interval);
        }
        this.interval = interval;
        this.resume = resume;
        this.warnings = Objects.requireNonNull(warnings, "warnings");
    }

    /** The checkpoints of a training whose networks belong to a model, with options and rows that have a fingerprint. */
    Log log(KanModel model, String fingerprint) {
        return new Log(model, fingerprint);
    }

    /** Removes the file: the training has ended. */
    void clear() {
        try {
            AtomicFile.delete(file);
        } catch (IOException e) {
            warnings.accept(file + ": the last checkpoint cannot be removed: " + e);
        }
    }

    /** Where a trainer leaves its checkpoints and finds the last one. */
    final class Log {
        private final KanModel model;
        private final String fingerprint;

        private Log(KanModel model, String fingerprint) {
            this.model = model;
            this.fingerprint = fingerprint;
        }

        /** Writes a checkpoint if the last one is old enough. */
        void offer(Supplier<Checkpoint> checkpoint) {
            if (System.nanoTime() - last >= interval * 1e9) {
                write(checkpoint.get());
                last = System.nanoTime();
            }
        }

        private void write(Checkpoint checkpoint) {
            try {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes);
                out.writeUTF(FORMAT);
                out.writeInt(VERSION);
                out.writeUTF(fingerprint);
                out.writeInt(checkpoint.stage());
                out.writeInt(checkpoint.iterations());
                writeModel(out, model.withKan(checkpoint.best()));
                writeModel(out, model.withKan(checkpoint.start()));
                TrainingLoop.Position position = checkpoint.position();
                out.writeInt(position.step());
                writeNumbers(out, position.optimizer());
                writeNumbers(out, position.best());
                out.writeDouble(position.bestError());
                out.writeInt(position.since());
                out.writeLong(crc(bytes.toByteArray(), bytes.size()));
                AtomicFile.write(file, bytes::writeTo);
            } catch (IOException e) {
                if (!warned) {
                    warnings.accept(file + ": the checkpoint cannot be written; the training goes on: " + e);
                    warned = true;
                }
            }
        }

        /**
         * The checkpoint to go on from; nothing where there is none or it is not asked for.
         *
         * @throws DataException if the file is not a sound checkpoint of the same training
         */
        Optional<Checkpoint> last() {
            if (!resume || !Files.exists(file)) {
                return Optional.empty();
            }
            try {
                return Optional.of(read(Files.readAllBytes(file)));
            } catch (IOException | KanFormatException | IllegalArgumentException e) {
                throw new DataException(file + ": not a sound checkpoint: " + e.getMessage());
            }
        }

        private Checkpoint read(byte[] bytes) throws IOException {
            int body = bytes.length - Long.BYTES;
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            if (body < 0
                    || new DataInputStream(new ByteArrayInputStream(bytes, body, Long.BYTES)).readLong()
                            != crc(bytes, body)) {
                throw new IOException("its checksum is wrong");
            }
            if (!in.readUTF().equals(FORMAT) || in.readInt() != VERSION) {
                throw new IOException("format " + FORMAT + ", version " + VERSION + " required");
            }
            if (!in.readUTF().equals(fingerprint)) {
                throw new DataException(
                        file + ": this checkpoint is of another training: the table or an option differs");
            }
            int stage = in.readInt();
            int iterations = in.readInt();
            KanModel best = readModel(in);
            KanModel start = readModel(in);
            int step = in.readInt();
            double[] optimizer = readNumbers(in);
            double[] kept = readNumbers(in);
            return new Checkpoint(
                    stage,
                    iterations,
                    best.kan(),
                    start.kan(),
                    new TrainingLoop.Position(step, optimizer, kept, in.readDouble(), in.readInt()));
        }
    }

    private static long crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }

    private static void writeModel(DataOutputStream out, KanModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ModelFile.write(model, bytes);
        out.writeInt(bytes.size());
        bytes.writeTo(out);
    }

    private static KanModel readModel(DataInputStream in) throws IOException {
        byte[] bytes = in.readNBytes(in.readInt());
        return ModelFile.read(new ByteArrayInputStream(bytes), bytes.length);
    }

    private static void writeNumbers(DataOutputStream out, double[] numbers) throws IOException {
        out.writeInt(numbers.length);
        for (double number : numbers) {
            out.writeDouble(number);
        }
    }

    private static double[] readNumbers(DataInputStream in) throws IOException {
        double[] numbers = new double[Math.min(in.readInt(), in.available() / Double.BYTES)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readDouble();
        }
        return numbers;
    }
}
