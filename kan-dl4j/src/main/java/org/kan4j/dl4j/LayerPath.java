package org.kan4j.dl4j;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kan4j.layer.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What computes a layer: kan-core's kernels where the arrays lie in the processor's memory, ND4J operations elsewhere. For one
 * network's thread at a time. Parameters are those of {@link KanLayer}; w and dw are null where there are none.
 */
sealed interface LayerPath permits KernelPath, FloatKernelPath, OpsPath {
    /** {@code -Dkan4j.dl4j.path=nd4j} computes with ND4J operations on every backend, {@code kernels} says the default. */
    String PROPERTY = "kan4j.dl4j.path";

    /**
     * The nodes' values.
     *
     * @param c coefficients, not modified
     * @param w base weights, not modified
     * @param x [rows, in], not modified
     * @param y [rows, out] in order c, overwritten
     * @param keep whether {@link #backward} may follow for the same arguments
     */
    void forward(INDArray c, @Nullable INDArray w, INDArray x, INDArray y, boolean keep);

    /**
     * Products of a vector with the Jacobians of {@link #forward}, whose last call had the same arguments and kept them.
     *
     * @param c coefficients, not modified
     * @param w base weights, not modified
     * @param x [rows, in], not modified
     * @param dy [rows, out] gradient by the nodes, not modified
     * @param dc gradient by the coefficients, overwritten; 0 for masked edges
     * @param dw gradient by the base weights, overwritten; 0 for masked edges
     * @param dx [rows, in] in order c, gradient by x, overwritten
     */
    void backward(
            INDArray c, @Nullable INDArray w, INDArray x, INDArray dy, INDArray dc, @Nullable INDArray dw, INDArray dx);

    /** The path for a layer on the present backend. */
    static LayerPath of(Layer layer, DataType type) {
        String asked = System.getProperty(PROPERTY, "kernels").toLowerCase(Locale.ROOT);
        if (!asked.equals("kernels") && !asked.equals("nd4j")) {
            throw new IllegalArgumentException("-D" + PROPERTY + ": kernels or nd4j required, got " + asked);
        }
        boolean host = Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
        if (host && asked.equals("kernels") && type == DataType.FLOAT) {
            return new FloatKernelPath(layer);
        }
        if (host && asked.equals("kernels") && type == DataType.DOUBLE) {
            return new KernelPath(layer);
        }
        return new OpsPath(layer, type);
    }
}
