package org.kan4j.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.kan4j.equations.Jets;
import org.kan4j.equations.ScalarJets;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Values, gradients and second derivatives by the inputs, and a combination of them by the parameters, for a batch of rows: by {@link Jets},
 * whose rows lie side by side, and by {@link ScalarJets}, row by row, in turns in one process. A call is one of each; the counters
 * {@code vectorMs} and {@code scalarMs} are the processor times of either, added up, and how much faster the former is is their ratio. Results
 * are compared before anything is timed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
public class JetsBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double TOLERANCE = 1e-11;

    /** Inputs and the nodes of each layer. */
    @Param({"2x16x16x1", "2x5x1"})
    public String shape = "";

    /** Rows. */
    @Param("1000")
    public int batch;

    private Jets jets = new Jets(network());
    private ScalarJets scalar = new ScalarJets(network());
    private double[] parameters = new double[0];
    private double[] rows = new double[0];
    private double[] seeds = new double[0];
    private final double[][] values = new double[2][];
    private final double[][] jacobian = new double[2][];

    /** Milliseconds of the processor. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Times {
        /** Of rows side by side. */
        public double vectorMs;

        /** Of rows one by one. */
        public double scalarMs;

        /** Begins anew. */
        @Setup(Level.Iteration)
        public void clear() {
            vectorMs = 0;
            scalarMs = 0;
        }
    }

    private static KanNetwork network() {
        return Kan.random(Shape.parse("1,1"), 5, 3, 1, 1).network();
    }

    /** Makes a network and rows. */
    @Setup
    public void setup() {
        Kan kan = Kan.random(Shape.parse(shape.replace('x', ',')), 5, 3, 1, 1);
        jets = new Jets(kan.network());
        scalar = new ScalarJets(kan.network());
        parameters = kan.parameters();
        rows = Numbers.inputs(0, batch, kan.network().in());
        seeds = new double[batch * kan.network().out() * jets.jet().size()];
        Arrays.fill(seeds, 1);
        for (int side = 0; side < 2; side++) {
            values[side] = new double[seeds.length];
            jacobian[side] = new double[batch * jets.width()];
        }
        values(new Times());
        jacobian(new Times());
        compare(values);
        compare(jacobian);
    }

    private static void compare(double[][] sides) {
        for (int k = 0; k < sides[0].length; k++) {
            double expected = sides[1][k];
            if (!(Math.abs(sides[0][k] - expected) <= TOLERANCE * (1 + Math.abs(expected)))) {
                throw new IllegalStateException("jets: " + expected + " expected, got " + sides[0][k]);
            }
        }
    }

    /**
     * Values and derivatives by the inputs.
     *
     * @param times counters
     * @return [2][rows, out, jet]
     */
    @Benchmark
    public double[][] values(Times times) {
        long start = THREADS.getCurrentThreadCpuTime();
        jets.values(parameters, rows, batch, values[0]);
        long middle = THREADS.getCurrentThreadCpuTime();
        scalar.values(parameters, rows, batch, values[1]);
        add(times, start, middle);
        return values;
    }

    /**
     * The Jacobian of the sum of a jet.
     *
     * @param times counters
     * @return [2][rows, parameters]
     */
    @Benchmark
    public double[][] jacobian(Times times) {
        long start = THREADS.getCurrentThreadCpuTime();
        jets.jacobian(parameters, rows, batch, seeds, 1, jacobian[0]);
        long middle = THREADS.getCurrentThreadCpuTime();
        scalar.jacobian(parameters, rows, batch, seeds, 1, jacobian[1]);
        add(times, start, middle);
        return jacobian;
    }

    private static void add(Times times, long start, long middle) {
        times.vectorMs += (middle - start) / 1e6;
        times.scalarMs += (THREADS.getCurrentThreadCpuTime() - middle) / 1e6;
    }
}
