package org.kan4j.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** A KAN: {@code gradient} computes the outputs, and the gradients of ½·Σ y² by the parameters and by the inputs. */
public class KanNetworkBenchmark extends RingBenchmark {
    /** Inputs and the nodes of each layer. */
    @Param("2x5x1")
    public String shape = "";

    /** Rows of a batch. */
    @Param("1000")
    public int batch;

    /** G, intervals of each grid. */
    @Param("5")
    public int intervals;

    /** k, degree of the splines. */
    @Param("3")
    public int order;

    @Override
    Work work(Dtype precision) {
        return precision.kan(Widths.parse(shape), batch, Bases.splines(intervals, order), threads);
    }

    /** Outputs and gradients. */
    @Benchmark
    public void gradient() {
        ready().gradient(next());
    }
}
