package org.kan4j.importing;

import java.nio.ByteBuffer;
import org.kan4j.io.KanFormatException;

/** Floating-point numbers in bytes. */
final class Numbers {
    private Numbers() {}

    /**
     * {@return the bytes of a number}
     *
     * @param name of the tensor, for the message
     * @param type as PyTorch or safetensors call it
     */
    static int width(String name, String type) {
        return switch (type) {
            case "FloatStorage", "F32" -> Float.BYTES;
            case "DoubleStorage", "F64" -> Double.BYTES;
            default ->
                throw new KanFormatException(
                        name + ": numbers of float32 or float64 required, got " + type.replaceAll("\\W", "?"));
        };
    }

    /** The number at an index. */
    static double at(ByteBuffer bytes, int width, int index) {
        return width == Float.BYTES ? bytes.getFloat(width * index) : bytes.getDouble(width * index);
    }
}
