package org.kan4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.profiler.ProfilerConfig;

final class TrainingTest {
    @AfterEach
    void defaults() {
        System.clearProperty(LayerPath.PROPERTY);
        Nd4j.getExecutioner().setProfilingConfig(ProfilerConfig.builder().build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernels", "nd4j"})
    void learnsWithListenersAndEarlyStopping(String path) {
        System.setProperty(LayerPath.PROPERTY, path);
        List<DataSet> rows = Networks.data(256, DataType.FLOAT).asList();
        DataSetIterator train = new ListDataSetIterator<>(rows.subList(0, 192), 64);
        DataSetIterator validation = new ListDataSetIterator<>(rows.subList(192, 256), 64);
        MultiLayerNetwork network = Networks.small(DataType.FLOAT);
        CollectScoresIterationListener scores = new CollectScoresIterationListener(1);
        network.setListeners(scores);
        EarlyStoppingConfiguration<MultiLayerNetwork> stopping = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(40))
                .scoreCalculator(new DataSetLossCalculator(validation, true))
                .modelSaver(new InMemoryModelSaver<>())
                .evaluateEveryNEpochs(1)
                .build();
        EarlyStoppingResult<MultiLayerNetwork> result = new EarlyStoppingTrainer(stopping, network, train).fit();
        double best = Objects.requireNonNull(result.getScoreVsEpoch().get(result.getBestModelEpoch()));
        assertThat(best).isPositive().isLessThan(0.05);
        assertThat(result.getBestModel().score(DataSet.merge(rows.subList(192, 256))))
                .isEqualTo(best);
        assertThat(scores.getScoreVsIter().getEffectiveScores().length).isEqualTo(120);
    }

    @Test
    void inputTypesAndPreprocessorsAreThoseOfADenseLayer() {
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.settings(DataType.FLOAT)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
                .layer(new KanLayer.Builder().nOut(5).dropOut(0.8).build())
                .layer(new KanLayer.Builder()
                        .nOut(3)
                        .weightNoise(new DropConnect(0.9))
                        .build())
                .layer(new LossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(6, 6, 1))
                .build());
        network.init();
        INDArray x = Networks.features(8, 36, DataType.FLOAT).reshape('c', 8, 1, 6, 6);
        INDArray classes = Nd4j.zeros(DataType.FLOAT, 8, 3);
        for (int r = 0; r < 8; r++) {
            classes.putScalar(r, r % 3, 1);
        }
        DataSet data = new DataSet(x, classes);
        double before = network.score(data);
        for (int i = 0; i < 60; i++) {
            network.fit(data);
        }
        assertThat(network.score(data)).isLessThan(before / 2);
        assertThat(network.output(x)).isEqualTo(network.output(x));
        assertThat(network.summary())
                .contains("KanLayerRuntime")
                .contains("32,5")
                .contains("C:{256,5}, W:{32,5}");
        assertThat(network.getLayerWiseConfigurations()
                        .getMemoryReport(InputType.convolutional(6, 6, 1))
                        .toString())
                .contains("KanLayer");
    }

    @Test
    void updatersAndRegularisationCanDifferByParameter() {
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.settings(DataType.DOUBLE)
                .updater(new Sgd(1))
                .list()
                .layer(new KanLayer.Builder()
                        .nIn(2)
                        .nOut(1)
                        .baseUpdater(new Sgd(0))
                        .build())
                .layer(Networks.squares())
                .build());
        network.init();
        INDArray before = network.params().dup();
        network.fit(Networks.data(20, DataType.DOUBLE));
        INDArray moved = network.params().sub(before);
        assertThat(moved.getDouble(15)).isNotZero();
        assertThat(moved.getDouble(16)).isZero();
        assertThat(moved.getDouble(17)).isZero();
        KanLayer layer = new KanLayer.Builder()
                .nIn(2)
                .nOut(1)
                .baseRegularization(List.of(new L2Regularization(0.5)))
                .build();
        assertThat(layer.getRegularizationByParam(KanLayer.BASE)).containsExactly(new L2Regularization(0.5));
        assertThat(layer.getRegularizationByParam(KanLayer.COEFFICIENTS)).isEmpty();
    }

    /** ND4J's own check of every operation for arrays that are used outside of their workspace. */
    @ParameterizedTest
    @ValueSource(strings = {"kernels", "nd4j"})
    void keepsToWorkspaces(String path) {
        System.setProperty(LayerPath.PROPERTY, path);
        Nd4j.getExecutioner()
                .setProfilingConfig(
                        ProfilerConfig.builder().checkWorkspaces(true).build());
        MultiLayerNetwork network = Networks.small(DataType.FLOAT);
        DataSet data = Networks.data(16, DataType.FLOAT);
        network.setListeners(new KanGridListener(10, 30, data.getFeatures()));
        for (int i = 0; i < 100; i++) {
            network.fit(data);
        }
        assertThat(network.output(data.getFeatures()).shape()).containsExactly(16, 1);
    }
}
