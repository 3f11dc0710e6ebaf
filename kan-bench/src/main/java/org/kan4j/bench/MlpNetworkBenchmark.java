package org.kan4j.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * An MLP with SiLU between its layers: {@code gradient} computes the outputs, and the gradients of ½·Σ y² by the parameters and
 * by the inputs.
 */
public class MlpNetworkBenchmark extends RingBenchmark {
    /** Inputs and the nodes of each layer. */
    @Param("2x5x1")
    public String shape = "";

    /** Rows of a batch. */
    @Param("1000")
    public int batch;

    /** What computes it. */
    @Param({"dl4j-default", "dl4j-tuned", "blas"})
    public String impl = "";

    @Override
    Work work(Dtype precision) {
        return Opponent.of(impl).work(new Mlp(Widths.parse(shape), false), 1, 1, precision, batch, threads);
    }

    /** Outputs and gradients. */
    @Benchmark
    public void gradient() {
        ready().gradient(next());
    }
}
