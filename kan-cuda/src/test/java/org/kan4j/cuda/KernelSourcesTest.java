package org.kan4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KernelSourcesTest {
    private static final Path SOURCES = Path.of("src/main/cuda");

    @Test
    void thePtxWasMadeFromTheseSources() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(Files.readAllBytes(SOURCES.resolve("kan.cu")));
        digest.update(Files.readAllBytes(SOURCES.resolve("kernels.cuh")));
        assertThat(CudaDevice.ptx().lines().findFirst())
                .as("run scripts/compile-kernels, which needs nvcc")
                .contains("// sources: " + HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void thePtxIsForEveryDeviceFromAmpereOn() {
        assertThat(CudaDevice.ptx()).contains("\n.version 7.1\n").contains("\n.target sm_80\n");
    }
}
