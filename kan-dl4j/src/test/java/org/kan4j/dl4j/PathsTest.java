package org.kan4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.basis.BSpline;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;
import org.kan4j.network.KanNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The kernels and the ND4J operations compute the same. */
final class PathsTest {
    /** What a path gives for one batch. */
    private record Result(INDArray y, INDArray dc, @Nullable INDArray dw, INDArray dx) {}

    static Stream<Named<Layer>> layers() {
        return Cases.layers().map(layer -> Named.of(Cases.describe(layer), layer));
    }

    /** Views in the middle of larger arrays, as networks have them, and inputs in a foreign order. */
    private static Result run(LayerPath path, Layer layer, DataType type, int rows) {
        long functions = layer.basis(0).size();
        long c = layer.in() * functions * layer.columns();
        long w = layer.parameterCount() - c;
        INDArray parameters = array(1, type, 7 + layer.parameterCount(), 1);
        INDArray gradients = array(2, type, 7 + layer.parameterCount(), 1);
        INDArray x = array(3, type, rows * layer.in(), 0.8)
                .reshape('c', rows, layer.in())
                .dup('f');
        INDArray dy = array(4, type, 2 * rows * layer.out(), 1)
                .reshape('c', rows, 2 * layer.out())
                .get(NDArrayIndex.all(), NDArrayIndex.interval(0, layer.out()));
        INDArray y = Nd4j.create(type, rows, layer.out());
        INDArray dx = Nd4j.create(type, rows, layer.in());
        INDArray dc = view(gradients, 7, layer.in() * functions, layer.columns());
        INDArray dw = w == 0 ? null : view(gradients, 7 + c, layer.in(), layer.columns());
        INDArray pc = view(parameters, 7, layer.in() * functions, layer.columns());
        INDArray pw = w == 0 ? null : view(parameters, 7 + c, layer.in(), layer.columns());
        path.forward(pc, pw, x, y, true);
        path.backward(pc, pw, x, dy, dc, dw, dx);
        return new Result(y, dc, dw, dx);
    }

    private static INDArray view(INDArray flat, long from, long rows, long columns) {
        return flat.get(NDArrayIndex.interval(from, from + rows * columns)).reshape('c', rows, columns);
    }

    private static INDArray array(long seed, DataType type, int length, double deviation) {
        return Nd4j.create(Cases.random(seed, length, deviation), new long[] {length}, type);
    }

    private static void compare(Result actual, Result expected, double tolerance) {
        near(actual.y, expected.y, tolerance);
        near(actual.dc, expected.dc, tolerance);
        near(actual.dx, expected.dx, tolerance);
        if (actual.dw != null && expected.dw != null) {
            near(actual.dw, expected.dw, tolerance);
        }
    }

    /** Differences relative to the largest number of the array, since sums over the batch cancel. */
    private static void near(INDArray actual, INDArray expected, double tolerance) {
        double scale = Math.max(1, expected.amaxNumber().doubleValue());
        assertThat(actual.sub(expected).amaxNumber().doubleValue() / scale).isLessThan(tolerance);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void agreeInDoublePrecision(Layer layer) {
        compare(
                run(new KernelPath(layer), layer, DataType.DOUBLE, 50),
                run(new OpsPath(layer, DataType.DOUBLE), layer, DataType.DOUBLE, 50),
                1e-12);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void agreeInSinglePrecision(Layer layer) {
        compare(
                run(new FloatKernelPath(layer), layer, DataType.FLOAT, 50),
                run(new OpsPath(layer, DataType.FLOAT), layer, DataType.FLOAT, 50),
                1e-5);
    }

    /** Batches of several blocks, whose kept values are gone on the way back. */
    @Test
    void agreeOnLongBatches() {
        Layer layer = Cases.layer(
                new BSpline(Grid.uniform(-1, 1, 5), 3, Extrapolation.LINEAR), BaseActivation.SILU, 18, 2, 2);
        compare(
                run(new KernelPath(layer), layer, DataType.DOUBLE, 2500),
                run(new OpsPath(layer, DataType.DOUBLE), layer, DataType.DOUBLE, 2500),
                1e-12);
    }

    /** Both ends of the grid belong to it, also where slopes jump there. */
    @Test
    void agreeAtTheBreakpoints() {
        Grid grid = Grid.of(-1, -0.5, 0.25, 1);
        for (Extrapolation policy : Extrapolation.values()) {
            Layer layer = Layer.dense(java.util.List.of(new BSpline(grid, 1, policy)), BaseActivation.ZERO, 1);
            KanNetwork network = new KanNetwork(java.util.List.of(layer));
            double[] p = {1, -2, 3, 5};
            double[] x = {-1.5, -1, -0.5, 0.25, 1, 1.5};
            double[] expected = new double[6];
            double[] slopes = new double[6];
            new CpuEngine()
                    .gradient(
                            network,
                            p,
                            x,
                            6,
                            (y, first, rows, dy) -> {
                                System.arraycopy(y, 0, expected, first, rows);
                                java.util.Arrays.fill(dy, 0, rows, 1);
                                return 0;
                            },
                            new double[4],
                            slopes);
            INDArray c = Nd4j.create(p, new long[] {4, 1}, DataType.DOUBLE);
            INDArray xs = Nd4j.create(x, new long[] {6, 1}, DataType.DOUBLE);
            INDArray y = Nd4j.create(DataType.DOUBLE, 6, 1);
            INDArray dx = Nd4j.create(DataType.DOUBLE, 6, 1);
            OpsPath path = new OpsPath(layer, DataType.DOUBLE);
            path.forward(c, null, xs, y, true);
            path.backward(c, null, xs, Nd4j.ones(DataType.DOUBLE, 6, 1), Nd4j.create(DataType.DOUBLE, 4, 1), null, dx);
            assertThat(y.data().asDouble()).as("%s", policy).containsExactly(expected, within(1e-14));
            assertThat(dx.data().asDouble()).as("%s", policy).containsExactly(slopes, within(1e-14));
        }
    }
}
