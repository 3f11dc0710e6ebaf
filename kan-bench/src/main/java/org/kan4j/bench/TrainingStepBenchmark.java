package org.kan4j.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** A full training step of a network: outputs, gradients of ½·Σ y² and a step of Adam. */
public class TrainingStepBenchmark extends RingBenchmark {
    /** Inputs and the nodes of each layer. */
    @Param("64x64x1")
    public String shape = "";

    /** Rows of a batch. */
    @Param("1024")
    public int batch;

    /** G, intervals of each grid. */
    @Param("5")
    public int intervals;

    /** k, degree of the splines. */
    @Param("3")
    public int order;

    /** What computes it: a KAN, or an MLP of the same widths. */
    @Param({"kan", "dl4j-default", "dl4j-tuned", "blas"})
    public String impl = "";

    @Override
    Work work(Dtype precision) {
        return Opponent.of(impl).work(new Mlp(Widths.parse(shape), false), intervals, order, precision, batch, threads);
    }

    /** One step. */
    @Benchmark
    public void step() {
        ready().step(next());
    }
}
