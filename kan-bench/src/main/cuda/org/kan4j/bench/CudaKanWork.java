package org.kan4j.bench;

import java.util.Arrays;
import java.util.Optional;
import org.kan4j.basis.Basis;
import org.kan4j.cuda.CudaNetwork;
import org.kan4j.cuda.driver.DeviceMemory;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;

/** A KAN on kan4j's kernels. */
final class CudaKanWork extends CudaWork {
    private final KanNetwork network;
    private final CudaNetwork passes;
    private final DeviceMemory dp;
    private final DeviceMemory dx;

    /**
     * A random network.
     *
     * @param widths of its layers, the inputs first
     * @param rows of a batch
     * @param basis of every edge
     */
    CudaKanWork(int[] widths, int rows, Basis basis) {
        this(Kan.random(Shape.of(widths[0], Arrays.copyOfRange(widths, 1, widths.length)), basis, 0), rows);
    }

    private CudaKanWork(Kan kan, int rows) {
        super(rows, kan.network().in(), kan.network().parameterCount());
        network = kan.network();
        passes = own(new CudaNetwork(device, network, FLOAT32, rows));
        dp = numbers(parameters);
        dx = numbers((long) rows * network.in());
        device.upload(kan.parameters(), 0, parameters, passes.parameters(), FLOAT32);
    }

    @Override
    void enqueueForward(DeviceMemory inputs) {
        passes.forward(inputs, rows);
    }

    @Override
    void enqueueGradient(DeviceMemory inputs) {
        passes.forward(inputs, rows);
        // The gradient of ½·Σ y² by y.
        device.stream()
                .copy(
                        passes.outputs(),
                        passes.outputGradient(),
                        passes.outputs().bytes());
        passes.backward(inputs, rows, Optional.of(dx));
        passes.reduce(dp, false);
    }

    @Override
    DeviceMemory values() {
        return passes.parameters();
    }

    @Override
    DeviceMemory gradient() {
        return dp;
    }

    @Override
    DeviceMemory outputs() {
        return passes.outputs();
    }

    @Override
    DeviceMemory inputGradient() {
        return dx;
    }

    @Override
    public Result reference(int batch) {
        return Reference.kan(network, downloaded(values()), rows, inputs(batch));
    }

    @Override
    public String description() {
        return "kan4j on " + device.description();
    }
}
