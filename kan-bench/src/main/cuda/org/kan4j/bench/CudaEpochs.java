package org.kan4j.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.DeviceException;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.EngineProvider;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.train.Adam;
import org.kan4j.train.Loss;
import org.kan4j.train.Objective;
import org.kan4j.train.Optimizer;
import org.kan4j.train.Penalties;

/** Seconds of a pass through ten million rows in mini-batches, on a GPU and on the processor. */
final class CudaEpochs {
    private static final int ROWS = 10_000_000;
    private static final int BATCH = 4096;
    private static final int IN = 10;
    private static final Shape SHAPE = Shape.parse("10,32,1");

    private CudaEpochs() {}

    /**
     * Runs; exit status 2 where there is no GPU.
     *
     * @param arguments the number of rows, 10 million by default
     */
    public static void main(String[] arguments) {
        int rows = arguments.length == 0 ? ROWS : Integer.parseInt(arguments[0]);
        double[] x = Numbers.uniform(1, Math.multiplyExact(rows, IN), 1);
        double[] y = new double[rows];
        Arrays.setAll(
                y,
                r -> IntStream.range(r * IN, (r + 1) * IN)
                        .mapToDouble(e -> Math.sin((e - r * IN + 1) * x[e]))
                        .sum());
        Batch batch = new Batch(x, y, rows);
        int threads = Runtime.getRuntime().availableProcessors();
        try (Engine cuda = EngineProvider.open("cuda", new CpuEngine(threads));
                Engine cpu = new CpuEngine(threads)) {
            double there = seconds(cuda, batch, 3);
            double here = seconds(cpu, batch, 1);
            System.out.printf(
                    Locale.ROOT, "seconds per pass: GPU %.3f, processor %.3f, ratio %.1f%n", there, here, here / there);
        } catch (DeviceException e) {
            System.err.println("kan: " + e.getMessage());
            System.exit(2);
        }
    }

    /** Seconds of a pass, the mean of some after a first one. */
    private static double seconds(Engine engine, Batch batch, int passes) {
        Kan kan = Kan.random(SHAPE, 5, 3, 1, 0);
        Objective objective = new Objective(engine, kan, batch, Loss.squares(), Penalties.NONE);
        Adam adam = new Adam(0.01, BATCH, 0, Adam.Schedule.CONSTANT);
        try (Optimizer.Run run = adam.start(objective, passes + 1, 0)) {
            run.step();
            long begin = System.nanoTime();
            for (int pass = 0; pass < passes; pass++) {
                run.step();
            }
            double seconds = (System.nanoTime() - begin) / 1e9 / passes;
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d rows, [%s], batches of %d: loss %.4g after %d passes%n",
                    engine.description(),
                    batch.rows(),
                    SHAPE,
                    BATCH,
                    run.loss(),
                    passes + 1);
            return seconds;
        }
    }
}
