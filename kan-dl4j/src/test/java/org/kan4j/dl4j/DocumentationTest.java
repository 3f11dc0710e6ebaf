package org.kan4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.io.ModelFile;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Runs the example of docs/dl4j.md. */
final class DocumentationTest {
    @Test
    void theExampleWorks(@TempDir Path folder) throws IOException {
        DataSet data = Networks.data(400, DataType.DOUBLE);
        DataSet raw = data.copy();
        Path file = folder.resolve("model.kan");
        // docs begin
        NormalizerStandardize normalizer = new NormalizerStandardize();
        normalizer.fitLabel(true);
        normalizer.fit(data);
        normalizer.transform(data);

        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .updater(new Adam(0.02))
                .seed(1)
                .list()
                .layer(new KanLayer.Builder().nOut(2).intervals(5).build())
                .layer(new KanLayer.Builder().nOut(1).intervals(5).build())
                .layer(new LossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.feedForward(2))
                .build());
        network.init();
        network.setListeners(new KanGridListener(20, 100, data.getFeatures()));
        for (int step = 0; step < 400; step++) {
            network.fit(data);
        }
        MultiLayerNetwork finer = KanGrids.refined(network, 2);
        for (int step = 0; step < 100; step++) {
            finer.fit(data);
        }

        KanModel model = Conversion.toModel(finer, normalizer, List.of("a", "b"), List.of("y"), List.of());
        ModelFile.save(model, file);
        // docs end
        double[] y = ModelFile.load(file)
                .predict(new CpuEngine(), raw.getFeatures().ravel().toDoubleVector(), 400);
        double squares = 0;
        for (int r = 0; r < 400; r++) {
            squares += Math.pow(y[r] - raw.getLabels().getDouble(r), 2);
        }
        assertThat(Math.sqrt(squares / 400)).isLessThan(0.1);
    }

    @Test
    void theDocumentationHoldsTheExample() throws IOException {
        String test = Files.readString(Path.of("src/test/java/org/kan4j/dl4j/DocumentationTest.java"));
        String between = test.substring(test.indexOf("// docs begin") + 13, test.indexOf("// docs end"));
        assertThat(squeezed(Files.readString(Path.of("../docs/dl4j.md")))).contains(squeezed(between));
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }
}
