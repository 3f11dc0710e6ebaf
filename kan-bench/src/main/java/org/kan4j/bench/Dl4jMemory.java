package org.kan4j.bench;

import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.profiler.ProfilerConfig;

/**
 * Watches the memory of the process over a long training in Deeplearning4j, with the checks of workspaces on (SCOPE_PANIC). Wants
 * a heap that is all there from the beginning, whose growth would hide what is outside:
 *
 * <pre>java -Xms256m -Xmx256m -XX:+AlwaysPreTouch --add-modules jdk.incubator.vector -cp benchmarks.jar org.kan4j.bench.Dl4jMemory</pre>
 */
public final class Dl4jMemory {
    /** Until the JVM and the C library have grown to their sizes, as with dense layers. */
    private static final int WARM_UP = 5_000;

    private static final int STEPS = 10_000;
    private static final int ROWS = 128;

    private Dl4jMemory() {}

    /**
     * Exit status 1 where the memory leaves ±2% of its mean after warm-up.
     *
     * @param arguments what the layers are, dense or kan; kan by default
     */
    public static void main(String[] arguments) {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        Nd4j.getExecutioner()
                .setProfilingConfig(
                        ProfilerConfig.builder().checkWorkspaces(true).build());
        int[] widths = {64, 64, 10};
        MultiLayerNetwork network = Dl4jNetworks.of(arguments.length == 0 ? "kan" : arguments[0], widths, 5);
        INDArray[] x = new INDArray[Work.BATCHES];
        INDArray[] y = new INDArray[Work.BATCHES];
        for (int b = 0; b < Work.BATCHES; b++) {
            x[b] = Nd4j.create(Numbers.inputs(b, ROWS, 64), new long[] {ROWS, 64}, DataType.FLOAT);
            y[b] = Nd4j.create(Numbers.inputs(Work.BATCHES + b, ROWS, 10), new long[] {ROWS, 10}, DataType.FLOAT);
        }
        long least = Long.MAX_VALUE;
        long most = 0;
        double sum = 0;
        for (int step = 1; step <= WARM_UP + STEPS; step++) {
            int b = step & Work.BATCHES - 1;
            network.fit(x[b], y[b]);
            if (step > WARM_UP) {
                long bytes = Pointer.physicalBytes();
                least = Math.min(least, bytes);
                most = Math.max(most, bytes);
                sum += bytes;
            }
            if (step % 1000 == 0) {
                System.out.printf(
                        "step %d: %.1f MiB physical, score %.4f%n",
                        step, Pointer.physicalBytes() / 1048576.0, network.score());
            }
        }
        double mean = sum / STEPS;
        System.out.printf(
                "%d steps after %d: mean %.1f MiB, %+.2f%% to %+.2f%%%n",
                STEPS, WARM_UP, mean / 1048576, 100 * (least / mean - 1), 100 * (most / mean - 1));
        if (least < 0.98 * mean || most > 1.02 * mean) {
            System.exit(1);
        }
    }
}
