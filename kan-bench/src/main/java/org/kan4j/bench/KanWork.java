package org.kan4j.bench;

import java.util.Arrays;
import org.kan4j.basis.Basis;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;

/** A KAN on kan4j's engine. */
final class KanWork implements Work {
    private final CpuEngine engine;
    private final KanNetwork network;
    private final double[] p;
    private final double[][] x = new double[BATCHES][];
    private final double[] y;
    private final double[] dp;
    private final double[] dx;
    private final int rows;
    private final AdamUpdate adam;
    private final Engine.Loss loss;

    /**
     * A random network.
     *
     * @param widths of its layers, the inputs first
     * @param rows of a batch
     * @param basis of every edge
     * @param threads ≥ 1
     */
    KanWork(int[] widths, int rows, Basis basis, int threads) {
        Kan kan = Kan.random(Shape.of(widths[0], Arrays.copyOfRange(widths, 1, widths.length)), basis, 0);
        this.rows = rows;
        engine = new CpuEngine(threads);
        network = kan.network();
        p = new double[network.parameterCount()];
        Numbers.copy(kan.parameters(), p);
        for (int batch = 0; batch < BATCHES; batch++) {
            x[batch] = new double[rows * network.in()];
            Numbers.copy(Numbers.inputs(batch, rows, network.in()), x[batch]);
        }
        y = new double[rows * network.out()];
        dp = new double[p.length];
        dx = new double[rows * network.in()];
        adam = new AdamUpdate(p.length);
        // ½·Σ y², whose gradient is y; its value is not wanted.
        loss = (outputs, firstRow, count, dy) -> {
            System.arraycopy(outputs, 0, dy, 0, count * network.out());
            return 0;
        };
    }

    @Override
    public void forward(int batch) {
        engine.values(network, p, x[batch], rows, y);
    }

    @Override
    public void gradient(int batch) {
        engine.gradient(network, p, x[batch], rows, loss, dp, dx);
    }

    @Override
    public void step(int batch) {
        gradient(batch);
        adam.step(p, dp);
    }

    @Override
    public Result result(int batch) {
        forward(batch);
        gradient(batch);
        return Result.of(y, dp, dx);
    }

    @Override
    public Result reference(int batch) {
        return Reference.kan(network, Numbers.widened(p), rows, Numbers.widened(x[batch]));
    }

    @Override
    public String description() {
        return engine.description();
    }

    @Override
    public void close() {
        engine.close();
    }
}
