package org.kan4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.function.Functions;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.DeviceException;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.EngineProvider;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

/** The engine and its kernels on the emulated GPU, against the scalar kernels of the processor. */
class CudaEngineTest {
    private static final int SHAPES = 50;

    private static final Engine REFERENCE = new CpuEngine(new ScalarKernels());

    @BeforeEach
    void install() throws Exception {
        Emulator.install();
    }

    @AfterEach
    void remove() {
        Emulator.remove();
    }

    static LongStream seeds() {
        return LongStream.range(0, SHAPES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void passesAgreeWithTheProcessorToRounding(long seed) {
        try (CudaDevice device = CudaDevice.open()) {
            SelfTest test = new SelfTest(device);
            SelfTest.Distance twice = test.distance(seed, Precision.FLOAT64);
            assertThat(twice.largest()).isLessThan(1e-12);
            assertThat(twice.repeats()).isTrue();
            SelfTest.Distance single = test.distance(seed, Precision.FLOAT32);
            assertThat(single.largest()).isLessThan(1e-5);
            Emulator.set(1, 1 << 30, true);
            assertThat(test.distance(seed, Precision.FLOAT64))
                    .as("the order of threads and blocks changes nothing")
                    .isEqualTo(twice);
        }
    }

    @Test
    void batchesLongerThanAChunkAgree() {
        agrees(Kan.random(Shape.parse("2,2"), 3, 3, 1, 0), 70_000);
    }

    @Test
    void functionsThatDoNotFitIntoSharedMemoryAgree() {
        agrees(Kan.random(Shape.parse("2,40"), 400, 3, 1, 0), 300);
    }

    private static void agrees(Kan kan, int rows) {
        double[] x = RandomSplines.inputs(kan, rows, 1);
        SelfTest.Pass expected = SelfTest.pass(REFERENCE, kan, x, rows);
        try (Engine engine = EngineProvider.open("cuda", new CpuEngine())) {
            SelfTest.Pass actual = SelfTest.pass(engine, kan, x, rows);
            assertThat(actual.from(expected, true).largest()).isLessThan(1e-12);
        }
    }

    @Test
    void symbolicEdgesAreTheHosts() {
        Kan kan = Kan.random(Shape.parse("2,2,1"), 3, 3, 1, 0)
                .withSymbolic(0, 1, 1, Functions.byName("sin").orElseThrow(), 1.5, 0.2, 0.7, 0.1);
        double[] x = RandomSplines.inputs(kan, 9, 1);
        try (Engine engine = EngineProvider.open("cuda", new CpuEngine(new ScalarKernels()))) {
            assertThat(SelfTest.pass(engine, kan, x, 9).same(SelfTest.pass(REFERENCE, kan, x, 9)))
                    .isTrue();
        }
    }

    @Test
    void basesOtherThanSplinesAreRefusedByName() {
        try (Engine engine = EngineProvider.open("cuda", new CpuEngine())) {
            for (Basis basis : BasisRegistry.standards()) {
                Kan kan = Kan.random(Shape.parse("1,1"), basis, 0);
                if (!(basis instanceof BSpline)) {
                    assertThatThrownBy(() ->
                                    engine.values(kan.network(), kan.parameters(), new double[1], 1, new double[1]))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContainingAll("b-spline required", basis.family());
                }
            }
        }
    }

    @Test
    void aNumberThatIsNoneGivesNoNumber() {
        Kan kan = Kan.random(Shape.parse("2,3,1"), 3, 3, 1, 0);
        try (Engine engine = EngineProvider.open("cuda", new CpuEngine())) {
            double[] y = new double[2];
            engine.values(kan.network(), kan.parameters(), new double[] {0.1, Double.NaN, 0.1, 0.2}, 2, y);
            assertThat(y[0]).isNaN();
            assertThat(y[1]).isFinite();
        }
    }

    @Test
    void shortArraysAreRefused() {
        Kan kan = Kan.random(Shape.parse("2,3,1"), 3, 3, 1, 0);
        try (Engine engine = EngineProvider.open("cuda", new CpuEngine())) {
            assertThatThrownBy(() -> engine.values(kan.network(), kan.parameters(), new double[3], 2, new double[2]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("engine: x needs 4 numbers, got 3");
        }
    }

    @Test
    void tooLittleMemorySaysHowMuchIsNeededAndTheEngineGoesOn() {
        Kan small = Kan.random(Shape.parse("2,1"), 3, 3, 1, 0);
        Kan large = Kan.random(Shape.parse("300,300"), 3, 3, 1, 0);
        Emulator.set(1, 4 << 20, false);
        try (Engine engine = EngineProvider.open("cuda", new CpuEngine())) {
            double[] y = new double[1];
            double[] x = {0.1, 0.2};
            engine.values(small.network(), small.parameters(), x, 1, y);
            assertThatThrownBy(() ->
                            engine.values(large.network(), large.parameters(), new double[300], 1, new double[300]))
                    .isInstanceOf(DeviceException.class)
                    .hasMessage(
                            "CUDA: out of memory: 4.8 MiB required for the gradient by the parameters, 4.0 of 4.0 MiB are free on"
                                    + " emulator");
            double before = y[0];
            engine.values(small.network(), small.parameters(), x, 1, y);
            assertThat(y[0]).isEqualTo(before);
        }
    }
}
