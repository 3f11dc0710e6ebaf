package org.kan4j.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph of ONNX (onnx.proto3 of version 1.12, operators of version 17) from one matrix {@code x} to one matrix {@code y}. A value is the
 * name of what a node gives; numbers are float64, or float32 all of them.
 */
final class OnnxGraph {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int DOUBLE = 11;
    private static final int INT_ATTRIBUTE = 2;
    /** That of ONNX 1.12, which came with operators of version 17. */
    private static final int IR_VERSION = 8;

    private static final int OPERATORS = 17;

    private final boolean single;
    private final ProtobufWriter graph = new ProtobufWriter();
    private final Map<String, String> constants = new HashMap<>();
    private int values;

    /**
     * An empty graph.
     *
     * @param single whether numbers are float32
     */
    OnnxGraph(boolean single) {
        this.single = single;
    }

    boolean single() {
        return single;
    }

    /** The number type of the graph as ONNX numbers it. */
    int type() {
        return single ? FLOAT : DOUBLE;
    }

    /** A node without attributes. */
    String node(String operator, String... inputs) {
        return attributed(operator, Map.of(), inputs);
    }

    /** A node with attributes that are whole numbers. */
    String attributed(String operator, Map<String, Integer> attributes, String... inputs) {
        String name = "v" + ++values;
        ProtobufWriter node = new ProtobufWriter();
        for (String input : inputs) {
            node.text(1, input);
        }
        node.text(2, name).text(4, operator);
        attributes.forEach((attribute, value) -> node.message(
                5, new ProtobufWriter().text(1, attribute).number(3, value).number(20, INT_ATTRIBUTE)));
        graph.message(1, node);
        return name;
    }

    /** Values beside each other. */
    String concatenated(List<String> columns) {
        return columns.size() == 1
                ? columns.get(0)
                : attributed("Concat", Map.of("axis", 1), columns.toArray(String[]::new));
    }

    /** Columns {@code from} to {@code to}, which is not one of them. */
    String columns(String matrix, int from, int to) {
        return node("Slice", matrix, wholes(from), wholes(to), wholes(1));
    }

    /** A zero for each row, also for one that holds no number. */
    String zeros(String column) {
        return node("Mul", cast(node("Equal", column, column), type()), number(0));
    }

    String cast(String value, int type) {
        return attributed("Cast", Map.of("to", type), value);
    }

    String number(double value) {
        return constant(new double[] {value});
    }

    String row(double... values) {
        return constant(values, 1, values.length);
    }

    /** Numbers, row after row; the same ones are stored once. */
    String constant(double[] numbers, int... shape) {
        ByteBuffer raw = ByteBuffer.allocate(numbers.length * (single ? Float.BYTES : Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (double number : numbers) {
            if (single) {
                raw.putFloat((float) number);
            } else {
                raw.putDouble(number);
            }
        }
        return stored(type(), raw.array(), shape);
    }

    private String wholes(long number) {
        ByteBuffer raw = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return stored(INT64, raw.putLong(number).array(), 1);
    }

    private String stored(int type, byte[] raw, int... shape) {
        ProtobufWriter tensor = new ProtobufWriter();
        for (int n : shape) {
            tensor.number(1, n);
        }
        tensor.number(2, type).bytes(9, raw);
        return constants.computeIfAbsent(new String(tensor.toByteArray(), StandardCharsets.ISO_8859_1), key -> {
            String name = "c" + (constants.size() + 1);
            graph.message(5, tensor.text(8, name));
            return name;
        });
    }

    /**
     * The file.
     *
     * @param result what {@code y} is, [rows, columns]
     * @param in number of columns of {@code x}
     * @param out number of columns of {@code y}
     * @param says metadata by name
     */
    byte[] model(String result, int in, int out, Map<String, String> says) {
        graph.message(1, new ProtobufWriter().text(1, result).text(2, "y").text(4, "Identity"));
        graph.text(2, "kan4j").message(11, matrix("x", in)).message(12, matrix("y", out));
        ProtobufWriter model = new ProtobufWriter()
                .number(1, IR_VERSION)
                .text(2, "kan4j")
                .message(7, graph)
                .message(8, new ProtobufWriter().text(1, "").number(2, OPERATORS));
        says.forEach((name, value) ->
                model.message(14, new ProtobufWriter().text(1, name).text(2, value)));
        return model.toByteArray();
    }

    private ProtobufWriter matrix(String name, int columns) {
        ProtobufWriter shape = new ProtobufWriter()
                .message(1, new ProtobufWriter().text(2, "rows"))
                .message(1, new ProtobufWriter().number(1, columns));
        ProtobufWriter tensor = new ProtobufWriter().number(1, type()).message(2, shape);
        return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
    }
}
