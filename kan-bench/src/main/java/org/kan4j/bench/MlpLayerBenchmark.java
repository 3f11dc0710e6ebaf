package org.kan4j.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Linear layers with SiLU behind each, one or more: {@code forward} computes the outputs, {@code forwardBackward} outputs and
 * the gradients of ½·Σ y² by the parameters and by the inputs.
 */
public class MlpLayerBenchmark extends RingBenchmark {
    /** Inputs and outputs of the layer. */
    @Param("64x64")
    public String shape = "";

    /** Rows of a batch. */
    @Param("1024")
    public int batch;

    /** What computes it. */
    @Param({"dl4j-default", "dl4j-tuned", "blas"})
    public String impl = "";

    @Override
    Work work(Dtype precision) {
        return Opponent.of(impl).work(new Mlp(Widths.parse(shape), true), 1, 1, precision, batch, threads);
    }

    /** Outputs. */
    @Benchmark
    public void forward() {
        ready().forward(next());
    }

    /** Outputs and gradients. */
    @Benchmark
    public void forwardBackward() {
        ready().gradient(next());
    }
}
