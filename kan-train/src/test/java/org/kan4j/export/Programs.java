package org.kan4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Programs of other languages, where the machine has them. */
final class Programs {
    private static final int MOST_SECONDS = 120;

    private Programs() {}

    /** Skips a test whose program is not on this machine. */
    static void assume(Path folder, String... command) throws IOException, InterruptedException {
        boolean found;
        try {
            found = start(folder, command).waitFor() == 0;
        } catch (IOException e) {
            found = false;
        }
        assumeTrue(found, () -> "skipped: not on this machine: " + String.join(" ", command));
    }

    /** Runs a program to its end, which must be a good one. */
    static void run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = start(folder, command);
        assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(() -> String.join(" ", command) + ": " + log(folder))
                .isZero();
    }

    /** Compiles {@code all.c} and writes what it prints to {@code out.txt}; warnings are errors. */
    static void runC(Path folder) throws IOException, InterruptedException {
        // Sums and products as they stand: a fused one differs where terms cancel.
        run(folder, "cc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-ffp-contract=off", "-o", "all", "all.c", "-lm");
        run(folder, "sh", "-c", "./all > out.txt");
    }

    private static Process start(Path folder, String... command) throws IOException {
        File log = folder.resolve("log.txt").toFile();
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    private static String log(Path folder) {
        try {
            return Files.readString(folder.resolve("log.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Lines of numbers between blanks; what is no number is NaN. */
    static List<double[]> numbers(Path file) throws IOException {
        List<double[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            rows.add(Arrays.stream(line.strip().split(" "))
                    .mapToDouble(Programs::number)
                    .toArray());
        }
        return rows;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.replaceAll("^(-?)[iI]nf$", "$1Infinity"));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Numbers between commas. */
    static String list(double[] numbers) {
        return String.join(
                ",", Arrays.stream(numbers).mapToObj(Double::toString).toList());
    }

    /** Classes F0, F1, … that see nothing but the JDK. */
    static URLClassLoader compile(Path folder, List<String> sources) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            files.add(Files.writeString(folder.resolve("F" + i + ".java"), sources.get(i)));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of("-d", folder.toString(), "-proc:none", "-encoding", "UTF-8");
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        options,
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromPaths(files))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    /** What the method evaluate of such a class gives. */
    static Object evaluate(Class<?> type, double[] row) throws ReflectiveOperationException {
        Method method = Arrays.stream(type.getMethods())
                .filter(m -> m.getName().equals("evaluate"))
                .findFirst()
                .orElseThrow();
        return method.invoke(null, Arrays.stream(row).boxed().toArray());
    }
}
