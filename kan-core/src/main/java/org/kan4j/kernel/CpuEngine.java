package org.kan4j.kernel;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kan4j.layer.Layer;
import org.kan4j.network.KanNetwork;

/**
 * The engine on the processor. Passes go through the network in blocks of a constant number of rows, and sums over the batch
 * are taken block by block, so that results depend on nothing but the arguments: not on the number of threads either. Wide
 * layers share their work among the threads; networks of narrow layers share long batches, in chunks of rows. Nothing is
 * allocated by a pass through a network that was used shortly before.
 */
public final class CpuEngine implements Engine {
    /** Rows in a block of a {@linkplain #small small} network: it stays in the cache. */
    private static final int SMALL_BLOCK = 256;

    /** Rows in a block otherwise: each bucket of a wide layer has enough rows. */
    private static final int LARGE_BLOCK = 1024;

    /** Edges times rows of a chunk, which one thread takes through a small network: some tens of microseconds. */
    private static final int CHUNK_WORK = 1 << 13;

    /** The fewest and the most rows of a chunk. */
    private static final int SHORTEST_CHUNK = 64;

    private static final int LONGEST_CHUNK = 2048;

    /** Chunks whose gradients are kept until they are added in order. */
    private static final int WAVE = 16;

    /** Columns from which a layer shares its own work among threads, and parameters of which each chunk has a copy. */
    private static final int WIDE = 64;

    private static final int FEW_PARAMETERS = 1 << 15;

    /** Passes that are kept for the next call. */
    private static final int KEPT = 8;

    private final Kernels kernels;
    private final String reason;
    private final Workers workers;
    private final @Nullable Pass[] idle = new Pass[KEPT];
    private @Nullable Parts spare;
    private int evict;

    private CpuEngine(Kernels kernels, String reason, int threads) {
        this.kernels = Objects.requireNonNull(kernels, "kernels");
        this.reason = reason;
        this.workers = new Workers(threads);
    }

    /**
     * An engine on the given kernels and the calling thread.
     *
     * @param kernels loops over one layer
     */
    public CpuEngine(Kernels kernels) {
        this(kernels, "", 1);
    }

    /**
     * An engine on the fastest kernels there are.
     *
     * @param threads ≥ 1, the calling one included
     */
    public CpuEngine(int threads) {
        this(Provider.kernels(), " (" + Provider.reason() + ")", threads);
    }

    /** An engine on the fastest kernels there are and the calling thread. */
    public CpuEngine() {
        this(1);
    }

    @Override
    public String description() {
        return "CPU, " + kernels.name() + reason + ", " + workers.threads()
                + (workers.threads() == 1 ? " thread" : " threads");
    }

    /** Ends the engine's threads; it goes on working on the calling one. */
    @Override
    public void close() {
        workers.close();
    }

    @Override
    public void values(KanNetwork network, double[] p, double[] x, int rows, double[] y) {
        check(network, p, x, rows);
        need("y", y, (long) rows * network.out());
        int length = chunk(network);
        if (rows > length) {
            workers.run((rows + length - 1) / length, (chunk, worker) -> {
                int from = chunk * length;
                values(network, p, x, from, Math.min(rows, from + length), y);
            });
        } else {
            values(network, p, x, 0, rows, y);
        }
    }

    private void values(KanNetwork network, double[] p, double[] x, int from, int to, double[] y) {
        Pass pass = take(network);
        for (int r = from; r < to; r += pass.rows) {
            int n = Math.min(pass.rows, to - r);
            pass.forward(p, x, r * network.in(), n, false);
            System.arraycopy(pass.output(), 0, y, r * network.out(), n * network.out());
        }
        give(pass);
    }

    @Override
    public double gradient(KanNetwork network, double[] p, double[] x, int rows, Loss loss, double[] dp, double[] dx) {
        check(network, p, x, rows);
        int parameters = network.parameterCount();
        need("dp", dp, parameters);
        if (dx.length > 0) {
            need("dx", dx, (long) rows * network.in());
        }
        int length = chunk(network);
        if (rows <= length) {
            return gradient(network, p, x, 0, rows, loss, dp, dx);
        }
        Arrays.fill(dp, 0, parameters, 0);
        double total = 0;
        int chunks = (rows + length - 1) / length;
        Parts parts = takeParts(network, Math.min(chunks, WAVE));
        parts.p = p;
        parts.x = x;
        parts.rows = rows;
        parts.loss = loss;
        parts.dx = dx;
        for (int first = 0; first < chunks; first += WAVE) {
            int count = Math.min(WAVE, chunks - first);
            parts.first = first;
            workers.run(count, parts);
            for (int chunk = 0; chunk < count; chunk++) {
                total += parts.losses[chunk];
                for (int j = 0; j < parameters; j++) {
                    dp[j] += parts.gradients[chunk][j];
                }
            }
        }
        giveParts(parts);
        return total;
    }

    private double gradient(
            KanNetwork network, double[] p, double[] x, int from, int to, Loss loss, double[] dp, double[] dx) {
        Pass pass = take(network);
        if (from == to) {
            Arrays.fill(dp, 0, network.parameterCount(), 0);
        }
        double total = 0;
        int last = network.depth() - 1;
        for (int r = from; r < to; r += pass.rows) {
            int n = Math.min(pass.rows, to - r);
            int x0 = r * network.in();
            pass.forward(p, x, x0, n, true);
            total += loss.evaluate(pass.output(), r, n, pass.nodeGradient[last]);
            for (int l = last; l >= 0; l--) {
                pass.layers[l].backward(
                        p,
                        network.offset(l),
                        l == 0 ? x : pass.nodes[l - 1],
                        l == 0 ? x0 : 0,
                        pass.nodeGradient[l],
                        n,
                        dp,
                        r > from,
                        l == 0 ? dx : pass.nodeGradient[l - 1]);
            }
        }
        give(pass);
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
        Pass pass = take(network);
        pass.prepareJacobian();
        int[] slots = pass.slots;
        double[][] s = pass.nodeDerivatives;
        Arrays.fill(slots, -1);
        for (int j = 0; j < width; j++) {
            slots[indices[j]] = j;
        }
        for (int r = 0; r < rows; r += pass.rows) {
            int n = Math.min(pass.rows, rows - r);
            int x0 = r * network.in();
            pass.forward(p, x, x0, n, false);
            System.arraycopy(pass.output(), 0, y, r * out, n * out);
            Arrays.fill(s[network.depth()], 0);
            for (int i = 0; i < n * out; i++) {
                s[network.depth()][i * out + i % out] = 1;
            }
            for (int l = network.depth() - 1; l >= 0; l--) {
                LayerPass layer = pass.layers[l];
                layer.kernel.jacobian(
                        p,
                        network.offset(l),
                        l == 0 ? x : pass.nodes[l - 1],
                        l == 0 ? x0 : 0,
                        layer.columnGradient(s[l + 1], n, out, pass.columnDerivatives[l]),
                        n,
                        out,
                        slots,
                        jacobian,
                        r * out * width,
                        width,
                        s[l]);
            }
        }
        give(pass);
    }

    @Override
    public NormalEquations normalEquations(int n) {
        return kernels.normalEquations(n, workers);
    }

    /** Gradients and losses of the chunks of a wave; kept, as a task made for each call would be allocated. */
    private final class Parts implements Workers.Task {
        final double[][] gradients;
        final double[] losses;

        /** The arguments of the call under way. */
        KanNetwork network;

        double[] p = {};
        double[] x = {};
        double[] dx = {};
        int rows;
        Loss loss = (values, firstRow, count, dy) -> 0;

        /** The wave's first chunk. */
        int first;

        Parts(KanNetwork network, int count) {
            this.network = network;
            this.gradients = new double[count][network.parameterCount()];
            this.losses = new double[count];
        }

        @Override
        public void run(int chunk, int worker) {
            int length = chunk(network);
            int begin = (first + chunk) * length;
            losses[chunk] = gradient(network, p, x, begin, Math.min(rows, begin + length), loss, gradients[chunk], dx);
        }
    }

    private Parts takeParts(KanNetwork network, int count) {
        synchronized (idle) {
            Parts parts = spare;
            spare = null;
            if (parts != null
                    && parts.losses.length >= count
                    && parts.gradients[0].length >= network.parameterCount()) {
                parts.network = network;
                return parts;
            }
        }
        return new Parts(network, count);
    }

    private void giveParts(Parts parts) {
        synchronized (idle) {
            spare = parts;
        }
    }

    /** Rows that one thread takes through a network at a time; all of them where the layers share their own work. */
    private static int chunk(KanNetwork network) {
        if (!small(network)) {
            return Integer.MAX_VALUE;
        }
        int edges = 0;
        for (int l = 0; l < network.depth(); l++) {
            edges += network.layer(l).in() * network.layer(l).columns();
        }
        int rows = Integer.highestOneBit(Math.max(1, CHUNK_WORK / edges));
        return Math.max(SHORTEST_CHUNK, Math.min(LONGEST_CHUNK, rows));
    }

    /** A network whose passes are shared among threads by rows. */
    private static boolean small(KanNetwork network) {
        if (network.parameterCount() > FEW_PARAMETERS) {
            return false;
        }
        for (int l = 0; l < network.depth(); l++) {
            if (network.layer(l).columns() >= WIDE) {
                return false;
            }
        }
        return true;
    }

    /**
     * An idle pass through a network, or a new one. Its blocks have room for as many rows whatever the batch, for the order in
     * which a kernel adds may depend on it. The same object: comparing takes long.
     */
    @SuppressWarnings("ReferenceEquality")
    private Pass take(KanNetwork network) {
        synchronized (idle) {
            for (int i = 0; i < KEPT; i++) {
                Pass pass = idle[i];
                if (pass != null && pass.network == network) {
                    idle[i] = null;
                    return pass;
                }
            }
        }
        return new Pass(network, small(network) ? SMALL_BLOCK : LARGE_BLOCK);
    }

    private void give(Pass pass) {
        synchronized (idle) {
            for (int i = 0; i < KEPT; i++) {
                if (idle[i] == null) {
                    idle[i] = pass;
                    return;
                }
            }
            idle[evict] = pass;
            evict = (evict + 1) % KEPT;
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
            y[node] = LayerPass.product(z, c0, end, -1, -1);
            for (int c = c0; c < end; c++) {
                double others = LayerPass.product(z, c0, end, c, -1);
                for (int a = 0; a < in; a++) {
                    gy[node * in + a] += others * gz[c * in + a];
                    for (int b = 0; b < in; b++) {
                        hy[(node * in + a) * in + b] += others * hz[(c * in + a) * in + b];
                    }
                }
                for (int d = c0; d < end; d++) {
                    double rest = d == c ? 0 : LayerPass.product(z, c0, end, c, d);
                    for (int a = 0; a < in && d != c; a++) {
                        for (int b = 0; b < in; b++) {
                            hy[(node * in + a) * in + b] += rest * gz[c * in + a] * gz[d * in + b];
                        }
                    }
                }
            }
        }
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
        final LayerPass[] layers;
        final double[][] nodes;
        final double[][] nodeGradient;
        final int rows;

        /** [depth + 1][rows, outputs, nodes] derivatives of the outputs by the inputs of each layer; empty until they are wanted. */
        double[][] nodeDerivatives = {};

        /** [depth][rows, outputs, columns] those by its columns, where it has products. */
        double[][] columnDerivatives = {};

        /** [parameters] a parameter's column in the Jacobian. */
        int[] slots = {};

        Pass(KanNetwork network, int rows) {
            this.network = network;
            this.rows = rows;
            this.layers = new LayerPass[network.depth()];
            this.nodes = new double[network.depth()][];
            this.nodeGradient = new double[network.depth()][];
            for (int l = 0; l < network.depth(); l++) {
                layers[l] = new LayerPass(network.layer(l), rows, kernels, workers);
                nodes[l] = new double[rows * network.layer(l).out()];
                nodeGradient[l] = new double[rows * network.layer(l).out()];
            }
        }

        /** Makes the arrays that a Jacobian needs, once. */
        void prepareJacobian() {
            if (nodeDerivatives.length > 0) {
                return;
            }
            int each = rows * network.out();
            slots = new int[network.parameterCount()];
            columnDerivatives = new double[network.depth()][];
            nodeDerivatives = new double[network.depth() + 1][];
            nodeDerivatives[0] = new double[each * network.in()];
            for (int l = 0; l < network.depth(); l++) {
                Layer layer = network.layer(l);
                nodeDerivatives[l + 1] = new double[each * layer.out()];
                columnDerivatives[l] = new double[layer.products() == 0 ? 0 : each * layer.columns()];
            }
        }

        /** [rows, out] of the last pass forward. */
        double[] output() {
            return nodes[nodes.length - 1];
        }

        void forward(double[] p, double[] x, int x0, int rows, boolean keep) {
            for (int l = 0; l < network.depth(); l++) {
                layers[l].forward(
                        p, network.offset(l), l == 0 ? x : nodes[l - 1], l == 0 ? x0 : 0, rows, nodes[l], keep);
            }
        }
    }
}
