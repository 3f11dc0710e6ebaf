package org.kan4j.kernel;

import org.kan4j.layer.Layer;

/**
 * Loops over one layer and a block of rows, on arrays that the caller supplies. Stateless and safe for use by several
 * threads. z are the layer's columns (sums of edges), before product nodes multiply theirs. Arrays are row-major; a parameter
 * block begins at {@code p0}, laid out as in {@link Layer}.
 */
public interface Kernels {

    /** The provider's name, for reports. */
    String name();

    /**
     * z[r, c] = Σ_i φ_{i,c}(x[r, i]).
     *
     * @param layer the structure
     * @param p parameters, not modified
     * @param p0 where the layer's block begins in {@code p}
     * @param x [rows, in] from {@code x0} on, not modified
     * @param x0 offset into {@code x}
     * @param rows number of rows
     * @param z [rows, columns], overwritten
     */
    void forward(Layer layer, double[] p, int p0, double[] x, int x0, int rows, double[] z);

    /**
     * Products of a vector with the Jacobians of {@link #forward}.
     *
     * @param dz [rows, columns] the gradient by z, not modified
     * @param dp gradient by the parameters, added to, the layer's block from {@code p0} on; slots of masked edges and the
     *     numeric slots of symbolic edges are left alone
     * @param dx [rows, in] gradient by x from {@code x0} on, overwritten; of length 0 where it is not wanted
     */
    void backward(Layer layer, double[] p, int p0, double[] x, int x0, double[] dz, int rows, double[] dp, double[] dx);

    /**
     * Rows of the Jacobian of the network's outputs by this layer's parameters, from the outputs' derivatives by z.
     *
     * @param s [rows, outputs, columns] derivatives of the outputs by z, not modified
     * @param outputs number of network outputs
     * @param slots [parameters of the network] the column of the Jacobian that a parameter has, or −1
     * @param jacobian [rows · outputs, width] from {@code j0} on, zero on entry; what is not zero is written
     * @param j0 offset into {@code jacobian}
     * @param width number of columns of the Jacobian
     * @param sx [rows, outputs, in] derivatives of the outputs by x, overwritten
     */
    void jacobian(
            Layer layer,
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

    /**
     * Values, first and second derivatives of every edge at one row.
     *
     * @param x [in] from {@code x0} on, not modified
     * @param phi [3, in, columns] values, first, second derivatives, overwritten
     */
    void edges(Layer layer, double[] p, int p0, double[] x, int x0, double[] phi);
}
