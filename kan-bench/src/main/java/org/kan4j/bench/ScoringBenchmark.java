package org.kan4j.bench;

import java.util.Collections;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.model.RowScorer;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One request to a service: a row in the units of its data becomes a prediction. With {@code -prof gc} the bytes allocated by it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ScoringBenchmark {
    private static final int RING = 1024;

    /** Inputs and the nodes of each layer. */
    @Param("10,5,1")
    public String shape = "";

    private final double[][] rows = new double[RING][];
    private double[] out = new double[0];
    private RowScorer scorer = scorer(Shape.parse("1,1"));
    private int next;

    /** Makes a network and rows. */
    @Setup
    public void start() {
        Shape parsed = Shape.parse(shape);
        SplittableRandom random = new SplittableRandom(1);
        for (int r = 0; r < RING; r++) {
            rows[r] = random.doubles(parsed.inputs(), -2, 2).toArray();
        }
        scorer = scorer(parsed);
        out = new double[parsed.layers().get(parsed.layers().size() - 1).sums()];
    }

    private static RowScorer scorer(Shape shape) {
        Kan kan = Kan.random(shape, 5, 3, 2, 1);
        int in = kan.network().in();
        int outputs = kan.network().out();
        return new RowScorer(new KanModel(
                kan,
                Normalization.identity(in),
                Normalization.identity(outputs),
                IntStream.range(0, in).mapToObj(i -> "x" + i).toList(),
                Collections.nCopies(outputs, "y"),
                ""));
    }

    /**
     * One row.
     *
     * @return the first output
     */
    @Benchmark
    public double row() {
        next = (next + 1) % RING;
        scorer.predict(rows[next], out);
        return out[0];
    }
}
