package org.kan4j.dl4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Networks and data that tests share. */
final class Networks {
    private Networks() {}

    static NeuralNetConfiguration.Builder settings(DataType type) {
        return new NeuralNetConfiguration.Builder().dataType(type).seed(1).updater(new Adam(0.02));
    }

    static LossLayer squares() {
        return new LossLayer.Builder(LossFunction.MSE)
                .activation(Activation.IDENTITY)
                .build();
    }

    /** A network [2, 3 + 1 product, 1]. */
    static MultiLayerNetwork small(DataType type) {
        MultiLayerNetwork network = new MultiLayerNetwork(settings(type)
                .list()
                .layer(new KanLayer.Builder().nIn(2).nOut(4).products(2).build())
                .layer(new KanLayer.Builder().nIn(4).nOut(1).build())
                .layer(squares())
                .build());
        network.init();
        return network;
    }

    static INDArray features(int rows, int columns, DataType type) {
        return Nd4j.create(Cases.random(1, rows * columns, 0.8), new long[] {rows, columns}, type);
    }

    /** sin(2·x0) + x1² on rows of two inputs. */
    static DataSet data(int rows, DataType type) {
        INDArray x = features(rows, 2, type);
        INDArray y = Transforms.sin(x.getColumn(0, true).mul(2)).add(Transforms.pow(x.getColumn(1, true), 2));
        return new DataSet(x, y);
    }
}
