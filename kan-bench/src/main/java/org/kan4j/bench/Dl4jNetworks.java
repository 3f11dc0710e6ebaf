package org.kan4j.bench;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.kan4j.dl4j.KanLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Deeplearning4j's networks that are compared, in float32. */
final class Dl4jNetworks {
    private Dl4jNetworks() {}

    /**
     * A random network.
     *
     * @param layers what its layers are, dense or kan
     * @param widths inputs and the nodes of each layer
     * @param intervals of a kan's grids
     */
    static MultiLayerNetwork of(String layers, int[] widths, int intervals) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.FLOAT)
                .updater(new Adam(0.001))
                .list();
        for (int l = 0; l < widths.length - 1; l++) {
            list.layer(
                    switch (layers) {
                        case "dense" -> dense(widths[l], widths[l + 1], l == widths.length - 2);
                        case "kan" ->
                            new KanLayer.Builder()
                                    .nIn(widths[l])
                                    .nOut(widths[l + 1])
                                    .intervals(intervals)
                                    .gridRange(-1, 1)
                                    .build();
                        default ->
                            throw new IllegalArgumentException("layers: dense or kan required, got \"" + layers + "\"");
                    });
        }
        MultiLayerNetwork network =
                new MultiLayerNetwork(list.layer(new LossLayer.Builder(LossFunctions.LossFunction.MSE)
                                .activation(Activation.IDENTITY)
                                .build())
                        .build());
        network.init();
        return network;
    }

    private static Layer dense(int in, int out, boolean last) {
        return new DenseLayer.Builder()
                .nIn(in)
                .nOut(out)
                .activation(last ? Activation.IDENTITY : Activation.SWISH)
                .build();
    }
}
