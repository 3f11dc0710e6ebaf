package org.kan4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.gradientcheck.GradientCheckUtil.GraphConfig;
import org.deeplearning4j.gradientcheck.GradientCheckUtil.MLNConfig;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.layer.Layer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Deeplearning4j's own check of gradients by central differences. */
final class GradientTest {
    @BeforeAll
    static void doublePrecision() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    @AfterEach
    void kernels() {
        System.clearProperty(LayerPath.PROPERTY);
    }

    static Stream<Arguments> plain() {
        return cases(layer -> layer.products() == 0);
    }

    static Stream<Arguments> withProductsAndMaskedEdges() {
        return cases(layer -> layer.products() > 0);
    }

    private static Stream<Arguments> cases(Predicate<Layer> which) {
        return Stream.of("kernels", "nd4j")
                .flatMap(path ->
                        Cases.layers().filter(which).map(layer -> Arguments.of(path, Cases.describe(layer), layer)));
    }

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .seed(1)
                .updater(new NoOp());
    }

    private static INDArray random(long seed, long... shape) {
        int length = 1;
        for (long n : shape) {
            length *= (int) n;
        }
        return Nd4j.create(Cases.random(seed, length, 0.7), shape, DataType.DOUBLE);
    }

    @ParameterizedTest
    @MethodSource("withProductsAndMaskedEdges")
    void isThatOfCentralDifferencesInAMultiLayerNetwork(String path, String name, Layer structure) {
        System.setProperty(LayerPath.PROPERTY, path);
        MultiLayerNetwork network = new MultiLayerNetwork(settings()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(2)
                        .nOut(3)
                        .activation(Activation.TANH)
                        .build())
                .layer(KanLayer.of(structure))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(structure.out())
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        assertThat(GradientCheckUtil.checkGradients(new MLNConfig()
                        .net(network)
                        .input(random(1, 6, 2))
                        .labels(Nd4j.create(new double[][] {{0, 1}, {1, 0}, {0, 1}, {0, 1}, {1, 0}, {1, 0}}))
                        .subset(true)
                        .maxPerParam(6)
                        .maxRelError(1e-5)))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("plain")
    void isThatOfCentralDifferencesInAComputationGraph(String path, String name, Layer structure) {
        System.setProperty(LayerPath.PROPERTY, path);
        KanLayer last = new KanLayer.Builder()
                .nIn(structure.out())
                .nOut(2)
                .activation(Activation.TANH)
                .build();
        ComputationGraph graph = new ComputationGraph(settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("kan", KanLayer.of(structure), "in")
                .addLayer("more", last, "kan")
                .addLayer(
                        "out",
                        new LossLayer.Builder(LossFunction.MSE)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "more")
                .setOutputs("out")
                .build());
        graph.init();
        assertThat(GradientCheckUtil.checkGradients(new GraphConfig()
                        .net(graph)
                        .inputs(new INDArray[] {random(1, 6, 3)})
                        .labels(new INDArray[] {random(2, 6, 2)})
                        .subset(true)
                        .maxPerParam(6)
                        .maxRelError(1e-5)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernels", "nd4j"})
    void isThatOfCentralDifferencesOnAMaskedTimeSeries(String path) {
        System.setProperty(LayerPath.PROPERTY, path);
        MultiLayerNetwork network = new MultiLayerNetwork(settings()
                .list()
                .layer(new KanLayer.Builder().nOut(3).products(2).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(2, 4))
                .build());
        network.init();
        INDArray mask = Nd4j.create(new double[][] {{1, 1, 1, 0}, {1, 0, 0, 0}, {1, 1, 1, 1}});
        assertThat(GradientCheckUtil.checkGradients(new MLNConfig()
                        .net(network)
                        .input(random(1, 3, 2, 4))
                        .labels(random(2, 3, 2, 4))
                        .inputMask(mask)
                        .labelMask(mask)
                        .maxRelError(1e-5)))
                .isTrue();
    }
}
