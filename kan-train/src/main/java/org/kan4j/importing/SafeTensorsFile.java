package org.kan4j.importing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.kan4j.io.KanFormatException;

/**
 * A file of the format safetensors: the length of a header in 8 bytes, the header in JSON with type, shape and place of each tensor, and the
 * numbers.
 */
final class SafeTensorsFile {
    private static final int MAX_HEADER = 16 << 20;
    private static final JsonFactory JSON = new JsonFactory();

    private final String header;
    private final ByteBuffer data;
    private final Map<String, Supplier<Tensor>> tensors = new LinkedHashMap<>();
    private final Map<String, String> says = new LinkedHashMap<>();

    private SafeTensorsFile(String header, ByteBuffer data) {
        this.header = header;
        this.data = data;
    }

    /**
     * {@return the tensors of a file}
     *
     * @throws KanFormatException if it is none of this format, or damaged
     */
    static Tensors read(Path file) throws IOException {
        if (Files.size(file) > Math.min(Runtime.getRuntime().maxMemory() / 3, Integer.MAX_VALUE - 8)) {
            throw new KanFormatException("a file of " + (Files.size(file) >> 20)
                    + " MB is more than this JVM has room for (java -Xmx sets it)");
        }
        return read(Files.readAllBytes(file));
    }

    /** {@return the tensors of the bytes of a file} */
    static Tensors read(byte[] file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long length = bytes.remaining() < Long.BYTES ? -1 : bytes.getLong();
        if (!(length > 0 && length <= Math.min(MAX_HEADER, bytes.remaining()))) {
            throw new KanFormatException(
                    "safetensors: a header within the file required, got one of " + length + " bytes");
        }
        byte[] header = new byte[(int) length];
        bytes.get(header);
        SafeTensorsFile read = new SafeTensorsFile(
                new String(header, StandardCharsets.UTF_8), bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
        read.header();
        return new Tensors(read.tensors, read.says);
    }

    private void header() throws IOException {
        try (JsonParser json = JSON.createParser(header)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                require(json.nextToken() == JsonToken.START_OBJECT);
                if (name.equals("__metadata__")) {
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        String said = json.currentName();
                        require(json.nextToken() == JsonToken.VALUE_STRING);
                        says.put(said, json.getText());
                    }
                    require(json.currentToken() == JsonToken.END_OBJECT);
                } else {
                    tensor(json, name);
                }
            }
            require(json.currentToken() == JsonToken.END_OBJECT);
        }
    }

    private void tensor(JsonParser json, String name) throws IOException {
        String type = "";
        List<Long> shape = new ArrayList<>();
        List<Long> place = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken token = json.nextToken();
            switch (field) {
                case "dtype" -> type = json.getText();
                case "shape" -> numbers(json, token, shape);
                case "data_offsets" -> numbers(json, token, place);
                default -> require(false);
            }
        }
        require(place.size() == 2 && shape.size() <= 8);
        String numbers = type;
        tensors.put(name, () -> tensor(name, numbers, shape, place.get(0), place.get(1)));
    }

    private static void numbers(JsonParser json, JsonToken start, List<Long> into) throws IOException {
        require(start == JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            into.add(json.getLongValue());
        }
        require(json.currentToken() == JsonToken.END_ARRAY);
    }

    private static void require(boolean rule) {
        if (!rule) {
            throw new KanFormatException(
                    "safetensors: a header of tensors, each with dtype, shape and data_offsets, required");
        }
    }

    private Tensor tensor(String name, String type, List<Long> sizes, long from, long to) {
        int width = Numbers.width(name, type);
        require(from >= 0 && from <= to && to <= data.limit());
        long count = (to - from) / width;
        long size = 1;
        int[] shape = new int[sizes.size()];
        for (int i = 0; i < shape.length; i++) {
            require(sizes.get(i) > 0 && sizes.get(i) <= count);
            shape[i] = sizes.get(i).intValue();
            size *= shape[i];
            require(size <= count);
        }
        require(size * width == to - from);
        ByteBuffer bytes = data.slice((int) from, (int) (to - from)).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[(int) size];
        for (int i = 0; i < values.length; i++) {
            values[i] = Numbers.at(bytes, width, i);
        }
        return new Tensor(name, shape, values);
    }
}
