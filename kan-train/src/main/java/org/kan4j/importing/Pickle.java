package org.kan4j.importing;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.kan4j.io.KanFormatException;

/**
 * Reads the pickle of a state dict of PyTorch (protocol 2 and 4): a stack machine that knows ordered dictionaries, tensors and
 * what these are made of, and nothing else. It calls nothing, loads no class, and refuses every other name and instruction.
 *
 * <p>What it takes is bounded by the bytes and the instructions: at most {@link #MAX_STEPS}, each of which makes one small object, or a
 * text that stands in the bytes.
 */
final class Pickle {
    /** More than ten thousand tensors take. */
    private static final int MAX_STEPS = 1_000_000;

    private static final String DICTIONARY = "collections.OrderedDict";
    private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
    private static final String STORAGE = "torch.";

    /** The value of {@code None}. */
    enum None {
        /** It. */
        NONE
    }

    /** A name that a pickle may call: one of three. */
    private record Global(String name) {}

    /** Marks a place of the stack. */
    private enum Mark {
        MARK
    }

    /**
     * Numbers in a file of their own.
     *
     * @param type of the numbers, such as {@code FloatStorage}
     * @param key name of the file
     * @param count how many
     */
    record Storage(String type, String key, long count) {}

    /**
     * A tensor over a storage.
     *
     * @param storage its numbers
     * @param offset of the first
     * @param shape of each index how many
     * @param strides of each index how far to the next
     */
    record Strided(Storage storage, long offset, long[] shape, long[] strides) {}

    private final ByteBuffer bytes;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private Pickle(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * {@return the dictionary that a pickle holds} Its values are tensors ({@link Strided}), texts, numbers, lists and dictionaries.
     *
     * @throws KanFormatException if it holds anything else
     */
    static Map<?, ?> read(byte[] bytes) {
        Pickle pickle = new Pickle(bytes);
        try {
            for (int step = 0; step < MAX_STEPS; step++) {
                if (pickle.step()) {
                    return pickle.pop(Map.class);
                }
            }
        } catch (BufferUnderflowException e) {
            throw new KanFormatException("pickle: ends early", e);
        }
        throw new KanFormatException("pickle: at most " + MAX_STEPS + " instructions required");
    }

    /** Takes one instruction; true at the last. */
    private boolean step() {
        int at = bytes.position();
        int code = bytes.get() & 0xFF;
        switch (code) {
            case 0x80 -> require(bytes.get() <= 5, "protocol 2 to 5 required");
            case 0x95 -> bytes.getLong(); // the length of a frame, which says nothing more
            case '.' -> {
                return true;
            }
            case '(' -> stack.add(Mark.MARK);
            case '}' -> stack.add(new LinkedHashMap<>());
            case ']' -> stack.add(new ArrayList<>());
            case ')' -> stack.add(List.of());
            case 'N' -> stack.add(None.NONE);
            case 0x88 -> stack.add(true);
            case 0x89 -> stack.add(false);
            case 'K' -> stack.add((long) (bytes.get() & 0xFF));
            case 'M' -> stack.add((long) (bytes.getShort() & 0xFFFF));
            case 'J' -> stack.add((long) bytes.getInt());
            case 0x8A -> stack.add(whole(bytes.get() & 0xFF));
            case 'G' -> stack.add(Double.longBitsToDouble(Long.reverseBytes(bytes.getLong())));
            case 'X' -> stack.add(text(bytes.getInt() & 0xFFFFFFFFL));
            case 0x8C -> stack.add(text(bytes.get() & 0xFF));
            case 'q' -> memo.put(bytes.get() & 0xFF, top());
            case 'r' -> memo.put(bytes.getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> stack.add(remembered(bytes.get() & 0xFF));
            case 'j' -> stack.add(remembered(bytes.getInt()));
            case 't' -> stack.add(marked());
            case 0x85 -> stack.add(last(1));
            case 0x86 -> stack.add(last(2));
            case 0x87 -> stack.add(last(3));
            case 'a' -> append(last(1));
            case 'e' -> append(marked());
            case 's' -> set(last(2));
            case 'u' -> set(marked());
            case 'c' -> stack.add(global(line(), line()));
            case 0x93 -> {
                List<Object> names = last(2);
                stack.add(global(as(String.class, names.get(0)), as(String.class, names.get(1))));
            }
            case 'Q' -> stack.add(storage(pop(List.class)));
            case 'R' -> {
                List<?> arguments = pop(List.class);
                stack.add(called(pop(Global.class), arguments));
            }
            // The state of an object: what a state dict says of versions of its modules.
            case 'b' -> pop(Map.class);
            default ->
                throw new KanFormatException(String.format(
                        "pickle, byte %d: instruction 0x%02x, which no state dict of tensors needs", at, code));
        }
        return false;
    }

    private void require(boolean rule, String what) {
        if (!rule) {
            throw new KanFormatException("pickle, byte " + bytes.position() + ": " + what);
        }
    }

    private <T> T as(Class<T> type, Object value) {
        require(type.isInstance(value), "a " + type.getSimpleName().toLowerCase(Locale.ROOT) + " required");
        return type.cast(value);
    }

    private Object top() {
        require(!stack.isEmpty(), "a value required, got an empty stack");
        return stack.get(stack.size() - 1);
    }

    private <T> T pop(Class<T> type) {
        T value = as(type, top());
        stack.remove(stack.size() - 1);
        return value;
    }

    private Object remembered(int number) {
        Object value = memo.get(number);
        require(value != null, "a remembered value required");
        return Objects.requireNonNull(value);
    }

    /** Takes the values after the last mark, and it. */
    private List<Object> marked() {
        int mark = stack.lastIndexOf(Mark.MARK);
        require(mark >= 0, "a mark required");
        List<Object> values = last(stack.size() - mark - 1);
        stack.remove(mark);
        return values;
    }

    private List<Object> last(int count) {
        require(stack.size() >= count, count + " values required");
        List<Object> tail = stack.subList(stack.size() - count, stack.size());
        List<Object> values = new ArrayList<>(tail);
        require(!values.contains(Mark.MARK), "values required, got a mark");
        tail.clear();
        return values;
    }

    private void append(List<Object> values) {
        @SuppressWarnings("unchecked")
        List<Object> list = as(List.class, top());
        require(list instanceof ArrayList, "a list required");
        list.addAll(values);
    }

    private void set(List<Object> values) {
        @SuppressWarnings("unchecked")
        Map<Object, Object> map = as(Map.class, top());
        require(values.size() % 2 == 0, "pairs of a name and a value required");
        for (int i = 0; i < values.size(); i += 2) {
            map.put(as(String.class, values.get(i)), values.get(i + 1));
        }
    }

    private long whole(int length) {
        require(length <= 8, "a number of up to 8 bytes required");
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (bytes.get() & 0xFFL) << 8 * i;
        }
        return length == 0 || length == 8 ? value : value << (64 - 8 * length) >> (64 - 8 * length);
    }

    private String text(long length) {
        require(length <= bytes.remaining(), "a text within the file required");
        byte[] text = new byte[(int) length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private String line() {
        int from = bytes.position();
        while (bytes.get() != '\n') {
            require(bytes.position() - from <= 100, "a name of up to 100 letters required");
        }
        return new String(bytes.array(), from, bytes.position() - 1 - from, StandardCharsets.UTF_8);
    }

    private Global global(String module, String name) {
        String full = module + "." + name;
        boolean storage = module.equals("torch") && name.endsWith("Storage");
        if (!storage && !full.equals(DICTIONARY) && !full.equals(TENSOR)) {
            throw new KanFormatException("pickle: a state dict of tensors required, got one that names "
                    + full.replaceAll("[^\\w.]", "?") + "; save model.state_dict(), not the model");
        }
        return new Global(full);
    }

    private Object called(Global function, List<?> arguments) {
        if (function.name.equals(DICTIONARY)) {
            require(arguments.isEmpty(), "an empty dictionary required");
            return new LinkedHashMap<>();
        }
        require(function.name.equals(TENSOR) && arguments.size() >= 4, "a tensor required");
        long[] shape = numbers(arguments.get(2));
        long[] strides = numbers(arguments.get(3));
        require(shape.length == strides.length && shape.length <= 8, "a stride for each index required");
        return new Strided(as(Storage.class, arguments.get(0)), as(Long.class, arguments.get(1)), shape, strides);
    }

    private long[] numbers(Object tuple) {
        List<?> values = as(List.class, tuple);
        return values.stream().mapToLong(value -> as(Long.class, value)).toArray();
    }

    /** What is persistent of a tensor: ("storage", type, key, location, count). */
    private Storage storage(List<?> id) {
        require(id.size() == 5 && "storage".equals(id.get(0)), "a storage required");
        String type = as(Global.class, id.get(1)).name;
        require(type.startsWith(STORAGE), "the type of a storage required");
        return new Storage(type.substring(STORAGE.length()), as(String.class, id.get(2)), as(Long.class, id.get(4)));
    }
}
