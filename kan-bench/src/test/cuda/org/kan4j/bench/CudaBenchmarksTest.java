package org.kan4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks on an emulated GPU: what they compute is right, whatever they time. */
class CudaBenchmarksTest {
    private static final String DRIVER = "kan4j.cuda.driver";
    private static final String CUBLAS = "kan.bench.cublas";

    @TempDir
    static Path folder;

    @AfterEach
    void remove() {
        System.clearProperty(DRIVER);
        System.clearProperty(CUBLAS);
    }

    private static void install() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the emulated GPU needs Linux");
        Path library = folder.resolve("libcuda-emulator.so");
        if (!Files.exists(library)) {
            Path output = folder.resolve("g++.txt");
            int status;
            try {
                status = new ProcessBuilder(
                                "g++",
                                "-O1",
                                "-std=c++17",
                                "-shared",
                                "-fPIC",
                                "-I../kan-cuda/src/main/cuda",
                                "-I../kan-cuda/src/test/cuda",
                                "-Isrc/main/cuda",
                                "-o",
                                library.toString(),
                                "src/test/cuda/cublas.cpp")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start()
                        .waitFor();
            } catch (IOException e) {
                assumeTrue(false, "the emulated GPU needs g++");
                return;
            }
            assertThat(status)
                    .as(Files.readString(output, StandardCharsets.UTF_8))
                    .isZero();
        }
        System.setProperty(DRIVER, library.toString());
        System.setProperty(CUBLAS, library.toString());
    }

    @Test
    void everySideOfARowIsVerifiedAndTimed() throws Exception {
        install();
        CudaBenchmarks benchmarks = new CudaBenchmarks(List.of(
                new CudaBenchmarks.Row("gradient", CudaWork.Pass.GRADIENT, new int[] {5, 7}, 33, 4),
                new CudaBenchmarks.Row("step", CudaWork.Pass.STEP, new int[] {3, 4, 2}, 40, 5)));
        String table = benchmarks.run(true, false);
        assertThat(table.lines().filter(line -> !line.startsWith("#") && !line.isBlank()))
                .as(table)
                .hasSize(11)
                .noneMatch(line -> line.contains("NaN"));
        assertThat(table).contains("# GPU: emulator");
    }

    @Test
    void stepsLowerTheLoss() throws Exception {
        install();
        for (Work work : List.of(
                new CudaKanWork(new int[] {3, 4, 2}, 50, Bases.splines(4, 3)),
                new CudaMlpWork(new Mlp(new int[] {3, 4, 2}, false), 50, false))) {
            try (work) {
                double before = squares(work.result(0).y());
                for (int step = 0; step < 20; step++) {
                    work.step(0);
                }
                assertThat(squares(work.result(0).y())).isLessThan(before);
            }
        }
    }

    private static double squares(double[] y) {
        double sum = 0;
        for (double v : y) {
            sum += v * v;
        }
        return sum;
    }

    @Test
    void thePtxWasMadeFromThisSource() throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(Path.of("src/main/cuda/mlp.cu")));
        assertThat(CudaWork.ptx().lines().findFirst())
                .as("run scripts/compile-kernels, which needs nvcc")
                .contains("// sources: " + HexFormat.of().formatHex(digest));
    }
}
