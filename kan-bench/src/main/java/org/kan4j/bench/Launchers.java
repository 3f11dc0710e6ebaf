package org.kan4j.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Starts JVMs in the environments of opponents. */
final class Launchers {
    private final Machine machine = Machine.here();
    private final Path folder;
    private final Map<Opponent, String> inForce = new EnumMap<>(Opponent.class);

    /** Launchers that become the given Java; their folder goes when this JVM ends. */
    Launchers(String java) throws IOException {
        folder = Files.createTempDirectory("kan-bench");
        // Files are deleted in the reverse order of their registration.
        folder.toFile().deleteOnExit();
        for (Opponent opponent : Opponent.values()) {
            opponent.launcher(folder, java, machine).toFile().deleteOnExit();
        }
    }

    /** The Java that runs this. */
    static String thisJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Path script(Opponent opponent) {
        return folder.resolve("java-" + opponent.parameter());
    }

    /** JMH's options for the named benchmarks in an opponent's environment. */
    Options options(Options parent, Opponent opponent, List<String> names, boolean hasParameter) {
        List<String> flags =
                new ArrayList<>(opponent.jvmFlags(machine, Runtime.version().feature()));
        parent.getJvmArgsPrepend().orElse(List.of()).forEach(flags::add);
        ChainedOptionsBuilder builder = new OptionsBuilder()
                .parent(parent)
                .jvm(script(opponent).toString())
                .jvmArgsPrepend(flags.toArray(String[]::new));
        names.forEach(name -> builder.include("^" + Pattern.quote(name) + "$"));
        if (hasParameter) {
            builder.param("impl", opponent.parameter());
        }
        return builder.build();
    }

    /** What a JVM in an opponent's environment finds: variables, OpenBLAS's core, ND4J's build, threads. */
    String inForce(Opponent opponent) {
        return inForce.computeIfAbsent(opponent, this::probe);
    }

    private String probe(Opponent opponent) {
        List<String> command = new ArrayList<>(List.of(script(opponent).toString()));
        command.addAll(opponent.jvmFlags(machine, Runtime.version().feature()));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName(), opponent.parameter()));
        try {
            Path output = Files.createTempFile(folder, "probe", ".txt");
            output.toFile().deleteOnExit();
            ProcessBuilder builder = new ProcessBuilder(command);
            // Makes OpenBLAS print the core that it chose.
            builder.environment().put("OPENBLAS_VERBOSE", "2");
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(new File("/dev/null"))
                    .start();
            int status = process.waitFor();
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (status != 0) {
                throw new IllegalStateException(opponent.parameter() + ": its JVM ends with status " + status + ": "
                        + String.join(" | ", lines));
            }
            return new TreeMap<>(opponent.environment(machine)) + " "
                    + String.join(
                            "; ",
                            lines.stream()
                                    .distinct()
                                    .filter(line -> !line.startsWith("WARNING:"))
                                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
