package org.kan4j.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.kan4j.equations.Jets;
import org.kan4j.network.Kan;
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
 * Values, gradients and second derivatives by the inputs, and a combination of them by the parameters, for a batch of rows. The loops run
 * over the columns of a layer, which the JVM's compiler makes vector code of; {@code -jvmArgsAppend -XX:-UseSuperWord} forbids it that, and
 * is the scalar side.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JetsBenchmark {
    /** Inputs and the nodes of each layer. */
    @Param({"2x16x16x1", "2x5x1"})
    public String shape = "";

    /** Rows. */
    @Param("1000")
    public int batch;

    private Jets jets = new Jets(Kan.random(Shape.parse("1,1"), 5, 3, 1, 1).network());
    private double[] parameters = new double[0];
    private double[] rows = new double[0];
    private double[] seeds = new double[0];
    private double[] values = new double[0];
    private double[] jacobian = new double[0];

    /** Makes a network and rows. */
    @Setup
    public void setup() {
        Kan kan = Kan.random(Shape.parse(shape.replace('x', ',')), 5, 3, 1, 1);
        jets = new Jets(kan.network());
        parameters = kan.parameters();
        rows = Numbers.inputs(0, batch, kan.network().in());
        seeds = new double[batch * kan.network().out() * jets.jet().size()];
        Arrays.fill(seeds, 1);
        values = new double[seeds.length];
        jacobian = new double[batch * jets.width()];
    }

    /**
     * Values and derivatives by the inputs.
     *
     * @return [rows, out, jet]
     */
    @Benchmark
    public double[] values() {
        jets.values(parameters, rows, batch, values);
        return values;
    }

    /**
     * The Jacobian of the sum of a jet.
     *
     * @return [rows, parameters]
     */
    @Benchmark
    public double[] jacobian() {
        jets.jacobian(parameters, rows, batch, seeds, 1, jacobian);
        return jacobian;
    }
}
