package org.kan4j.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the benchmarks share: a network over a ring of batches, made for each trial and verified against the reference before
 * anything is timed. Times are of one whole batch.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public abstract class RingBenchmark {
    /** Dtype: float32 or float64; on a GPU cuda-float32, and cuda-tf32 for an MLP. */
    @Param("float32")
    public String dtype = "";

    /** Threads that compute. */
    @Param("2")
    public int threads;

    @SuppressWarnings("NullAway.Init")
    private Work work;

    private int turn;

    /** The work to time. */
    abstract Work work(Dtype precision);

    /** Makes the state and verifies it. */
    @Setup
    public void setup() {
        Dtype precision = Dtype.of(dtype);
        work = work(precision);
        work.verify(precision.tolerance());
        System.out.println("# In force: " + work.description() + "; verified");
    }

    /** Ends its threads. */
    @TearDown
    public void tearDown() {
        work.close();
    }

    /** The work. */
    final Work ready() {
        return work;
    }

    /** The number of the next batch in the ring. */
    final int next() {
        return turn++ & Work.BATCHES - 1;
    }
}
