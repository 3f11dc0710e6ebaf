package org.kan4j.kernel;

import org.kan4j.layer.Layer;

/**
 * One layer with its product nodes on the processor, a block of rows at a time: what {@link CpuEngine} goes through layer by
 * layer, and what a layer in another framework computes with. For one caller at a time. Arrays are row-major; a parameter
 * block begins at {@code p0}, laid out as in {@link Layer}. Nothing is allocated in a call.
 */
public final class LayerPass {
    final LayerKernel kernel;
    private final Layer layer;
    private final double[] columns;
    private final double[] columnGradient;

    LayerPass(Layer layer, int rows, Kernels kernels, Workers workers) {
        this.layer = layer;
        this.kernel = kernels.prepare(layer, rows, workers);
        int length = layer.products() == 0 ? 0 : rows * layer.columns();
        this.columns = new double[length];
        this.columnGradient = new double[length];
    }

    /**
     * A layer on the fastest kernels there are.
     *
     * @param layer the structure
     * @param rows the most rows that a call will have; how kernels group their sums may depend on it
     * @param workers threads that a wide layer may share its work with
     */
    public LayerPass(Layer layer, int rows, Workers workers) {
        this(layer, rows, Provider.kernels(), workers);
    }

    /**
     * The nodes' values.
     *
     * @param p parameters, not modified
     * @param p0 where the layer's block begins in {@code p}
     * @param x [rows, in] from {@code x0} on, not modified
     * @param x0 offset into {@code x}
     * @param rows number of rows
     * @param y [rows, out], overwritten
     * @param keep whether {@link #backward} may follow for the same arguments
     */
    public void forward(double[] p, int p0, double[] x, int x0, int rows, double[] y, boolean keep) {
        if (layer.products() == 0) {
            kernel.forward(p, p0, x, x0, rows, y, keep);
            return;
        }
        kernel.forward(p, p0, x, x0, rows, columns, keep);
        for (int r = 0; r < rows; r++) {
            int z0 = r * layer.columns();
            for (int node = 0; node < layer.out(); node++) {
                int c0 = z0 + layer.firstColumn(node);
                y[r * layer.out() + node] = product(columns, c0, c0 + layer.columnCount(node), -1, -1);
            }
        }
    }

    /**
     * Products of a vector with the Jacobians of {@link #forward}, whose last call had the same arguments.
     *
     * @param p parameters, not modified
     * @param p0 where the layer's block begins in {@code p} and in {@code dp}
     * @param x [rows, in] from {@code x0} on, not modified
     * @param x0 offset into {@code x} and {@code dx}
     * @param dy [rows, out] the gradient by the nodes, not modified
     * @param rows number of rows, ≥ 1
     * @param dp gradient by the parameters, the layer's block from {@code p0} on; that of the slots of masked edges and of the numeric slots of
     *     symbolic edges is zero
     * @param add whether to add to {@code dp}, which is overwritten otherwise
     * @param dx gradient by x from {@code x0} on, overwritten; of length 0 where it is not wanted
     */
    public void backward(
            double[] p, int p0, double[] x, int x0, double[] dy, int rows, double[] dp, boolean add, double[] dx) {
        kernel.backward(p, p0, x, x0, columnGradient(dy, rows, 1, columnGradient), rows, dp, add, dx);
    }

    /**
     * From gradients by the nodes to gradients by the columns, after a pass forward.
     *
     * @param g [rows, outputs, nodes]; returned as it is where the layer has no products
     * @param dz [rows, outputs, columns], overwritten where the layer has products
     * @return [rows, outputs, columns]
     */
    double[] columnGradient(double[] g, int rows, int outputs, double[] dz) {
        if (layer.products() == 0) {
            return g;
        }
        for (int i = 0; i < rows * outputs; i++) {
            int z0 = i / outputs * layer.columns();
            for (int node = 0; node < layer.out(); node++) {
                int c0 = layer.firstColumn(node);
                int end = c0 + layer.columnCount(node);
                for (int c = c0; c < end; c++) {
                    dz[i * layer.columns() + c] =
                            g[i * layer.out() + node] * product(columns, z0 + c0, z0 + end, z0 + c, -1);
                }
            }
        }
        return dz;
    }

    /** Product of z[from … to − 1] without the two named. */
    static double product(double[] z, int from, int to, int without, int nor) {
        double product = 1;
        for (int c = from; c < to; c++) {
            if (c != without && c != nor) {
                product *= z[c];
            }
        }
        return product;
    }
}
