package org.kan4j.kernel;

import org.kan4j.layer.Layer;

/**
 * Loops over one layer and a block of rows, on arrays that the caller supplies. For one caller at a time. z are the layer's
 * columns (sums of edges), before product nodes multiply theirs. Arrays are row-major; a parameter block begins at {@code p0},
 * laid out as in {@link Layer}. Nothing is allocated in a call. Inputs are finite or NaN; what is computed from a NaN is NaN.
 */
public interface LayerKernel {

    /**
     * z[r, c] = Σ_i φ_{i,c}(x[r, i]).
     *
     * @param p parameters, not modified
     * @param p0 where the layer's block begins in {@code p}
     * @param x [rows, in] from {@code x0} on, not modified
     * @param x0 offset into {@code x}
     * @param rows number of rows
     * @param z [rows, columns], overwritten
     * @param keep whether {@link #backward} may follow for the same arguments, so that what it can use is worth keeping
     */
    void forward(double[] p, int p0, double[] x, int x0, int rows, double[] z, boolean keep);

    /**
     * Products of a vector with the Jacobians of {@link #forward}, whose last call had the same arguments.
     *
     * @param p parameters, not modified
     * @param p0 where the layer's block begins in {@code p} and in {@code dp}
     * @param x [rows, in] from {@code x0} on, not modified
     * @param x0 offset into {@code x} and {@code dx}
     * @param dz [rows, columns] the gradient by z, not modified
     * @param rows number of rows, ≥ 1
     * @param dp gradient by the parameters, the layer's block from {@code p0} on; that of the slots of masked edges and of the numeric slots of
     *     symbolic edges is zero
     * @param add whether to add to {@code dp}, which is overwritten otherwise
     * @param dx gradient by x from {@code x0} on, overwritten; of length 0 where it is not wanted
     */
    void backward(double[] p, int p0, double[] x, int x0, double[] dz, int rows, double[] dp, boolean add, double[] dx);

    /**
     * Rows of the Jacobian of the network's outputs by this layer's parameters, from the outputs' derivatives by z.
     *
     * @param p parameters, not modified
     * @param p0 where the layer's block begins in {@code p}
     * @param x [rows, in] from {@code x0} on, not modified
     * @param x0 offset into {@code x}
     * @param s [rows, outputs, columns] derivatives of the outputs by z, not modified
     * @param rows number of rows
     * @param outputs number of network outputs
     * @param slots [parameters of the network] the column of the Jacobian that a parameter has, or −1
     * @param jacobian [rows · outputs, width] from {@code j0} on, zero on entry; what is not zero is written
     * @param j0 offset into {@code jacobian}
     * @param width number of columns of the Jacobian
     * @param sx [rows, outputs, in] derivatives of the outputs by x, overwritten
     */
    void jacobian(
            double[] p,
            int p0,
            double[] x,
            int x0,
            double[] s,
            int rows,
            int outputs,
            int[] slots,
            double[] jacobian,
            int j0,
            int width,
            double[] sx);
}
