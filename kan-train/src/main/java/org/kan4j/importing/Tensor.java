package org.kan4j.importing;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.kan4j.io.KanFormatException;

/**
 * Numbers in rows, columns and so on; the last index runs fastest.
 *
 * @param name what the file calls it
 * @param shape of each index how many
 * @param values as many as the product of the shape
 */
record Tensor(String name, int[] shape, double[] values) {
    /** Copies nothing: the arrays are those of the reader, which gives them away. */
    Tensor {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new KanFormatException(name + ": finite numbers required, got " + value);
            }
        }
    }

    /** This tensor, if it has so many rows, columns and so on; −1 stands for any number. */
    Tensor shaped(int... required) {
        boolean fits = shape.length == required.length;
        for (int i = 0; fits && i < required.length; i++) {
            fits = required[i] < 0 || required[i] == shape[i];
        }
        if (!fits) {
            throw new KanFormatException(name + ": a tensor of " + text(required) + " required, got " + text(shape));
        }
        return this;
    }

    private static String text(int[] shape) {
        return Arrays.stream(shape).mapToObj(n -> n < 0 ? "any" : "" + n).collect(Collectors.joining(", ", "[", "]"));
    }

    double at(int i) {
        return values[i];
    }

    double at(int i, int j) {
        return values[i * shape[1] + j];
    }

    double at(int i, int j, int k) {
        return values[(i * shape[1] + j) * shape[2] + k];
    }

    /** The numbers of a row. */
    double[] row(int i) {
        int width = values.length / shape[0];
        return Arrays.copyOfRange(values, i * width, (i + 1) * width);
    }

    /** The numbers at the first two indices. */
    double[] row(int i, int j) {
        int from = (i * shape[1] + j) * shape[2];
        return Arrays.copyOfRange(values, from, from + shape[2]);
    }
}
