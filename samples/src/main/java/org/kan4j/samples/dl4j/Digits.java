package org.kan4j.samples.dl4j;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.termination.ScoreImprovementEpochTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.kan4j.data.Dataset;
import org.kan4j.data.Roles;
import org.kan4j.dl4j.KanLayer;
import org.kan4j.dl4j.data.DataSets;
import org.kan4j.train.Split;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Handwritten digits by a KAN in Deeplearning4j, with its normaliser, early stopping and evaluation. */
public final class Digits {
    private Digits() {}

    /** {@code samples/run Digits} prints the accuracy on the held-back fifth of five splits. */
    public static void main(String[] arguments) {
        Dataset digits = read(Path.of("samples/data/digits.csv"));
        double sum = 0;
        for (int seed = 0; seed < 5; seed++) {
            Evaluation test = evaluate(digits, network(digits, seed), seed, 80);
            System.out.printf("split %d: accuracy %.4f%n", seed, test.accuracy());
            sum += test.accuracy();
        }
        System.out.printf("mean accuracy %.4f%n", sum / 5);
    }

    static Dataset read(Path table) {
        return Dataset.read(table, new Roles(List.of("digit"), List.of(), List.of(), Optional.empty(), true));
    }

    static MultiLayerConfiguration network(Dataset digits, long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(0.003))
                .list()
                .layer(new KanLayer.Builder()
                        .nOut(64)
                        .intervals(2)
                        .order(2)
                        .gridRange(-1, 1)
                        .build())
                .layer(new KanLayer.Builder()
                        .nOut(digits.classes().size())
                        .intervals(2)
                        .order(2)
                        .dropOut(0.5)
                        .build())
                .layer(new LossLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(digits.inputs()))
                .build();
    }

    /** Trains on about two thirds of the rows until a sixth of them stops it, and tests on the rest. */
    static Evaluation evaluate(Dataset digits, MultiLayerConfiguration configuration, long seed, int epochs) {
        Split split = Split.of(digits, seed);
        DataSetIterator train = DataSets.shuffled(digits.subset(split.train()), 64, DataType.FLOAT, seed);
        DataSetIterator validation = DataSets.iterator(digits.subset(split.validation()), 512, DataType.FLOAT);
        DataSetIterator test = DataSets.iterator(digits.subset(split.test()), 512, DataType.FLOAT);
        NormalizerMinMaxScaler scaler = new NormalizerMinMaxScaler(-1, 1);
        scaler.fit(train);
        for (DataSetIterator rows : List.of(train, validation, test)) {
            rows.setPreProcessor(scaler);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        EarlyStoppingConfiguration<MultiLayerNetwork> stopping = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .modelSaver(new InMemoryModelSaver<>())
                .scoreCalculator(new DataSetLossCalculator(validation, true))
                .epochTerminationConditions(
                        new MaxEpochsTerminationCondition(epochs), new ScoreImprovementEpochTerminationCondition(10))
                .build();
        return new EarlyStoppingTrainer(stopping, network, train)
                .fit()
                .getBestModel()
                .evaluate(test);
    }
}
