package org.kan4j.importing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.kan4j.io.KanFormatException;

/**
 * A state dict as {@code torch.save} writes it since PyTorch 1.6: a zip whose entries are stored without compression, {@code data.pkl} for
 * names and shapes, {@code data/0} and so on for numbers. Every entry is checked against its CRC.
 */
final class TorchFile {
    private static final String PICKLE = "/data.pkl";
    private static final int MAX_PICKLE = 16 << 20;

    /** The numbers of a storage by its key, as bytes. */
    private final Map<String, byte[]> storages = new HashMap<>();

    private final ByteOrder order;

    private TorchFile(ByteOrder order) {
        this.order = order;
    }

    /**
     * {@return the tensors of a file}
     *
     * @throws KanFormatException if it is no state dict, or damaged
     */
    static Tensors read(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry pickle = zip.stream()
                    .filter(entry -> entry.getName().endsWith(PICKLE))
                    .findFirst()
                    .orElseThrow(
                            () -> new KanFormatException("a file of torch.save required, got a zip without data.pkl"));
            String folder = pickle.getName().substring(0, pickle.getName().length() - PICKLE.length());
            Map<?, ?> state = Pickle.read(bytes(zip, pickle, MAX_PICKLE));
            ZipEntry order = zip.getEntry(folder + "/byteorder");
            TorchFile torch = new TorchFile(
                    order != null && new String(bytes(zip, order, 16), StandardCharsets.US_ASCII).equals("big")
                            ? ByteOrder.BIG_ENDIAN
                            : ByteOrder.LITTLE_ENDIAN);
            long memory = Runtime.getRuntime().maxMemory() / 3;
            Map<String, Supplier<Tensor>> tensors = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : state.entrySet()) {
                if (!(entry.getValue() instanceof Pickle.Strided strided)) {
                    continue;
                }
                String key = strided.storage().key();
                if (!torch.storages.containsKey(key)) {
                    ZipEntry data = zip.getEntry(folder + "/data/" + key);
                    if (data == null) {
                        throw new KanFormatException("no numbers for the tensor \"" + entry.getKey() + "\"");
                    }
                    memory -= data.getSize();
                    torch.storages.put(key, bytes(zip, data, memory));
                }
                String name = String.valueOf(entry.getKey());
                tensors.put(name, () -> torch.tensor(name, strided));
            }
            return new Tensors(tensors);
        }
    }

    private static byte[] bytes(ZipFile zip, ZipEntry entry, long limit) throws IOException {
        if (entry.getMethod() != ZipEntry.STORED) {
            throw new KanFormatException("entries without compression required");
        }
        if (!(entry.getSize() >= 0 && entry.getSize() <= Math.min(limit, Integer.MAX_VALUE - 8))) {
            throw new KanFormatException("an entry of " + (entry.getSize() >> 20)
                    + " MB is more than this JVM has room for (java -Xmx sets it)");
        }
        byte[] bytes = new byte[(int) entry.getSize()];
        try (InputStream in = zip.getInputStream(entry)) {
            new DataInputStream(in).readFully(bytes);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (crc.getValue() != entry.getCrc()) {
            throw new KanFormatException("damaged: an entry of the zip does not have its checksum");
        }
        return bytes;
    }

    private Tensor tensor(String name, Pickle.Strided strided) {
        byte[] bytes = storages.getOrDefault(strided.storage().key(), new byte[0]);
        int width = Numbers.width(name, strided.storage().type());
        long count = bytes.length / width;
        long size = 1;
        long end = strided.offset();
        int[] shape = new int[strided.shape().length];
        for (int i = 0; i < shape.length; i++) {
            long n = strided.shape()[i];
            long stride = strided.strides()[i];
            if (!(n > 0 && n <= count && stride >= 0 && stride <= count)) {
                throw new KanFormatException(name + ": sizes from 1 to " + count + " required, got " + n);
            }
            size *= n;
            end += (n - 1) * stride;
            shape[i] = (int) n;
            if (!(size <= count && end < count && strided.offset() >= 0)) {
                throw new KanFormatException(name + ": more numbers than the file holds");
            }
        }
        if (!(end >= 0 && end < count)) {
            throw new KanFormatException(name + ": more numbers than the file holds");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        double[] values = new double[(int) size];
        for (int i = 0; i < values.length; i++) {
            long at = strided.offset();
            int rest = i;
            for (int d = shape.length - 1; d >= 0; d--) {
                at += rest % shape[d] * strided.strides()[d];
                rest /= shape[d];
            }
            values[i] = Numbers.at(buffer, width, (int) at);
        }
        return new Tensor(name, shape, values);
    }
}
