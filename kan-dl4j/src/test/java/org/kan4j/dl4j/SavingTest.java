package org.kan4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

final class SavingTest {
    private static final int ROWS = 32;

    static Stream<Layer> layers() {
        return Cases.layers();
    }

    private static void fit(MultiLayerNetwork network, DataSet data, int steps) {
        for (int i = 0; i < steps; i++) {
            network.fit(data);
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void restoredAndClonedNetworksGiveTheSameBits(Layer layer, @TempDir Path folder) throws IOException {
        KanNetwork structure = new KanNetwork(java.util.List.of(layer));
        MultiLayerNetwork network = Conversion.toNetwork(
                new Kan(structure, Cases.random(5, structure.parameterCount(), 1)),
                Networks.settings(DataType.FLOAT),
                Networks.squares());
        INDArray x = Networks.features(ROWS, 3, DataType.FLOAT);
        INDArray y = network.output(x);
        File file = folder.resolve("network.zip").toFile();
        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file, true);
        assertThat(restored.output(x)).isEqualTo(y);
        assertThat(restored.getLayerWiseConfigurations()).isEqualTo(network.getLayerWiseConfigurations());
        assertThat(network.clone().output(x)).isEqualTo(y);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void trainingGoesOnFromARestoredNetworkAsIfNothingHappened(DataType type, @TempDir Path folder) throws IOException {
        DataSet data = Networks.data(ROWS, type);
        MultiLayerNetwork network = Networks.small(type);
        fit(network, data, 20);
        KanGrids.update(network, data.getFeatures());
        fit(network, data, 5);
        File file = folder.resolve("network.zip").toFile();
        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file, true);
        MultiLayerNetwork clone = network.clone();
        fit(network, data, 20);
        fit(restored, data, 20);
        fit(clone, data, 20);
        assertThat(restored.params()).isEqualTo(network.params());
        assertThat(clone.params()).isEqualTo(network.params());
        assertThat(restored.getUpdater().getStateViewArray())
                .isEqualTo(network.getUpdater().getStateViewArray());
    }

    @Test
    void configurationsSurviveJsonAndYaml() {
        MultiLayerNetwork network = Networks.small(DataType.FLOAT);
        KanGrids.update(network, Networks.features(ROWS, 2, DataType.FLOAT));
        MultiLayerConfiguration conf = network.getLayerWiseConfigurations();
        assertThat(MultiLayerConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
        assertThat(MultiLayerConfiguration.fromYaml(conf.toYaml())).isEqualTo(conf);
        assertThat(conf.clone()).isEqualTo(conf).hasSameHashCodeAs(conf);
        ComputationGraph graph = network.toComputationGraph();
        ComputationGraphConfiguration graphConf = graph.getConfiguration();
        assertThat(ComputationGraphConfiguration.fromJson(graphConf.toJson())).isEqualTo(graphConf);
        INDArray x = Networks.features(ROWS, 2, DataType.FLOAT);
        assertThat(graph.outputSingle(x)).isEqualTo(network.output(x));
        assertThat(graph.clone().outputSingle(x)).isEqualTo(network.output(x));
    }

    @Test
    void familiesInCapitalsAreReadToo() {
        MultiLayerConfiguration conf = Networks.small(DataType.FLOAT).getLayerWiseConfigurations();
        String json = conf.toJson();
        assertThat(json).contains("\"b-spline\"");
        assertThat(MultiLayerConfiguration.fromJson(json.replace("\"b-spline\"", "\"B_SPLINE\"")))
                .isEqualTo(conf);
    }

    @Test
    void transferLearningKeepsTheFrozenPartAndItsOutputs() {
        DataSet data = Networks.data(ROWS, DataType.FLOAT);
        MultiLayerNetwork network = Networks.small(DataType.FLOAT);
        fit(network, data, 10);
        KanGrids.update(network, data.getFeatures());
        FineTuneConfiguration slow = new FineTuneConfiguration.Builder()
                .seed(2)
                .updater(new Sgd(0.01))
                .build();
        MultiLayerNetwork tuned = new TransferLearning.Builder(network)
                .fineTuneConfiguration(slow)
                .setFeatureExtractor(0)
                .build();
        assertThat(tuned.output(data.getFeatures())).isEqualTo(network.output(data.getFeatures()));
        fit(tuned, data, 5);
        assertThat(tuned.getLayer(0).params()).isEqualTo(network.getLayer(0).params());
        assertThat(tuned.getLayer(1).params()).isNotEqualTo(network.getLayer(1).params());
        assertThat(Conversion.toKan(tuned).network())
                .isEqualTo(Conversion.toKan(network).network());
        MultiLayerNetwork wider = new TransferLearning.Builder(network)
                .fineTuneConfiguration(slow)
                .nOutReplace(1, 3, WeightInit.XAVIER)
                .build();
        assertThat(wider.output(data.getFeatures()).shape()).containsExactly(ROWS, 3);
        assertThat(wider.getLayer(0).params()).isEqualTo(network.getLayer(0).params());
        wider.fit(new DataSet(data.getFeatures(), Nd4j.zeros(DataType.FLOAT, ROWS, 3)));
    }
}
