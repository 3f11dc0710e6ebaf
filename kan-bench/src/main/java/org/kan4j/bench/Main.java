package org.kan4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kan4j.kernel.CpuEngine;

/** Says on what machine it runs, then starts JMH with the same arguments. */
public final class Main {
    private Main() {}

    /**
     * Runs benchmarks.
     *
     * @param args JMH's own
     * @throws IOException if JMH cannot write its results
     */
    public static void main(String[] args) throws IOException {
        System.out.println(environment());
        org.openjdk.jmh.Main.main(args);
    }

    /** Processor, cores, memory, operating system, JVM and engine, a line each, as comments. */
    static String environment() {
        Runtime runtime = Runtime.getRuntime();
        return """
                # Processor: %s, %d available
                # Heap at most: %d MiB
                # System: %s %s %s
                # JVM: %s %s (%s)
                # Engine: %s
                """.formatted(
                        processor(),
                        runtime.availableProcessors(),
                        runtime.maxMemory() >> 20,
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.vm.name"),
                        Runtime.version(),
                        System.getProperty("java.vendor"),
                        new CpuEngine().description());
    }

    /** The processor's name where Linux tells it, else the architecture. */
    private static String processor() {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try (var lines = Files.lines(info)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown");
            } catch (IOException e) {
                return "unknown";
            }
        }
        return "unknown";
    }
}
