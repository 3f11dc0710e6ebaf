package org.kan4j.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;

/** The outputs of one row: the distribution of its time in ns, of which p50 and p99 tell most. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InferenceBenchmark extends RingBenchmark {
    /** Inputs and the nodes of each layer. */
    @Param("2x5x1")
    public String shape = "";

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
        return Opponent.of(impl).work(new Mlp(Widths.parse(shape), false), intervals, order, precision, 1, threads);
    }

    /** One row. */
    @Benchmark
    public void row() {
        ready().forward(next());
    }
}
