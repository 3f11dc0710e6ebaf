package org.kan4j.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * One dense KAN layer: {@code forward} computes the outputs, {@code forwardBackward} outputs and the gradients of ½·Σ y² by the
 * parameters and by the inputs.
 */
public class KanLayerBenchmark extends RingBenchmark {
    /** Inputs and outputs of the layer. */
    @Param("64x64")
    public String shape = "";

    /** Rows of a batch. */
    @Param("1024")
    public int batch;

    /** Family of the basis by its name, such as bspline, rbf or chebyshev. */
    @Param("bspline")
    public String basis = "";

    /** G, intervals of each grid; degree of polynomials, harmonics of series. */
    @Param("5")
    public int intervals;

    /** k, degree of the splines. */
    @Param("3")
    public int order;

    @Override
    Work work(Dtype precision) {
        return precision.kan(Widths.parse(shape), batch, Bases.of(basis, intervals, order), threads);
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
