package org.kan4j.samples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kan4j.io.ModelFile;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.model.RowScorer;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

/** Single rows predicted as in a service, by kan-core alone: how long one takes. */
public final class Scoring {
    private static final int ROWS = 1_000_000;

    private Scoring() {}

    /**
     * {@code samples/run Scoring} takes a random network of the shape 10,5,1, {@code samples/run Scoring MODEL.kan} a model of one output.
     *
     * @param arguments the model file, if any
     * @throws IOException if the model cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        KanModel model = arguments.length == 0 ? random() : ModelFile.load(Path.of(arguments[0]));
        long[] nanoseconds = new long[ROWS];
        SplittableRandom random = new SplittableRandom(1);
        double[] row = new double[model.inputNames().size()];
        double[] prediction = new double[1];
        try (RowScorer scorer = new RowScorer(model)) {
            for (int r = 0; r < ROWS; r++) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = model.inputs().shift(i) + model.inputs().scale(i) * random.nextDouble(-2, 2);
                }
                long start = System.nanoTime();
                scorer.predict(row, prediction);
                nanoseconds[r] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanoseconds);
        System.out.println("half of the rows in " + nanoseconds[ROWS / 2] + " ns, 99% in "
                + nanoseconds[ROWS / 100 * 99] + " ns, start included");
    }

    private static KanModel random() {
        return new KanModel(
                Kan.random(Shape.parse("10,5,1"), 5, 3, 2, 1),
                Normalization.identity(10),
                Normalization.identity(1),
                IntStream.range(0, 10).mapToObj(i -> "x" + i).toList(),
                List.of("y"),
                "");
    }
}
