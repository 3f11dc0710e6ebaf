package org.kan4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The processor.
 *
 * @param name as the system tells it
 * @param features its flags; empty where the system does not tell them
 */
record Machine(String name, Set<String> features) {
    /** The machine that this program runs on. */
    static Machine here() {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return new Machine(System.getProperty("os.arch"), Set.of());
        }
        try {
            List<String> lines = Files.readAllLines(info);
            return new Machine(
                    field(lines, "model name"),
                    Set.copyOf(Arrays.asList(field(lines, "flags").split("\\s+"))));
        } catch (IOException e) {
            return new Machine(System.getProperty("os.arch"), Set.of());
        }
    }

    private static String field(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    /** Whether it has AVX2 and FMA. */
    boolean avx2() {
        return features.contains("avx2") && features.contains("fma");
    }

    /**
     * OpenBLAS's core type to ask for: that of the property, else the best that was measured for such processors; empty leaves
     * the choice to OpenBLAS, whose 0.3.19 takes a slow path on processors that it does not know.
     */
    String coreType() {
        String asked = System.getProperty(Opponent.CORE_TYPE_PROPERTY, "");
        if (!asked.isEmpty()) {
            return asked;
        }
        if (features.contains("avx512f") && features.contains("avx512dq") && features.contains("avx512vl")) {
            return "SkylakeX";
        }
        return avx2() ? "Haswell" : "";
    }
}
