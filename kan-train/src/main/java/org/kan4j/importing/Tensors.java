package org.kan4j.importing;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.kan4j.io.KanFormatException;

/**
 * The tensors of a file, each read when it is asked for.
 *
 * @param byName what reads each
 * @param says what the file says beside them, by its name
 */
record Tensors(Map<String, Supplier<Tensor>> byName, Map<String, String> says) {
    Tensors(Map<String, Supplier<Tensor>> byName) {
        this(byName, Map.of());
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    Set<String> names() {
        return byName.keySet();
    }

    Tensor get(String name) {
        Supplier<Tensor> read = byName.get(name);
        if (read == null) {
            throw new KanFormatException("no tensor \"" + name + "\"");
        }
        return read.get();
    }

    /** How many layers there are: the first number without such a tensor. */
    int depth(String prefix, String suffix) {
        int depth = 0;
        while (has(prefix + depth + suffix)) {
            depth++;
        }
        return depth;
    }
}
