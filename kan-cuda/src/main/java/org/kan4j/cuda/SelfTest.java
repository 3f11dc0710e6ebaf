package org.kan4j.cuda;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.kan4j.cuda.driver.DeviceMemory;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.DeviceException;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/**
 * Compares a device with the processor's float64 loops, at random networks of odd sizes with non-uniform grids, inputs outside
 * of them, products and masks.
 */
public final class SelfTest {
    private static final int NETWORKS = 50;
    private static final int MOST_ROWS = 400;

    /** Largest ‖device − processor‖ / ‖processor‖: roundings of sums of some hundred terms, through up to three layers. */
    private static final double TOLERANCE32 = 1e-5;

    private static final double TOLERANCE64 = 1e-12;

    private final CudaDevice device;
    private final Engine reference = new CpuEngine(new ScalarKernels());

    /**
     * A test.
     *
     * @param device what to test
     */
    SelfTest(CudaDevice device) {
        this.device = device;
    }

    /**
     * How far a device is from the processor: ‖device − processor‖ / ‖processor‖.
     *
     * @param values of the outputs
     * @param parameters of the gradient by the parameters
     * @param inputs of the gradient by the inputs
     * @param repeats whether a second run gave the same bits
     */
    record Distance(double values, double parameters, double inputs, boolean repeats) {
        /** The largest of the three. */
        public double largest() {
            return Math.max(values, Math.max(parameters, inputs));
        }
    }

    /** Outputs and gradients of Σ (number of the row)·y²/20. */
    record Pass(double[] y, double[] dp, double[] dx) {
        boolean same(Pass other) {
            return Arrays.equals(y, other.y) && Arrays.equals(dp, other.dp) && Arrays.equals(dx, other.dx);
        }

        Distance from(Pass expected, boolean repeats) {
            return new Distance(distance(y, expected.y), distance(dp, expected.dp), distance(dx, expected.dx), repeats);
        }

        private static double distance(double[] a, double[] b) {
            double difference = 0;
            double norm = 0;
            for (int i = 0; i < b.length; i++) {
                difference += (a[i] - b[i]) * (a[i] - b[i]);
                norm += b[i] * b[i];
            }
            return difference == 0 ? 0 : Math.sqrt(difference / norm);
        }
    }

    /** The gradient of the loss by the outputs. */
    private static void loss(double[] y, int firstRow, int rows, int out, double[] dy) {
        for (int e = 0; e < rows * out; e++) {
            dy[e] = (firstRow + e / out) / 10.0 * y[e];
        }
    }

    /** Outputs and gradients by an engine. */
    static Pass pass(Engine engine, Kan kan, double[] x, int rows) {
        KanNetwork network = kan.network();
        int out = network.out();
        double[] y = new double[rows * out];
        engine.values(network, kan.parameters(), x, rows, y);
        double[] dp = new double[network.parameterCount()];
        double[] dx = new double[rows * network.in()];
        Engine.Loss loss = (outputs, firstRow, count, dy) -> {
            loss(outputs, firstRow, count, out, dy);
            return 0;
        };
        engine.gradient(network, kan.parameters(), x, rows, loss, dp, dx);
        return new Pass(y, dp, dx);
    }

    /** Gradients by a network on the device, from the outputs of the processor. */
    private Pass pass(Kan kan, double[] x, int rows, double[] outputs, Precision precision) {
        KanNetwork network = kan.network();
        int parameters = network.parameterCount();
        double[] dy = new double[outputs.length];
        loss(outputs, 0, rows, network.out(), dy);
        Pass result = new Pass(new double[dy.length], new double[parameters], new double[x.length]);
        try (CudaNetwork passes = new CudaNetwork(device, network, precision, rows);
                DeviceMemory inputs = device.allocate(x.length, precision, "inputs");
                DeviceMemory dx = device.allocate(x.length, precision, "their gradient");
                DeviceMemory dp = device.allocate(parameters, precision, "the gradient by the parameters")) {
            device.upload(kan.parameters(), 0, parameters, passes.parameters(), precision);
            device.upload(x, 0, x.length, inputs, precision);
            passes.forward(inputs, rows);
            device.download(passes.outputs(), result.y, 0, dy.length, precision);
            device.upload(dy, 0, dy.length, passes.outputGradient(), precision);
            passes.backward(inputs, rows, Optional.of(dx));
            passes.reduce(dp, false);
            device.download(dp, result.dp, 0, parameters, precision);
            device.download(dx, result.dx, 0, x.length, precision);
        }
        return result;
    }

    /**
     * Compares at one random network.
     *
     * @param seed of the network, its rows and their number
     * @param precision the device's
     */
    Distance distance(long seed, Precision precision) {
        Kan kan = RandomSplines.kan(seed);
        int rows = 1 + new Random(seed).nextInt(MOST_ROWS);
        double[] x = RandomSplines.inputs(kan, rows, seed);
        if (precision == Precision.FLOAT32) {
            // Away from the ends of the grids, since rounding would put inputs there within or beyond.
            Arrays.setAll(x, e -> (float) (0.999 * x[e]));
        }
        Pass expected = pass(reference, kan, x, rows);
        Pass actual = pass(kan, x, rows, expected.y, precision);
        return actual.from(expected, actual.same(pass(kan, x, rows, expected.y, precision)));
    }

    /**
     * Tests the first device; exit status 1 where it differs, 2 where there is none.
     *
     * @param arguments the number of networks, 50 by default
     */
    public static void main(String[] arguments) {
        int networks = arguments.length == 0 ? NETWORKS : Integer.parseInt(arguments[0]);
        boolean sound = true;
        try (CudaDevice device = CudaDevice.open()) {
            System.out.println("device: " + device.description());
            SelfTest test = new SelfTest(device);
            for (Precision precision : Precision.values()) {
                Distance worst = new Distance(0, 0, 0, true);
                for (int seed = 0; seed < networks; seed++) {
                    Distance d = test.distance(seed, precision);
                    worst = new Distance(
                            Math.max(worst.values, d.values),
                            Math.max(worst.parameters, d.parameters),
                            Math.max(worst.inputs, d.inputs),
                            worst.repeats && d.repeats);
                }
                double tolerance = precision == Precision.FLOAT32 ? TOLERANCE32 : TOLERANCE64;
                boolean passed = worst.largest() <= tolerance && worst.repeats;
                sound &= passed;
                System.out.printf(
                        Locale.ROOT,
                        "%s, %d networks: values %.1e, parameter gradient %.1e, input gradient %.1e of %.0e allowed, the same"
                                + " bits again: %s: %s%n",
                        precision.name().toLowerCase(Locale.ROOT),
                        networks,
                        worst.values,
                        worst.parameters,
                        worst.inputs,
                        tolerance,
                        worst.repeats ? "yes" : "no",
                        passed ? "passed" : "FAILED");
            }
        } catch (DeviceException e) {
            System.err.println("kan: " + e.getMessage());
            System.exit(2);
        }
        System.exit(sound ? 0 : 1);
    }
}
