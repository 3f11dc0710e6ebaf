package org.kan4j.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.kan4j.data.Batch;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.train.Adam;
import org.kan4j.train.Trainer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * kan4j's own trainer, beside {@link Dl4jFitBenchmark}: a training of steps of Adam, each on all rows in float64, with its layout of
 * grids and its bookkeeping; the time of one step.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class TrainerBenchmark {
    private static final int STEPS = 200;

    /** Inputs and the nodes of each layer. */
    @Param("2x5x1")
    public String shape = "";

    /** Rows. */
    @Param("1000")
    public int batch;

    /** G, intervals of each grid. */
    @Param("5")
    public int intervals;

    /** Threads of the engine. */
    @Param("2")
    public int threads;

    @SuppressWarnings("NullAway.Init")
    private CpuEngine engine;

    @SuppressWarnings("NullAway.Init")
    private Trainer trainer;

    private Batch rows = Batch.empty();
    private Shape form = Shape.parse("1,1");

    /** Makes the rows and the trainer. */
    @Setup
    public void setup() {
        engine = new CpuEngine(threads);
        form = Shape.parse(shape.replace('x', ','));
        int[] widths = Widths.parse(shape);
        rows = new Batch(
                Numbers.inputs(0, batch, widths[0]), Numbers.inputs(1, batch, widths[widths.length - 1]), batch);
        trainer = new Trainer(
                engine,
                Trainer.Options.defaults()
                        .withIntervals(intervals, List.of())
                        .withIterations(STEPS)
                        .withOptimizer(new Adam(0.001, batch, 0, Adam.Schedule.CONSTANT)));
        System.out.println("# In force: " + engine.description());
    }

    /** Ends its threads. */
    @TearDown
    public void tearDown() {
        engine.close();
    }

    /** One step of 200. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public Kan step() {
        Trainer.Result result = trainer.train(form, 0, rows, Batch.empty());
        if (result.iterations() != STEPS) {
            throw new IllegalStateException("training: " + STEPS + " steps required, got " + result.iterations());
        }
        return result.kan();
    }
}
