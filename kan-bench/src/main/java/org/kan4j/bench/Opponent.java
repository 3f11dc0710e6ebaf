package org.kan4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What computes in a benchmark, as the parameter {@code impl} names it, and the environment that it gets. Environment
 * variables belong to a process, so each opponent has forks of its own, started through a script that sets and unsets them.
 */
enum Opponent {
    /** kan4j's engine. */
    KAN,
    /** Deeplearning4j as it comes: no OPENBLAS_CORETYPE, ND4J's plain build, its own number of threads. */
    DL4J_DEFAULT,
    /** Deeplearning4j at its best: OpenBLAS's core type, ND4J built for AVX. */
    DL4J_TUNED,
    /** ND4J's OpenBLAS without Deeplearning4j, with the same core type. */
    BLAS;

    /** Names the core type to use in place of the one that the processor's features call for. */
    static final String CORE_TYPE_PROPERTY = "kan.bench.coretype";

    private static final List<String> CLEARED = List.of(
            "OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS");

    /** The name in {@code -p impl=…}. */
    String parameter() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * By its name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Opponent of(String parameter) {
        return Arrays.stream(values())
                .filter(o -> o.parameter().equals(parameter))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("impl: one of "
                        + Arrays.stream(values()).map(Opponent::parameter).toList() + " required, got \"" + parameter
                        + "\""));
    }

    /** The work that it does: an MLP, or a KAN of the same widths. */
    Work work(Mlp mlp, int intervals, int order, Dtype precision, int rows, int threads) {
        return switch (this) {
            case KAN -> precision.kan(mlp.widths(), rows, Bases.splines(intervals, order), threads);
            case BLAS -> precision.blas(mlp, rows, threads);
            case DL4J_TUNED -> new Dl4jWork(mlp, precision == Dtype.FLOAT64, rows, threads);
            case DL4J_DEFAULT -> new Dl4jWork(mlp, precision == Dtype.FLOAT64, rows, 0);
        };
    }

    /** The environment variables that are set; others that matter to OpenBLAS and ND4J are unset. */
    Map<String, String> environment(Machine machine) {
        return switch (this) {
            case KAN, DL4J_DEFAULT -> Map.of();
            case DL4J_TUNED -> {
                // ND4J allocates its results: the C library shall keep that memory, not map fresh pages each time. Its
                // threads shall not spin while OpenBLAS's own want the cores.
                Map<String, String> variables = new HashMap<>(Map.of(
                        "MALLOC_MMAP_THRESHOLD_", "1073741824",
                        "MALLOC_TRIM_THRESHOLD_", "4294967296",
                        "OMP_WAIT_POLICY", "PASSIVE"));
                if (!machine.coreType().isEmpty()) {
                    variables.put("OPENBLAS_CORETYPE", machine.coreType());
                }
                yield variables;
            }
            case BLAS ->
                machine.coreType().isEmpty()
                        ? Map.of("OPENBLAS_NUM_THREADS", "1")
                        : Map.of("OPENBLAS_CORETYPE", machine.coreType(), "OPENBLAS_NUM_THREADS", "1");
        };
    }

    /** The flags that its JVM needs. */
    List<String> jvmFlags(Machine machine, int javaVersion) {
        List<String> flags = new ArrayList<>(List.of("--add-modules=jdk.incubator.vector"));
        if (javaVersion >= 22) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        if (this != KAN) {
            flags.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
            flags.add("-Dorg.bytedeco.javacpp.platform.extension="
                    + (this == DL4J_TUNED && machine.avx2() ? "-avx2" : ""));
            if (javaVersion >= 23) {
                flags.add("--sun-misc-unsafe-memory-access=allow");
            }
        }
        return flags;
    }

    /**
     * Writes the script that starts a JVM in this environment.
     *
     * @param folder where to put it
     * @param java the executable that it becomes
     * @return the script
     */
    Path launcher(Path folder, String java, Machine machine) throws IOException {
        StringBuilder script = new StringBuilder("#!/bin/sh\nunset " + String.join(" ", CLEARED) + "\n");
        environment(machine).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> script.append("export ")
                        .append(e.getKey())
                        .append('=')
                        .append(quoted(e.getValue()))
                        .append('\n'));
        script.append("exec ").append(quoted(java)).append(" \"$@\"\n");
        Path file = folder.resolve("java-" + parameter());
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
