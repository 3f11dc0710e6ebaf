package org.kan4j.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The most multiplications and additions that the processor does: chains of eight multiply-adds on numbers in the first-level cache,
 * which the JIT compiler vectorises. Operations per ns are GFLOP/s; {@code -t 2} gives those of two threads together.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PeakBenchmark {
    private static final int LENGTH = 2048;
    private static final int FLOPS = 2 * 8 * LENGTH;

    private final float[] floats = new float[LENGTH];
    private final double[] doubles = new double[LENGTH];

    /** Fills the arrays. Halving the distance to 1 leaves numbers that are neither denormal nor infinite. */
    @Setup
    public void setup() {
        Arrays.fill(floats, 2);
        Arrays.fill(doubles, 2);
    }

    /** Single precision. */
    @Benchmark
    @OperationsPerInvocation(FLOPS)
    public void float32() {
        float h = 0.5f;
        for (int i = 0; i < LENGTH; i++) {
            float v = floats[i];
            v = Math.fma(v, h, h);
            v = Math.fma(v, h, h);
            v = Math.fma(v, h, h);
            v = Math.fma(v, h, h);
            v = Math.fma(v, h, h);
            v = Math.fma(v, h, h);
            v = Math.fma(v, h, h);
            v = Math.fma(v, h, h);
            floats[i] = v;
        }
    }

    /** Double precision. */
    @Benchmark
    @OperationsPerInvocation(FLOPS)
    public void float64() {
        double h = 0.5;
        for (int i = 0; i < LENGTH; i++) {
            double v = doubles[i];
            v = Math.fma(v, h, h);
            v = Math.fma(v, h, h);
            v = Math.fma(v, h, h);
            v = Math.fma(v, h, h);
            v = Math.fma(v, h, h);
            v = Math.fma(v, h, h);
            v = Math.fma(v, h, h);
            v = Math.fma(v, h, h);
            doubles[i] = v;
        }
    }
}
