package org.kan4j.samples.dl4j;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.kan4j.Kan4j;
import org.kan4j.PruneResult;
import org.kan4j.data.Dataset;
import org.kan4j.dl4j.Conversion;
import org.kan4j.dl4j.KanLayer;
import org.kan4j.dl4j.data.DataSets;
import org.kan4j.formula.Formula;
import org.kan4j.model.KanModel;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A regression by Deeplearning4j, pruned by kan4j and turned into a formula. */
public final class FormulaFromNetwork {
    private FormulaFromNetwork() {}

    /** {@code samples/run FormulaFromNetwork} runs it. */
    public static void main(String[] arguments) {
        System.out.println(run(Path.of("samples/data/hello.csv")));
    }

    static Formula run(Path table) {
        Dataset data = Kan4j.read(table, "z");
        DataSetIterator rows = DataSets.iterator(data, data.rows(), DataType.DOUBLE);
        NormalizerStandardize normalizer = new NormalizerStandardize();
        normalizer.fitLabel(true);
        normalizer.fit(rows);
        rows.setPreProcessor(normalizer);

        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .updater(new Adam(0.02))
                .list()
                .layer(new KanLayer.Builder().nOut(2).build())
                .layer(new KanLayer.Builder().nOut(1).build())
                .layer(new LossLayer.Builder(LossFunctions.LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.feedForward(data.inputs()))
                .build());
        network.init();
        network.fit(rows, 300);
        KanModel model = Conversion.toModel(network, normalizer, data.inputNames(), data.targets(), List.of());

        PruneResult pruned = Kan4j.prune(model, data);
        System.out.println(pruned);
        return Kan4j.formula(pruned.model(), data).formula();
    }
}
