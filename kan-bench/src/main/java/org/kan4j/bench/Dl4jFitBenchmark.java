package org.kan4j.bench;

import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One call of Deeplearning4j's {@code fit} on a batch, all that a training step costs its user: iteration and workspaces as well as
 * forward and backward pass and a step of Adam, in float32. Dense layers have SWISH between them; both networks end in
 * a loss of squares.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class Dl4jFitBenchmark {
    /** Inputs and the nodes of each layer. */
    @Param("64x64x10")
    public String shape = "";

    /** Rows of a batch. */
    @Param("128")
    public int batch;

    /** G, intervals of each grid. */
    @Param("5")
    public int intervals;

    /** What the layers are: dense or kan. */
    @Param({"dense", "kan"})
    public String layers = "";

    /** Threads of ND4J, OpenBLAS and kan4j in {@code dl4j-tuned}. */
    @Param("2")
    public int threads;

    /** The environment: that of {@link Opponent#DL4J_DEFAULT} or {@link Opponent#DL4J_TUNED}. */
    @Param({"dl4j-default", "dl4j-tuned"})
    public String impl = "";

    private final INDArray[] x = new INDArray[Work.BATCHES];
    private final INDArray[] y = new INDArray[Work.BATCHES];

    @SuppressWarnings("NullAway.Init")
    private MultiLayerNetwork network;

    private int turn;

    /** Makes the network and the batches. */
    @Setup
    public void setup() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        if (Opponent.of(impl) == Opponent.DL4J_TUNED) {
            Dl4jWork.useThreads(threads);
        }
        int[] widths = Widths.parse(shape);
        network = Dl4jNetworks.of(layers, widths, intervals);
        for (int b = 0; b < Work.BATCHES; b++) {
            x[b] = array(Numbers.inputs(b, batch, widths[0]));
            y[b] = array(Numbers.inputs(Work.BATCHES + b, batch, widths[widths.length - 1]));
        }
        System.out.println("# In force: " + Dl4jWork.inForce());
    }

    private INDArray array(double[] values) {
        return Nd4j.create(values, new long[] {batch, values.length / batch}, DataType.FLOAT);
    }

    /** One step. */
    @Benchmark
    public double fit() {
        int b = turn++ & Work.BATCHES - 1;
        network.fit(x[b], y[b]);
        return network.score();
    }
}
