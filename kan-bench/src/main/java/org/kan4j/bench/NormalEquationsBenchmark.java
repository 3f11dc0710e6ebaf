package org.kan4j.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.NormalEquations;
import org.kan4j.kernel.ScalarKernels;
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
 * What a step of Levenberg–Marquardt needs of a KAN, float64, one thread: the Jacobian J of the outputs by all parameters, JᵀJ and
 * Jᵀy. Verified against the scalar kernels before anything is timed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class NormalEquationsBenchmark {
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

    private Normal normal = new Normal(new CpuEngine(), new int[] {1, 1}, 1, 1, 1);
    private int turn;

    /** A KAN, a ring of batches, and the results of the last of them. */
    private static final class Normal {
        private final CpuEngine engine;
        private final KanNetwork network;
        private final double[] p;
        private final double[][] x = new double[Work.BATCHES][];
        private final int rows;
        private final int[] all;
        private final NormalEquations normal;
        private final double[] y;
        private final double[] jacobian;
        private final double[] jtj;
        private final double[] jty;

        Normal(CpuEngine engine, int[] widths, int rows, int intervals, int order) {
            Kan kan = Kan.random(
                    Shape.of(widths[0], Arrays.copyOfRange(widths, 1, widths.length)),
                    Bases.splines(intervals, order),
                    0);
            this.engine = engine;
            this.rows = rows;
            network = kan.network();
            p = kan.parameters();
            for (int b = 0; b < x.length; b++) {
                x[b] = Numbers.inputs(b, rows, network.in());
            }
            int n = network.parameterCount();
            all = IntStream.range(0, n).toArray();
            normal = engine.normalEquations(n);
            y = new double[rows * network.out()];
            jacobian = new double[y.length * n];
            jtj = new double[n * n];
            jty = new double[n];
        }

        void form(int b) {
            engine.jacobian(network, p, x[b], rows, all, y, jacobian);
            normal.form(jacobian, y, y.length, jtj, jty);
        }
    }

    /** Makes the state and verifies it. */
    @Setup
    public void setup() {
        int[] widths = Widths.parse(shape);
        normal = new Normal(new CpuEngine(), widths, batch, intervals, order);
        Normal scalar = new Normal(new CpuEngine(new ScalarKernels()), widths, batch, intervals, order);
        normal.form(0);
        scalar.form(0);
        Result.of(normal.y, normal.jtj, normal.jty)
                .mustAgree(Result.of(scalar.y, scalar.jtj, scalar.jty), Dtype.FLOAT64.tolerance());
        System.out.println("# In force: " + normal.engine.description() + "; verified");
    }

    /** J, JᵀJ and Jᵀy. */
    @Benchmark
    public void form() {
        normal.form(turn++ & Work.BATCHES - 1);
    }
}
