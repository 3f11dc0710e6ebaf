package org.kan4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.grid.Grid;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.RandomNetworks;
import org.kan4j.network.Shape;

/** Whole passes: threads, providers, float32. */
class EngineProvidersTest {
    /** y, dp, dx and the loss ½ Σ y². */
    private static double[][] pass(Engine engine, Kan kan, double[] x, int rows) {
        KanNetwork network = kan.network();
        int out = network.out();
        double[] y = new double[rows * out];
        double[] dp = new double[network.parameterCount()];
        double[] dx = new double[rows * network.in()];
        engine.values(network, kan.parameters(), x, rows, y);
        double loss = engine.gradient(
                network,
                kan.parameters(),
                x,
                rows,
                (values, first, n, dy) -> {
                    double sum = 0;
                    for (int i = 0; i < n * out; i++) {
                        sum += 0.5 * values[i] * values[i];
                        dy[i] = values[i];
                    }
                    return sum;
                },
                dp,
                dx);
        return new double[][] {y, dp, dx, {loss}};
    }

    private static float[][] pass(FloatEngine engine, Kan kan, double[] x, int rows) {
        KanNetwork network = kan.network();
        int out = network.out();
        float[] p = narrow(kan.parameters());
        float[] xs = narrow(x);
        float[] y = new float[rows * out];
        float[] dp = new float[network.parameterCount()];
        float[] dx = new float[rows * network.in()];
        engine.values(network, p, xs, rows, y);
        float loss = engine.gradient(
                network,
                p,
                xs,
                rows,
                (values, first, n, dy) -> {
                    float sum = 0;
                    for (int i = 0; i < n * out; i++) {
                        sum += 0.5f * values[i] * values[i];
                        dy[i] = values[i];
                    }
                    return sum;
                },
                dp,
                dx);
        return new float[][] {y, dp, dx, {loss}};
    }

    private static float[] narrow(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double[] inputs(Kan kan, int rows) {
        Random random = new Random(rows);
        double[] x = new double[rows * kan.network().in()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (1.2 * random.nextGaussian());
        }
        return x;
    }

    @ParameterizedTest
    @CsvSource({
        "'2,5,1', 9001",
        "'7,40,33,2', 700",
        "'64,64', 1100",
        "'64,64', 520",
        "'270,40', 200",
        "'3,2+1p,70,1', 333",
        "'1,1', 1"
    })
    void theNumberOfThreadsChangesNoBit(String shape, int rows) {
        Kan kan = Kan.random(Shape.parse(shape), 5, 3, 1, 1);
        double[] x = inputs(kan, rows);
        try (CpuEngine one = new CpuEngine(1);
                CpuEngine two = new CpuEngine(2);
                CpuEngine five = new CpuEngine(5);
                FloatCpuEngine oneFloat = new FloatCpuEngine(1);
                FloatCpuEngine threeFloat = new FloatCpuEngine(3)) {
            double[][] expected = pass(one, kan, x, rows);
            assertThat(pass(two, kan, x, rows)).isDeepEqualTo(expected);
            assertThat(pass(five, kan, x, rows)).isDeepEqualTo(expected);
            assertThat(pass(threeFloat, kan, x, rows)).isDeepEqualTo(pass(oneFloat, kan, x, rows));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'2,5,1', 3000",
        "'7,40,33,2', 300",
        "'64,64', 300",
        "'270,40', 200",
        "'3,2+1p,70,1', 333",
        "'20,16,10', 131"
    })
    void floatAndDoubleAgreeToFloatPrecision(String shape, int rows) {
        Kan kan = Kan.random(Shape.parse(shape), 5, 3, 1, 2);
        double[] x = inputs(kan, rows);
        double[][] expected = pass(new CpuEngine(new ScalarKernels()), kan, x, rows);
        check(pass(new FloatCpuEngine(new FloatScalarKernels()), kan, x, rows), expected);
        try (FloatCpuEngine engine = new FloatCpuEngine(2)) {
            check(pass(engine, kan, x, rows), expected);
        }
    }

    static List<Basis> bases() {
        Grid grid = Grid.of(-1.6, -0.9, 0.2, 1, 1.5);
        return BasisRegistry.standards().stream()
                .map(standard -> standard.withGrid(grid))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("bases")
    void everyBasisHasItsFloatKernelsAndChangesNoBitWithTheThreads(Basis basis) {
        for (String shape : List.of("5,3", "7,40,2", "64,64", "3,2+1p,17,1")) {
            for (int rows : new int[] {5, 16, 333}) {
                Kan kan = Kan.random(Shape.parse(shape), basis, 3);
                double[] x = inputs(kan, rows);
                double[][] expected = pass(new CpuEngine(new ScalarKernels()), kan, x, rows);
                check(pass(new FloatCpuEngine(new FloatScalarKernels()), kan, x, rows), expected);
                try (FloatCpuEngine one = new FloatCpuEngine(1);
                        FloatCpuEngine three = new FloatCpuEngine(3);
                        CpuEngine oneDouble = new CpuEngine(1);
                        CpuEngine threeDouble = new CpuEngine(3)) {
                    float[][] actual = pass(one, kan, x, rows);
                    check(actual, expected);
                    assertThat(pass(three, kan, x, rows)).isDeepEqualTo(actual);
                    assertThat(pass(threeDouble, kan, x, rows)).isDeepEqualTo(pass(oneDouble, kan, x, rows));
                }
            }
        }
    }

    private static void check(float[][] actual, double[][] expected) {
        for (int a = 0; a < expected.length; a++) {
            double scale = Arrays.stream(expected[a]).map(Math::abs).max().orElse(0);
            for (int i = 0; i < expected[a].length; i++) {
                // Sums of up to thousands of terms, each with a relative error of 6e-8.
                assertThat((double) actual[a][i]).as("%d, %d", a, i).isCloseTo(expected[a][i], within(1e-4 * scale));
            }
        }
    }

    @Test
    void allProvidersAgreeOnAnyNetwork() {
        CpuEngine scalar = new CpuEngine(new ScalarKernels());
        CpuEngine fast = new CpuEngine();
        for (long seed = 0; seed < 300; seed++) {
            Kan kan = RandomNetworks.kan(seed);
            int rows = 16 + (int) (seed % 200);
            double[] x = RandomNetworks.inputs(kan, rows, 0, seed);
            double[][] expected = pass(scalar, kan, x, rows);
            double[][] actual = pass(fast, kan, x, rows);
            for (int a = 0; a < expected.length; a++) {
                double scale = Arrays.stream(expected[a]).map(Math::abs).max().orElse(0);
                for (int i = 0; i < expected[a].length; i++) {
                    // Rounding errors are magnified by the slopes of three layers.
                    assertThat(actual[a][i])
                            .as("%d: %d, %d", seed, a, i)
                            .isCloseTo(expected[a][i], within(1e-9 * scale + 1e-12));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void normalEquationsAgree(int threads) {
        Random random = new Random(3);
        try (Workers workers = new Workers(threads)) {
            for (int n : new int[] {0, 1, 3, 31, 32, 33, 34, 35, 64, 67, 135}) {
                NormalEquations scalar = NormalEquations.scalar(n);
                NormalEquations vector = new VectorKernels().normalEquations(n, workers);
                for (int rows : new int[] {0, 1, 63, 64, 65, 200}) {
                    double[] j = random.doubles((long) rows * n, -1, 1).toArray();
                    double[] r = random.doubles(rows, -1, 1).toArray();
                    double[] expected = new double[n * n];
                    double[] actual = new double[n * n];
                    double[] jtr = new double[n];
                    double[] jtr2 = new double[n];
                    scalar.form(j, r, rows, expected, jtr);
                    vector.form(j, r, rows, actual, jtr2);
                    vector.form(j, r, rows, actual, jtr2);
                    for (int i = 0; i < n; i++) {
                        assertThat(jtr2[i]).isCloseTo(jtr[i], within(1e-13 * (1 + rows)));
                        for (int k = 0; k <= i; k++) {
                            assertThat(actual[i * n + k]).isCloseTo(expected[i * n + k], within(1e-13 * (1 + rows)));
                        }
                        expected[i * n + i] += 1;
                    }
                    assertThat(scalar.factor(expected)).isTrue();
                    assertThat(vector.factor(expected)).isTrue();
                    scalar.solve(jtr);
                    vector.solve(jtr2);
                    assertThat(jtr2).containsExactly(jtr, within(1e-12 * (1 + rows)));
                }
                if (n > 0) {
                    assertThat(vector.factor(new double[n * n])).isFalse();
                }
            }
        }
    }

    @Test
    void theDescriptionSaysWhichKernelsAndWhy() {
        assertThat(new CpuEngine().description()).matches("CPU, (Vector API|scalar).*\\(.*\\), 1 thread");
        assertThat(new CpuEngine(new ScalarKernels()).description()).isEqualTo("CPU, scalar 64-bit, 1 thread");
        assertThat(new FloatCpuEngine(new FloatScalarKernels()).description()).contains("scalar 32-bit");
    }
}
