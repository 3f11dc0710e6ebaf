package org.kan4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.DeviceException;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.EngineProvider;

class CudaEngineProviderTest {
    @TempDir
    Path folder;

    @AfterEach
    void remove() {
        Emulator.remove();
    }

    @Test
    void withoutADriverOneLineSaysSo() {
        String nowhere = folder.resolve("libcuda.so.1").toString();
        System.setProperty("kan4j.cuda.driver", nowhere);
        assertThatThrownBy(() -> EngineProvider.open("cuda", new CpuEngine()))
                .isInstanceOf(DeviceException.class)
                .hasMessage("CUDA: an NVIDIA driver required, its library " + nowhere + " does not load");
    }

    @Test
    void withoutADeviceOneLineSaysSo() throws Exception {
        Emulator.install();
        Emulator.set(0, 0, false);
        assertThatThrownBy(() -> EngineProvider.open("cuda", new CpuEngine()))
                .isInstanceOf(DeviceException.class)
                .hasMessage("CUDA: an NVIDIA GPU required, the driver finds none (CUDA_ERROR_NO_DEVICE, as the emulator"
                        + " says)");
    }

    @Test
    void theEngineSaysWhatItRunsOn() throws Exception {
        Emulator.install();
        try (Engine engine = EngineProvider.open("cuda", new CpuEngine())) {
            assertThat(engine.description()).startsWith("CUDA, emulator (sm_80").contains("CUDA 12.8", "CPU");
        }
    }

    @Test
    void anotherDeviceHasNoEngine() {
        assertThatThrownBy(() -> EngineProvider.open("abacus", new CpuEngine()))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("device abacus")
                .hasMessageContaining("there: cpu, cuda");
    }
}
