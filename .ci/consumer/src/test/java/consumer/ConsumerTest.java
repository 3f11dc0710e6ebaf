package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.DiscoverResult;
import org.kan4j.FitOptions;
import org.kan4j.FitResult;
import org.kan4j.Kan4j;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Discoverer;
import org.kan4j.dl4j.KanLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What those who depend on kan4j rely on. */
class ConsumerTest {
    @TempDir
    Path folder;

    private Dataset table(DoubleUnaryOperator law) throws IOException {
        StringBuilder csv = new StringBuilder("x,y\n");
        for (int row = 1; row <= 60; row++) {
            double x = row / 20.0;
            csv.append(x).append(',').append(law.applyAsDouble(x)).append('\n');
        }
        return Kan4j.read(Files.writeString(folder.resolve("table.csv"), csv), "y");
    }

    @Test
    void aFittedModelPredictsTheSameAfterSavingAndLoading() throws IOException {
        FitResult fit = Kan4j.fit(table(Math::sin), FitOptions.of("1,1").withIntervals(5));

        Path file = folder.resolve("sine.kan");
        Kan4j.save(fit.model(), file);
        Map<String, Double> inputs = Map.of("x", 1.234);
        double predicted = Kan4j.predict(Kan4j.load(file), inputs);

        assertEquals(Kan4j.predict(fit.model(), inputs), predicted);
        assertEquals(Math.sin(1.234), predicted, 1e-3);
    }

    @Test
    void theLawOfATableIsDiscovered() throws IOException {
        DiscoverResult found = Kan4j.discover(
                table(x -> 3 * Math.sqrt(x)), Discoverer.Options.defaults().withTimeLimit(10));

        assertEquals(3 * Math.sqrt(10), Kan4j.predict(found.model(), Map.of("x", 10.0)), 1e-6);
        assertTrue(found.formula().text().contains("sqrt(x)"), found.formula()::text);
    }

    @Test
    void aKanLayerTrainsInDeeplearning4j() {
        Random random = new Random(1);
        double[][] x = new double[200][2];
        double[][] y = new double[200][1];
        for (int row = 0; row < x.length; row++) {
            x[row] = new double[] {2 * random.nextDouble() - 1, 2 * random.nextDouble() - 1};
            y[row][0] = Math.sin(3 * x[row][0]) + x[row][1] * x[row][1];
        }
        DataSet data = new DataSet(Nd4j.create(x), Nd4j.create(y));
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .seed(1)
                .updater(new Adam(0.05))
                .list()
                .layer(new KanLayer.Builder()
                        .nOut(1)
                        .intervals(5)
                        .gridRange(-1, 1)
                        .build())
                .layer(new LossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.feedForward(2))
                .build());
        network.init();
        double before = network.score(data);
        for (int step = 0; step < 200; step++) {
            network.fit(data);
        }

        assertTrue(network.score(data) < 1e-3, () -> before + " fell to " + network.score(data));
    }

    @Test
    void whatKanDl4jLeavesOutOfDeeplearning4jStaysOut() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("com.google.gson.Gson"));
    }
}
