package org.kan4j.dl4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

class CudaBackendTest {
    @ParameterizedTest
    @CsvSource({"Tesla K80, 3, 7", "Tesla T4, 7, 5", "A100, 8, 0", "RTX 3090, 8, 6", "Orin, 8, 7", "RTX 4090, 8, 9"})
    void devicesThatTheMachineCodeServesPass(String name, int major, int minor) {
        assertThat(CudaBackend.problem(List.of(new VisibleDevice(0, name, major, minor))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"H100, 9, 0", "B200, 10, 0", "RTX 5090, 12, 0", "GTX 680, 3, 0"})
    void otherDevicesAreNamedWithTheirCapabilityAndTheRemedy(String name, int major, int minor) {
        assertThat(CudaBackend.problem(List.of(new VisibleDevice(0, name, major, minor)))
                        .orElseThrow())
                .contains("compute capability 3.7 or 5.0 to 8.9 required")
                .contains("device 0 (" + name + ", compute capability " + major + "." + minor + ")")
                .contains("nd4j-native in place of nd4j-cuda-11.6")
                .doesNotContain("CUDA_VISIBLE_DEVICES");
    }

    @Test
    void amongSeveralDevicesTheOthersAreTheRemedy() {
        List<VisibleDevice> devices = List.of(
                new VisibleDevice(0, "RTX 4090", 8, 9),
                new VisibleDevice(1, "H100", 9, 0),
                new VisibleDevice(2, "A100", 8, 0));
        assertThat(CudaBackend.problem(devices).orElseThrow())
                .contains("device 1 (H100, compute capability 9.0)")
                .contains("CUDA_VISIBLE_DEVICES=0,2");
    }

    @Test
    void aMachineWithoutADeviceIsToldSo() {
        assertThat(CudaBackend.problem(List.of()).orElseThrow())
                .contains("a CUDA device required, none is visible")
                .contains("nd4j-native in place of nd4j-cuda-11.6");
    }

    @Test
    void onTheProcessorNothingIsAsked() {
        assertThatCode(CudaBackend::check).doesNotThrowAnyException();
    }

    @Test
    void nd4jFindsTheGuardAndNeverChoosesIt() {
        assertThat(ServiceLoader.load(Nd4jBackend.class)).anySatisfy(backend -> {
            assertThat(backend).isInstanceOf(CudaGuard.class);
            assertThat(backend.isAvailable()).isFalse();
            assertThat(backend.getPriority()).isLessThan(-1_000_000);
        });
        assertThat(Nd4j.getBackend()).isNotInstanceOf(CudaGuard.class);
    }
}
