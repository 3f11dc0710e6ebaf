package org.kan4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.kan4j.basis.BSpline;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.layer.BaseActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Every message says what is wrong, where, and for inputs both shapes. */
final class WrongUseTest {
    private static MultiLayerNetwork network(KanLayer second) {
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.settings(DataType.FLOAT)
                .list()
                .layer(new KanLayer.Builder().name("first").nIn(2).nOut(3).build())
                .layer(second)
                .layer(Networks.squares())
                .build());
        network.init();
        return network;
    }

    private static KanLayer.Builder second() {
        return new KanLayer.Builder().name("second").nIn(3).nOut(1);
    }

    private static void refused(KanLayer.Builder second, String... parts) {
        assertThatThrownBy(() -> network(second.build()))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll(parts)
                .hasMessageContainingAll("second", "1");
    }

    @Test
    void settingsThatMakeNoLayerAreRefused() {
        refused(second().gridRange(1, -1), "lo < hi required, got [1.0, -1.0]", "layer index: 1", "nIn=3, nOut=1");
        refused(second().order(0), "order 1 to 5 required, got 0", "layer index: 1");
        refused(second().intervals(0), "at least 1 interval required, got 0");
        refused(second().products(2, 2), "at most nOut = 1 required, got 2");
        refused(second().products(1), "at least 2 arguments, got 1");
        refused(second().nOut(0), "nOut must be > 0");
        refused(second().basis("chebyshev").extrapolation(Extrapolation.ZERO), "LINEAR or CONSTANT required");
        assertThatThrownBy(() -> second().basis("wavelet"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("bspline, rbf, chebyshev, fourier", "got \"wavelet\"");
    }

    @Test
    void inputsOfAnotherShapeOrTypeAreRefused() {
        MultiLayerNetwork network = network(second().nIn(4).build());
        assertThatThrownBy(() -> network.output(Nd4j.zeros(DataType.FLOAT, 7, 2)))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContainingAll("[7, 3]", "[rows, 4]", "[32, 1]", "layer name: second", "layer index: 1");
        assertThatThrownBy(() -> network.output(Nd4j.zeros(DataType.INT32, 7, 2)))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContainingAll("type INT", "[7, 2]", "[rows, 2]", "layer name: first", "layer index: 0");
        assertThatThrownBy(() -> network.output(Nd4j.zeros(DataType.FLOAT, 7, 2, 5)))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContainingAll("rank 3", "[7, 2, 5]", "[rows, 2]", "layer index: 0");
    }

    @Test
    void masksThatAreNoColumnAreRefused() {
        MultiLayerNetwork network = network(second().build());
        network.setLayerMaskArrays(Nd4j.ones(DataType.FLOAT, 7, 5), null);
        assertThatThrownBy(() -> network.feedForward(Nd4j.zeros(DataType.FLOAT, 7, 2)))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContainingAll("Mask of shape [7, 5]", "[7, 2]", "layer index: 0");
    }

    @Test
    void anUnknownPathIsRefused() {
        System.setProperty(LayerPath.PROPERTY, "gpu");
        try {
            assertThatThrownBy(() -> network(second().build()))
                    .hasMessageContaining("kernels or nd4j required, got gpu");
        } finally {
            System.clearProperty(LayerPath.PROPERTY);
        }
    }

    /** Only the kernels of float and double are there; other types take the other path. */
    @Test
    void halfPrecisionTakesTheOtherPath() {
        BSpline spline = new BSpline(Grid.uniform(-1, 1, 5), 3, Extrapolation.LINEAR);
        assertThat(LayerPath.of(Cases.layer(spline, BaseActivation.SILU, 2), DataType.FLOAT16))
                .isInstanceOf(OpsPath.class);
        assertThat(LayerPath.of(Cases.layer(spline, BaseActivation.SILU, 2), DataType.FLOAT))
                .isInstanceOf(FloatKernelPath.class);
    }
}
