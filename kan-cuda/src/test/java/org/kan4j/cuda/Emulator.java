package org.kan4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kan4j.cuda.driver.NativeLibrary;

/** A driver without a GPU: {@code src/test/cuda/emulator.cpp}, compiled where there is a C++ compiler. */
final class Emulator {
    private static final String PROPERTY = "kan4j.cuda.driver";
    private static final long MEMORY = 1L << 30;

    private static @Nullable NativeLibrary library;

    private Emulator() {}

    /** Puts it in the driver's place; tests that need it are skipped where there is no compiler. */
    static synchronized void install() throws IOException, InterruptedException {
        NativeLibrary loaded = library;
        if (loaded == null) {
            loaded = NativeLibrary.load(compile().toString());
            library = loaded;
        }
        System.setProperty(PROPERTY, loaded.name());
        set(1, MEMORY, false);
    }

    /** Takes it away again. */
    static void remove() {
        System.clearProperty(PROPERTY);
    }

    /**
     * Changes what there is.
     *
     * @param devices number of GPUs
     * @param memory bytes of each
     * @param reversed whether threads and blocks go by falling numbers
     */
    static void set(int devices, long memory, boolean reversed) {
        Objects.requireNonNull(library, "install() first").call("emulate", devices, memory, reversed ? 1 : 0);
    }

    private static Path compile() throws IOException, InterruptedException {
        assumeTrue(
                System.getProperty("os.name").equals("Linux") && runs("g++", "--version"),
                "the emulated GPU needs Linux and g++");
        Path folder = Files.createTempDirectory("kan-cuda-emulator");
        Path file = folder.resolve("libcuda-emulator.so");
        file.toFile().deleteOnExit();
        folder.toFile().deleteOnExit();
        Path errors = Files.createTempFile("kan-cuda-emulator", ".txt");
        errors.toFile().deleteOnExit();
        Process process = new ProcessBuilder(
                        "g++",
                        "-O1",
                        "-std=c++17",
                        "-shared",
                        "-fPIC",
                        "-I",
                        "src/main/cuda",
                        "-o",
                        file.toString(),
                        "src/test/cuda/emulator.cpp")
                .redirectErrorStream(true)
                .redirectOutput(errors.toFile())
                .start();
        int status = process.waitFor();
        assertThat(status).as(() -> read(errors)).isZero();
        return file;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(new File("/dev/null"))
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
