package org.kan4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands in a JVM of their own that is told to end once standard error shows that they are at work. */
@DisabledOnOs(OS.WINDOWS)
class InterruptTest {
    @TempDir
    Path folder;

    /** What a command has printed, and its progress. */
    private record Run(String out, List<String> err) {}

    @BeforeEach
    void writeTable() throws IOException {
        StringBuilder table = new StringBuilder("a,b,y\n");
        SplittableRandom random = new SplittableRandom(1);
        for (int r = 0; r < 2000; r++) {
            double a = random.nextDouble();
            double b = random.nextDouble();
            table.append(a + "," + b + "," + Math.sin(3 * a * b) + "\n");
        }
        Files.writeString(folder.resolve("t.csv"), table);
    }

    private Process start(String line) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Asked for, these kernels are no line of progress.
        command.add("-Dkan4j.kernels=scalar");
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(KanCommand.class.getName());
        command.addAll(List.of(line.split(" ")));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .start();
    }

    /** Interrupts a command after its first line of progress. */
    private Run interrupted(String line) throws IOException, InterruptedException {
        Process process = start(line);
        List<String> err = new ArrayList<>();
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String next = lines.readLine(); next != null; next = lines.readLine()) {
                err.add(next);
                if (err.size() == 1) {
                    // Process.destroy would close the streams too.
                    process.toHandle().destroy();
                }
            }
        }
        assertThat(process.waitFor()).isNotZero();
        return new Run(Files.readString(folder.resolve("out")), err);
    }

    @Test
    void anInterruptedFitPrintsWhatItHasAndKeepsTheModelThatWasThere() throws IOException, InterruptedException {
        Path model = folder.resolve("m.kan");
        assertThat(start("fit t.csv --target y --shape 2,2,1 --iterations 1 --quiet --model m.kan")
                        .waitFor())
                .isZero();
        byte[] before = Files.readAllBytes(model);
        Run run = interrupted(
                "fit t.csv --target y --shape 2,20,1 --optimizer adam --iterations 1000000 --patience 0 --model m.kan");
        assertThat(run.out()).startsWith("shape 2,20,1, ").contains("model m.interrupted.kan");
        assertThat(run.err()).last().asString().startsWith("kan: interrupted: m.kan stays as it was");
        assertThat(model).hasBinaryContent(before);
        assertThat(folder.resolve("m.interrupted.kan")).exists();
    }

    @Test
    void anInterruptedPruningWritesTheNetworkThatItHas() throws IOException, InterruptedException {
        assertThat(start("fit t.csv --target y --shape 2,20,20,1 --iterations 1 --quiet --model m.kan")
                        .waitFor())
                .isZero();
        Run run = interrupted("prune m.kan t.csv -o p.kan");
        assertThat(run.err()).first().asString().startsWith("trying without ");
        assertThat(run.out()).startsWith("edges 460 -> ").contains("model p.kan");
        assertThat(folder.resolve("p.kan")).exists();
    }

    @Test
    void anInterruptedSearchForALawOfMotionSaysWhatItHas() throws IOException, InterruptedException {
        StringBuilder table = new StringBuilder("t,x,y\n");
        for (int r = 0; r < 2000; r++) {
            double t = r / 100.0;
            table.append(t + "," + Math.sin(t) * Math.exp(-0.1 * t) + "," + Math.cos(t) / (1 + t) + "\n");
        }
        Files.writeString(folder.resolve("run.csv"), table);
        Run run = interrupted("discover run.csv --time t");
        assertThat(run.err()).first().asString().startsWith("terms");
        assertThat(run.out()).endsWith(", stopped: interrupted\n");
    }
}
