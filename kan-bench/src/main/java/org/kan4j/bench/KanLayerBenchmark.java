package org.kan4j.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;
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
 * One dense KAN layer, float64, over a batch of inputs uniform in its grid [−1, 1]: the time of a whole pass in ms.
 * {@code forward} computes the outputs; {@code forwardBackward} the loss ½·Σ y² with its gradients by the parameters and
 * by the inputs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KanLayerBenchmark {
    /** Inputs and outputs of the layer. */
    @Param("64x64")
    public String shape = "";

    /** Rows of the batch. */
    @Param("1024")
    public int batch;

    /** G, intervals of each grid. */
    @Param("5")
    public int intervals;

    /** k, degree of the splines. */
    @Param("3")
    public int order;

    private final Engine engine = new CpuEngine();
    private Pass pass = new Pass(Kan.random(Shape.of(1, 1), 1, 1, 1, 0), 1);

    /** A network with the arrays that a pass reads and writes. */
    private record Pass(KanNetwork network, double[] p, int rows, double[] x, double[] y, double[] dp, double[] dx) {
        Pass(Kan kan, int rows) {
            this(
                    kan.network(),
                    kan.parameters(),
                    rows,
                    new SplittableRandom(1)
                            .doubles((long) rows * kan.network().in(), -1, 1)
                            .toArray(),
                    new double[rows * kan.network().out()],
                    new double[kan.network().parameterCount()],
                    new double[rows * kan.network().in()]);
        }
    }

    /** Makes a random layer and a random batch, the same in every run. */
    @Setup
    public void setup() {
        int cross = shape.indexOf('x');
        int in = Integer.parseInt(shape.substring(0, cross));
        int out = Integer.parseInt(shape.substring(cross + 1));
        pass = new Pass(Kan.random(Shape.of(in, out), intervals, order, 1, 0), batch);
    }

    /** Outputs. */
    @Benchmark
    public double[] forward() {
        engine.values(pass.network, pass.p, pass.x, pass.rows, pass.y);
        return pass.y;
    }

    /** Loss and gradients. */
    @Benchmark
    public double forwardBackward() {
        int out = pass.network.out();
        return engine.gradient(
                pass.network,
                pass.p,
                pass.x,
                pass.rows,
                (y, firstRow, rows, dy) -> halfSquares(y, rows * out, dy),
                pass.dp,
                pass.dx);
    }

    /** ½·Σ y² over the first {@code count} values; its gradient is y. */
    private static double halfSquares(double[] y, int count, double[] dy) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += y[i] * y[i];
            dy[i] = y[i];
        }
        return sum / 2;
    }
}
