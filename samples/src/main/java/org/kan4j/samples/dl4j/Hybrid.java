package org.kan4j.samples.dl4j;

import java.nio.file.Path;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.kan4j.data.Dataset;
import org.kan4j.dl4j.KanLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * A dense layer that mixes the points of an image into a few features, and a KAN layer that reads the digit off them: a twentieth
 * of the edges with functions of their own that {@link Digits} has.
 */
public final class Hybrid {
    private Hybrid() {}

    /** {@code samples/run Hybrid} runs it. */
    public static void main(String[] arguments) {
        Dataset digits = Digits.read(Path.of("samples/data/digits.csv"));
        System.out.println(Digits.evaluate(digits, network(digits, 0), 0, 60).stats());
    }

    static MultiLayerConfiguration network(Dataset digits, long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(0.005))
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(24)
                        .activation(Activation.TANH)
                        .build())
                .layer(new KanLayer.Builder()
                        .nOut(digits.classes().size())
                        .intervals(3)
                        .gridRange(-1, 1)
                        .build())
                .layer(new LossLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(digits.inputs()))
                .build();
    }
}
