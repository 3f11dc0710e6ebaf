package org.kan4j.kernel;

import java.util.Arrays;
import java.util.Objects;
import org.kan4j.layer.Layer;
import org.kan4j.network.KanNetwork;

/**
 * The engine on the processor, on the calling thread. Passes go through the network in blocks of a constant number of rows,
 * and sums over the batch are taken block by block, so that results depend on nothing but the arguments.
 */
public final class CpuEngine implements Engine {
    /** Rows in a block: small networks' blocks stay in the first-level cache. */
    private static final int BLOCK = 128;

    private final Kernels kernels;

    /** An engine on the given kernels. */
    public CpuEngine(Kernels kernels) {
        this.kernels = Objects.requireNonNull(kernels, "kernels");
    }

    /** An engine on the scalar float64 kernels. */
    public CpuEngine() {
        this(new ScalarKernels());
    }

    @Override
    public String description() {
        return "CPU, " + kernels.name();
    }

    @Override
    public void values(KanNetwork network, double[] p, double[] x, int rows, double[] y) {
        check(network, p, x, rows);
        need("y", y, (long) rows * network.out());
        Pass pass = new Pass(network, Math.min(rows, BLOCK));
        for (int r = 0; r < rows; r += BLOCK) {
            int n = Math.min(BLOCK, rows - r);
            pass.forward(p, x, r * network.in(), n);
            System.arraycopy(pass.output(), 0, y, r * network.out(), n * network.out());
        }
    }

    @Override
    public double gradient(KanNetwork network, double[] p, double[] x, int rows, Loss loss, double[] dp, double[] dx) {
        check(network, p, x, rows);
        need("dp", dp, network.parameterCount());
        if (dx.length > 0) {
            need("dx", dx, (long) rows * network.in());
        }
        Arrays.fill(dp, 0, network.parameterCount(), 0);
        Pass pass = new Pass(network, Math.min(rows, BLOCK));
        double total = 0;
        double[] none = {};
        for (int r = 0; r < rows; r += BLOCK) {
            int n = Math.min(BLOCK, rows - r);
            pass.forward(p, x, r * network.in(), n);
            int last = network.depth() - 1;
            total += loss.evaluate(pass.output(), r, n, pass.nodeGradient[last]);
            for (int l = last; l >= 0; l--) {
                Layer layer = network.layer(l);
                double[] dz = pass.columnGradient(l, pass.nodeGradient[l], n, 1);
                double[] from = l == 0 ? x : pass.nodes[l - 1];
                int from0 = l == 0 ? r * network.in() : 0;
                double[] to = l == 0 ? (dx.length > 0 ? dx : none) : pass.nodeGradient[l - 1];
                kernels.backward(layer, p, network.offset(l), from, from0, dz, n, dp, to);
            }
        }
        return total;
    }

    @Override
    public void jacobian(
            KanNetwork network, double[] p, double[] x, int rows, int[] indices, double[] y, double[] jacobian) {
        check(network, p, x, rows);
        int out = network.out();
        int width = indices.length;
        need("y", y, (long) rows * out);
        need("jacobian", jacobian, (long) rows * out * width);
        Arrays.fill(jacobian, 0, rows * out * width, 0);
        int[] slots = new int[network.parameterCount()];
        Arrays.fill(slots, -1);
        for (int j = 0; j < width; j++) {
            slots[indices[j]] = j;
        }
        Pass pass = new Pass(network, Math.min(rows, BLOCK));
        for (int r = 0; r < rows; r += BLOCK) {
            int n = Math.min(BLOCK, rows - r);
            pass.forward(p, x, r * network.in(), n);
            System.arraycopy(pass.output(), 0, y, r * out, n * out);
            double[] s = new double[n * out * out];
            for (int i = 0; i < n * out; i++) {
                s[i * out + i % out] = 1;
            }
            for (int l = network.depth() - 1; l >= 0; l--) {
                Layer layer = network.layer(l);
                double[] sz = pass.columnGradient(l, s, n, out);
                double[] sx = new double[n * out * layer.in()];
                double[] from = l == 0 ? x : pass.nodes[l - 1];
                int from0 = l == 0 ? r * network.in() : 0;
                kernels.jacobian(
                        layer,
                        p,
                        network.offset(l),
                        from,
                        from0,
                        sz,
                        n,
                        out,
                        slots,
                        jacobian,
                        r * out * width,
                        width,
                        sx);
                s = sx;
            }
        }
    }

    @Override
    public void derivatives(
            KanNetwork network, double[] p, double[] x, int rows, double[] y, double[] first, double[] second) {
        check(network, p, x, rows);
        int in = network.in();
        int out = network.out();
        need("y", y, (long) rows * out);
        need("first", first, (long) rows * out * in);
        need("second", second, (long) rows * out * in * in);
        for (int r = 0; r < rows; r++) {
            double[] value = Arrays.copyOfRange(x, r * in, (r + 1) * in);
            double[] gradient = new double[in * in];
            double[] hessian = new double[in * in * in];
            for (int i = 0; i < in; i++) {
                gradient[i * in + i] = 1;
            }
            for (int l = 0; l < network.depth(); l++) {
                Layer layer = network.layer(l);
                int columns = layer.columns();
                double[] phi = new double[3 * layer.in() * columns];
                kernels.edges(layer, p, network.offset(l), value, 0, phi);
                double[] z = new double[columns];
                double[] zGradient = new double[columns * in];
                double[] zHessian = new double[columns * in * in];
                sumEdges(layer, phi, in, gradient, hessian, z, zGradient, zHessian);
                value = new double[layer.out()];
                gradient = new double[layer.out() * in];
                hessian = new double[layer.out() * in * in];
                multiply(layer, in, z, zGradient, zHessian, value, gradient, hessian);
            }
            System.arraycopy(value, 0, y, r * out, out);
            System.arraycopy(gradient, 0, first, r * out * in, out * in);
            System.arraycopy(hessian, 0, second, r * out * in * in, out * in * in);
        }
    }

    /** Chain rule through the edges: ∇z = Σ φ′∇x, ∇²z = Σ φ″∇x∇xᵀ + φ′∇²x. */
    private static void sumEdges(
            Layer layer, double[] phi, int in, double[] gx, double[] hx, double[] z, double[] gz, double[] hz) {
        int columns = layer.columns();
        int plane = layer.in() * columns;
        for (int i = 0; i < layer.in(); i++) {
            for (int c = 0; c < columns; c++) {
                if (!layer.edge(i, c).active()) {
                    continue;
                }
                int e = i * columns + c;
                z[c] += phi[e];
                for (int a = 0; a < in; a++) {
                    gz[c * in + a] += phi[plane + e] * gx[i * in + a];
                    for (int b = 0; b < in; b++) {
                        hz[(c * in + a) * in + b] += phi[2 * plane + e] * gx[i * in + a] * gx[i * in + b]
                                + phi[plane + e] * hx[(i * in + a) * in + b];
                    }
                }
            }
        }
    }

    /** Product rule at the nodes; a sum node is the product of one column. */
    private static void multiply(
            Layer layer, int in, double[] z, double[] gz, double[] hz, double[] y, double[] gy, double[] hy) {
        for (int node = 0; node < layer.out(); node++) {
            int c0 = layer.firstColumn(node);
            int end = c0 + layer.columnCount(node);
            y[node] = product(z, c0, end, -1, -1);
            for (int c = c0; c < end; c++) {
                double others = product(z, c0, end, c, -1);
                for (int a = 0; a < in; a++) {
                    gy[node * in + a] += others * gz[c * in + a];
                    for (int b = 0; b < in; b++) {
                        hy[(node * in + a) * in + b] += others * hz[(c * in + a) * in + b];
                    }
                }
                for (int d = c0; d < end; d++) {
                    double rest = d == c ? 0 : product(z, c0, end, c, d);
                    for (int a = 0; a < in && d != c; a++) {
                        for (int b = 0; b < in; b++) {
                            hy[(node * in + a) * in + b] += rest * gz[c * in + a] * gz[d * in + b];
                        }
                    }
                }
            }
        }
    }

    /** Product of z[from … to − 1] without the two named. */
    private static double product(double[] z, int from, int to, int without, int nor) {
        double product = 1;
        for (int c = from; c < to; c++) {
            if (c != without && c != nor) {
                product *= z[c];
            }
        }
        return product;
    }

    private static void check(KanNetwork network, double[] p, double[] x, int rows) {
        if (!(rows >= 0)) {
            throw new IllegalArgumentException("engine: rows >= 0 required, got " + rows);
        }
        need("p", p, network.parameterCount());
        need("x", x, (long) rows * network.in());
    }

    private static void need(String name, double[] array, long length) {
        if (array.length < length) {
            throw new IllegalArgumentException(
                    "engine: " + name + " needs " + length + " numbers, got " + array.length);
        }
    }

    /** The arrays of one pass, and its way forward. */
    private final class Pass {
        final KanNetwork network;
        final double[][] columns;
        final double[][] nodes;
        final double[][] nodeGradient;

        Pass(KanNetwork network, int rows) {
            this.network = network;
            this.columns = new double[network.depth()][];
            this.nodes = new double[network.depth()][];
            this.nodeGradient = new double[network.depth()][];
            for (int l = 0; l < network.depth(); l++) {
                Layer layer = network.layer(l);
                columns[l] = new double[rows * layer.columns()];
                nodes[l] = layer.products() == 0 ? columns[l] : new double[rows * layer.out()];
                nodeGradient[l] = new double[rows * layer.out()];
            }
        }

        double[] output() {
            return nodes[nodes.length - 1];
        }

        void forward(double[] p, double[] x, int x0, int rows) {
            for (int l = 0; l < network.depth(); l++) {
                Layer layer = network.layer(l);
                double[] z = columns[l];
                kernels.forward(layer, p, network.offset(l), l == 0 ? x : nodes[l - 1], l == 0 ? x0 : 0, rows, z);
                if (layer.products() == 0) {
                    continue;
                }
                for (int r = 0; r < rows; r++) {
                    int z0 = r * layer.columns();
                    for (int node = 0; node < layer.out(); node++) {
                        int c0 = z0 + layer.firstColumn(node);
                        nodes[l][r * layer.out() + node] = product(z, c0, c0 + layer.columnCount(node), -1, -1);
                    }
                }
            }
        }

        /**
         * From gradients by the nodes of a layer to gradients by its columns.
         *
         * @param g [rows, outputs, nodes]; returned as it is where the layer has no products
         * @return [rows, outputs, columns]
         */
        double[] columnGradient(int l, double[] g, int rows, int outputs) {
            Layer layer = network.layer(l);
            if (layer.products() == 0) {
                return g;
            }
            double[] z = columns[l];
            double[] dz = new double[rows * outputs * layer.columns()];
            for (int i = 0; i < rows * outputs; i++) {
                int z0 = i / outputs * layer.columns();
                for (int node = 0; node < layer.out(); node++) {
                    int c0 = layer.firstColumn(node);
                    int end = c0 + layer.columnCount(node);
                    for (int c = c0; c < end; c++) {
                        dz[i * layer.columns() + c] =
                                g[i * layer.out() + node] * product(z, z0 + c0, z0 + end, z0 + c, -1);
                    }
                }
            }
            return dz;
        }
    }
}
