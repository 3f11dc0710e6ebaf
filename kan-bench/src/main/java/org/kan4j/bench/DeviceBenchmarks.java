package org.kan4j.bench;

import java.io.IOException;
import org.kan4j.basis.Basis;
import org.kan4j.kernel.DeviceException;

/** The benchmarks on a GPU: they need kan-cuda, and so JDK 22. */
interface DeviceBenchmarks {
    /** The class that has them, in {@code src/main/cuda}. */
    String IMPLEMENTATION = "org.kan4j.bench.CudaBenchmarks";

    /**
     * Benchmarks on the first NVIDIA GPU.
     *
     * @throws DeviceException if they were not built, or there is no GPU
     */
    static DeviceBenchmarks cuda() {
        try {
            return Class.forName(IMPLEMENTATION)
                    .asSubclass(DeviceBenchmarks.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw e.getCause() instanceof DeviceException device
                    ? device
                    : new DeviceException(
                            "benchmarks on cuda: a build with JDK 22 or newer required, this is "
                                    + Runtime.version().feature(),
                            e);
        }
    }

    /** A KAN, in float32. */
    Work kan(int[] widths, int rows, Basis basis);

    /** An MLP on cuBLAS, in float32; its products in TF32 where {@code tf32} says so. */
    Work mlp(Mlp mlp, int rows, boolean tf32);

    /**
     * Runs the rows of the table.
     *
     * @param quick fewer samples
     * @param json one JSON object in place of the table
     */
    String run(boolean quick, boolean json) throws IOException;
}
