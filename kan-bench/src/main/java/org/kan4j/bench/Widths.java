package org.kan4j.bench;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The parameter {@code shape}: inputs and the nodes of each layer, such as {@code 2x5x1}. */
final class Widths {
    private Widths() {}

    /**
     * From text.
     *
     * @throws IllegalArgumentException if it is not two or more positive whole numbers with x between them
     */
    static int[] parse(String shape) {
        if (!shape.matches("[1-9][0-9]{0,5}(x[1-9][0-9]{0,5})+")) {
            throw new IllegalArgumentException(
                    "shape: widths with x between them required, such as 64x64, got \"" + shape + "\"");
        }
        return Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
    }

    /** To text. */
    static String text(int[] widths) {
        return Arrays.stream(widths).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }
}
