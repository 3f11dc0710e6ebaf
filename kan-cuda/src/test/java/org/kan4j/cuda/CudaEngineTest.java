package org.kan4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.cuda.driver.DeviceMemory;
import org.kan4j.function.Functions;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.DeviceException;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.EngineProvider;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
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

    /** Outputs and gradients of a pass. */
    private record Pass(double loss, double[] y, double[] dp, double[] dx) {
        static Pass of(Engine engine, Kan kan, double[] x, int rows) {
            KanNetwork network = kan.network();
            double[] y = new double[rows * network.out()];
            engine.values(network, kan.parameters(), x, rows, y);
            double[] dp = new double[network.parameterCount()];
            Arrays.fill(dp, Double.NaN);
            double[] dx = new double[rows * network.in()];
            double loss = engine.gradient(network, kan.parameters(), x, rows, squares(network.out()), dp, dx);
            return new Pass(loss, y, dp, dx);
        }

        boolean same(Pass other) {
            return Arrays.equals(y, other.y) && Arrays.equals(dp, other.dp) && Arrays.equals(dx, other.dx);
        }
    }

    /** ½·Σ (number of the row)·y² / 10. */
    private static Engine.Loss squares(int out) {
        return (y, firstRow, rows, dy) -> {
            double sum = 0;
            for (int e = 0; e < rows * out; e++) {
                double weight = (firstRow + e / out) / 10.0;
                dy[e] = weight * y[e];
                sum += weight * y[e] * y[e] / 2;
            }
            return sum;
        };
    }

    /** ‖a − b‖ / ‖b‖ */
    private static double distance(double[] a, double[] b) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < b.length; i++) {
            difference += (a[i] - b[i]) * (a[i] - b[i]);
            norm += b[i] * b[i];
        }
        return Math.sqrt(difference) / Math.max(Math.sqrt(norm), 1e-300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void passesAgreeWithTheProcessorToRounding(long seed) {
        Kan kan = RandomSplines.kan(seed);
        int rows = 1 + new Random(seed).nextInt(400);
        double[] x = RandomSplines.inputs(kan, rows, seed);
        Pass expected = Pass.of(REFERENCE, kan, x, rows);
        try (Engine engine = EngineProvider.open("cuda", new CpuEngine())) {
            Pass actual = Pass.of(engine, kan, x, rows);
            // Sums of some hundred terms, through three layers.
            double tolerance = 1e-12;
            assertThat(distance(actual.y, expected.y)).isLessThan(tolerance);
            assertThat(distance(actual.dp, expected.dp)).isLessThan(tolerance);
            assertThat(distance(actual.dx, expected.dx)).isLessThan(tolerance);
            assertThat(actual.loss).isCloseTo(expected.loss, withPercentage(1e-9));
            Emulator.set(1, 1 << 30, true);
            assertThat(Pass.of(engine, kan, x, rows).same(actual))
                    .as("whatever the order of threads and blocks")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void float32AgreesWithFloat64(long seed) {
        Kan kan = RandomSplines.kan(seed);
        KanNetwork network = kan.network();
        int rows = 1 + new Random(seed).nextInt(400);
        double[] x = RandomSplines.inputs(kan, rows, seed);
        for (int e = 0; e < x.length; e++) {
            // Ends of grids apart, at which a rounded input may be within or beyond.
            x[e] = (float) (0.999 * x[e]);
        }
        Pass expected = Pass.of(REFERENCE, kan, x, rows);
        double[] dy = new double[expected.y.length];
        squares(network.out()).evaluate(expected.y, 0, rows, dy);
        Precision single = Precision.FLOAT32;
        try (CudaDevice device = CudaDevice.open();
                CudaNetwork passes = new CudaNetwork(device, network, single, rows);
                DeviceMemory inputs = device.allocate(x.length, single, "inputs");
                DeviceMemory dx = device.allocate(x.length, single, "their gradient");
                DeviceMemory dp = device.allocate(network.parameterCount(), single, "gradient")) {
            device.upload(kan.parameters(), 0, network.parameterCount(), passes.parameters(), single);
            device.upload(x, 0, x.length, inputs, single);
            passes.forward(inputs, rows);
            double[] y = new double[dy.length];
            device.download(passes.outputs(), y, 0, y.length, single);
            device.upload(dy, 0, dy.length, passes.outputGradient(), single);
            passes.backward(inputs, rows, Optional.of(dx));
            passes.reduce(dp, false);
            double[] parameterGradient = new double[expected.dp.length];
            device.download(dp, parameterGradient, 0, parameterGradient.length, single);
            double[] inputGradient = new double[x.length];
            device.download(dx, inputGradient, 0, x.length, single);
            assertThat(distance(y, expected.y)).isLessThan(1e-5);
            assertThat(distance(parameterGradient, expected.dp)).isLessThan(1e-5);
            assertThat(distance(inputGradient, expected.dx)).isLessThan(1e-5);
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
        Pass expected = Pass.of(REFERENCE, kan, x, rows);
        try (Engine engine = EngineProvider.open("cuda", new CpuEngine())) {
            Pass actual = Pass.of(engine, kan, x, rows);
            assertThat(distance(actual.y, expected.y)).isLessThan(1e-12);
            assertThat(distance(actual.dp, expected.dp)).isLessThan(1e-12);
            assertThat(distance(actual.dx, expected.dx)).isLessThan(1e-12);
        }
    }

    @Test
    void symbolicEdgesAreTheHosts() {
        Kan kan = Kan.random(Shape.parse("2,2,1"), 3, 3, 1, 0)
                .withSymbolic(0, 1, 1, Functions.byName("sin").orElseThrow(), 1.5, 0.2, 0.7, 0.1);
        double[] x = RandomSplines.inputs(kan, 9, 1);
        try (Engine engine = EngineProvider.open("cuda", new CpuEngine(new ScalarKernels()))) {
            assertThat(Pass.of(engine, kan, x, 9).same(Pass.of(REFERENCE, kan, x, 9)))
                    .isTrue();
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
            assertThatThrownBy(() -> engine.values(
                            large.network(), large.parameters(), new double[300], 1, new double[300]))
                    .isInstanceOf(DeviceException.class)
                    .hasMessage("CUDA: out of memory: 4.8 MiB required for the gradient by the parameters, 4.0 of 4.0 MiB are free on"
                            + " emulator");
            double before = y[0];
            engine.values(small.network(), small.parameters(), x, 1, y);
            assertThat(y[0]).isEqualTo(before);
        }
    }
}
