package org.kan4j.io;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.kan4j.model.KanModel;
import org.kan4j.model.Uncertainty;
import org.kan4j.network.Kan;

/**
 * Saves and loads models. The file is a zip of three entries that are stored without compression, so that every size is
 * known before it is read and the same model gives the same bytes everywhere: {@code model.json}, {@code parameters.f64},
 * {@code sha256}. The format is described in {@code docs/model-format.md}.
 */
public final class ModelFile {
    private static final String JSON = "model.json";
    private static final String PARAMETERS = "parameters.f64";
    private static final String CHECKSUM = "sha256";
    private static final int CHECKSUM_LENGTH = 64;
    private static final int BLOCK = 1 << 13;
    /** A fixed time; the first instant a zip can tell would be stored with the time zone. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private ModelFile() {}

    /**
     * Writes a model to a new file beside {@code path}, syncs it, and moves it into place: whatever happens, {@code path} is
     * either what it was before or the whole model.
     *
     * @param model what to save
     * @param path where; an existing file is replaced
     * @throws IllegalArgumentException if the model has a function that is not in {@link org.kan4j.function.Functions}, or
     *     is beyond the limits of the format
     * @throws IOException if the file cannot be written
     */
    public static void save(KanModel model, Path path) throws IOException {
        byte[] json = ModelWriter.write(model);
        AtomicFile.write(path, out -> write(json, numbers(model), out));
    }

    /**
     * Writes a model as {@link #save} does.
     *
     * @param model what to write
     * @param out receives it; not closed
     * @throws IllegalArgumentException as {@link #save}
     * @throws IOException if the stream fails
     */
    public static void write(KanModel model, OutputStream out) throws IOException {
        write(ModelWriter.write(model), numbers(model), out);
    }

    /**
     * {@return what a file says of a model beside its numbers, in JSON}
     *
     * @param model the model
     * @throws IllegalArgumentException as {@link #save}
     */
    public static String description(KanModel model) {
        return new String(ModelWriter.write(model), StandardCharsets.UTF_8);
    }

    /**
     * {@return the numbers of a file: the parameters, and what tells how sure predictions are}
     *
     * @param model the model
     */
    public static double[] numbers(KanModel model) {
        double[] parameters = model.kan().parameters();
        double[] more = model.uncertainty().map(Uncertainty::numbers).orElse(new double[0]);
        double[] all = Arrays.copyOf(parameters, Math.addExact(parameters.length, more.length));
        System.arraycopy(more, 0, all, parameters.length, more.length);
        return all;
    }

    private static void write(byte[] json, double[] parameters, OutputStream out) throws IOException {
        MessageDigest digest = digest();
        digest.update(json);
        CRC32 crc = new CRC32();
        for (int i = 0; i < parameters.length; i += BLOCK) {
            byte[] block = block(parameters, i);
            crc.update(block);
            digest.update(block);
        }
        byte[] checksum = HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII);
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        begin(zip, JSON, json.length, crc(json));
        zip.write(json);
        begin(zip, PARAMETERS, 8L * parameters.length, crc);
        for (int i = 0; i < parameters.length; i += BLOCK) {
            zip.write(block(parameters, i));
        }
        begin(zip, CHECKSUM, checksum.length, crc(checksum));
        zip.write(checksum);
        zip.finish();
    }

    private static void begin(ZipOutputStream zip, String name, long size, CRC32 crc) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(size);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
    }

    private static CRC32 crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc;
    }

    private static byte[] block(double[] parameters, int from) {
        int count = Math.min(BLOCK, parameters.length - from);
        ByteBuffer bytes = ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(parameters, from, count);
        return bytes.array();
    }

    /**
     * Reads a model. Every size is checked before memory is taken for it, and every byte that matters is under the checksum:
     * a damaged file does not give a wrong model.
     *
     * @param path a file of {@link #save}
     * @return the model
     * @throws KanFormatException if the file is not a whole and sound model of this version
     * @throws IOException if the file cannot be read
     */
    public static KanModel load(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new FileSystemException(path.toString(), null, "not a regular file");
        }
        try (FileChannel channel = FileChannel.open(path)) {
            checkEnd(channel);
            return read(
                    new BufferedInputStream(Channels.newInputStream(channel.position(0)), 8 * BLOCK), channel.size());
        } catch (ZipException | EOFException | IllegalArgumentException | ArithmeticException e) {
            throw new KanFormatException(path + ": damaged model: " + firstLine(e), e);
        } catch (KanFormatException e) {
            throw new KanFormatException(path + ": " + e.getMessage(), e);
        }
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage();
        return message == null ? "unexpected end" : ModelJson.printable(message);
    }

    /** A whole zip ends with a record that says where its directory lies; a truncated or extended one does not. */
    private static void checkEnd(FileChannel channel) throws IOException {
        long length = channel.size();
        ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(Math.max(0, length - end.capacity()));
        while (end.hasRemaining()) {
            if (channel.read(end) < 0) {
                throw new KanFormatException("not a kan4j model: a zip file required, got " + length + " bytes");
            }
        }
        long size = end.getInt(12) & 0xFFFFFFFFL;
        long offset = end.getInt(16) & 0xFFFFFFFFL;
        if (end.getInt(0) != 0x06054b50) {
            throw new KanFormatException("not a kan4j model, or truncated: no end of a zip file in its last 22 bytes");
        }
        if (end.getShort(10) != 3 || (offset != 0xFFFFFFFFL && offset + size + 22 != length)) {
            throw new KanFormatException("damaged model: its zip directory does not fit the file");
        }
    }

    /**
     * Reads a model that {@link #write} wrote.
     *
     * @param in the bytes; not closed
     * @param length how many there are
     * @return the model
     * @throws KanFormatException if they are not a whole and sound model of this version
     * @throws IOException if the stream fails
     */
    public static KanModel read(InputStream in, long length) throws IOException {
        ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8);
        MessageDigest digest = digest();
        int jsonSize = (int) next(zip, JSON, Math.min(length, ModelJson.MAX_BYTES));
        byte[] json = bytes(zip, JSON, jsonSize);
        digest.update(json);
        ModelReader.checkVersion(json);
        // The parameters are held twice for a moment, and a model is of use only if some memory is left.
        long memory = Runtime.getRuntime().maxMemory() / 3;
        long size = next(zip, PARAMETERS, length);
        if (size > memory || size / 8 > Integer.MAX_VALUE - 8) {
            throw new KanFormatException("parameters of " + (size >> 20)
                    + " MB are too many for the memory of this JVM (" + (3 * memory >> 20) + " MB; java -Xmx sets it)");
        }
        double[] parameters = new double[(int) (size / 8)];
        for (int i = 0; i < parameters.length; i += BLOCK) {
            byte[] block = zip.readNBytes(8 * Math.min(BLOCK, parameters.length - i));
            digest.update(block);
            if (block.length < 8 * Math.min(BLOCK, parameters.length - i)) {
                throw new KanFormatException("truncated model: " + PARAMETERS + " ends early");
            }
            ByteBuffer.wrap(block)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer()
                    .get(parameters, i, block.length / 8);
        }
        if (size % 8 != 0 || zip.read() >= 0) {
            throw new KanFormatException(PARAMETERS + ": a multiple of 8 bytes required, got " + size);
        }
        next(zip, CHECKSUM, CHECKSUM_LENGTH);
        String stored = new String(bytes(zip, CHECKSUM, CHECKSUM_LENGTH), StandardCharsets.US_ASCII);
        if (!stored.equals(HexFormat.of().formatHex(digest.digest()))) {
            throw new KanFormatException("damaged model: its contents do not have the checksum that it states");
        }
        if (zip.getNextEntry() != null) {
            throw new KanFormatException("damaged model: more than 3 entries");
        }
        return model(json, parameters);
    }

    /**
     * {@return the model of a description and numbers}
     *
     * @param description as {@link #description} gives it
     * @param numbers as {@link #numbers} gives them; not modified
     * @throws KanFormatException if they are no sound model of this version
     */
    public static KanModel of(String description, double[] numbers) {
        byte[] json = description.getBytes(StandardCharsets.UTF_8);
        ModelReader.checkVersion(json);
        return model(json, numbers);
    }

    private static KanModel model(byte[] json, double[] parameters) {
        ModelReader.Content content = ModelReader.read(json, parameters.length);
        int own = content.network().parameterCount();
        return new KanModel(
                new Kan(content.network(), Arrays.copyOf(parameters, own)),
                content.inputs(),
                content.outputs(),
                content.inputNames(),
                content.outputNames(),
                content.kinds(),
                content.classes(),
                content.formula(),
                content.held()
                        .map(held -> Uncertainty.of(
                                Arrays.copyOfRange(parameters, own, parameters.length),
                                content.network().out(),
                                held.rows(),
                                held.layer())),
                content.response());
    }

    /** Goes to the next entry, which must have the given name; returns its size. */
    private static long next(ZipInputStream zip, String name, long limit) throws IOException {
        ZipEntry entry = zip.getNextEntry();
        if (entry == null || !entry.getName().equals(name)) {
            throw new KanFormatException("not a kan4j model: entry \"" + name + "\" expected, got "
                    + (entry == null ? "none" : "\"" + ModelJson.printable(entry.getName()) + "\""));
        }
        if (entry.getMethod() != ZipEntry.STORED) {
            throw new KanFormatException("entry \"" + name + "\" is compressed; entries without compression required");
        }
        if (!(entry.getSize() >= 0 && entry.getSize() <= limit)) {
            throw new KanFormatException(
                    "entry \"" + name + "\": 0 to " + limit + " bytes required, got " + entry.getSize());
        }
        return entry.getSize();
    }

    private static byte[] bytes(ZipInputStream zip, String name, int size) throws IOException {
        byte[] bytes = zip.readNBytes(size);
        if (bytes.length < size || zip.read() >= 0) {
            throw new KanFormatException(
                    "truncated model: entry \"" + name + "\" of " + size + " bytes required, got " + bytes.length);
        }
        return bytes;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
