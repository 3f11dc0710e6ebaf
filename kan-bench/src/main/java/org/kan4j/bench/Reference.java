package org.kan4j.bench;

import java.util.Arrays;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.network.KanNetwork;

/** What a gradient pass must give: the scalar kernels for a KAN, plain loops for an MLP; float64. */
final class Reference {
    /** Rows that go through an MLP together, so that its weights are read once for all of them. */
    private static final int BLOCK = 32;

    private Reference() {}

    /**
     * A KAN's results.
     *
     * @param p parameters
     * @param x [rows, in]
     */
    static Result kan(KanNetwork network, double[] p, int rows, double[] x) {
        int out = network.out();
        double[] y = new double[rows * out];
        double[] dp = new double[network.parameterCount()];
        double[] dx = new double[rows * network.in()];
        try (CpuEngine engine = new CpuEngine(new ScalarKernels())) {
            engine.values(network, p, x, rows, y);
            engine.gradient(
                    network,
                    p,
                    x,
                    rows,
                    (outputs, firstRow, count, dy) -> {
                        System.arraycopy(outputs, 0, dy, 0, count * out);
                        return 0;
                    },
                    dp,
                    dx);
        }
        return new Result(y, dp, dx);
    }

    /**
     * An MLP's results.
     *
     * @param p parameters: for each layer the weights [out, in], then the biases [out]
     * @param x [rows, in]
     */
    static Result mlp(Mlp mlp, double[] p, int rows, double[] x) {
        int[] widths = mlp.widths();
        int depth = mlp.depth();
        double[] dp = new double[mlp.parameters()];
        double[] y = new double[rows * widths[depth]];
        double[] dx = new double[rows * widths[0]];
        for (int first = 0; first < rows; first += BLOCK) {
            int n = Math.min(BLOCK, rows - first);
            double[][] a = new double[depth + 1][];
            double[][] slope = new double[depth][];
            a[0] = Arrays.copyOfRange(x, first * widths[0], (first + n) * widths[0]);
            for (int l = 0; l < depth; l++) {
                slope[l] = new double[n * widths[l + 1]];
                a[l + 1] = forward(mlp, l, p, n, a[l], slope[l]);
            }
            System.arraycopy(a[depth], 0, y, first * widths[depth], n * widths[depth]);
            double[] g = a[depth];
            for (int l = depth - 1; l >= 0; l--) {
                g = backward(mlp, l, p, n, a[l], slope[l], g, dp);
            }
            System.arraycopy(g, 0, dx, first * widths[0], n * widths[0]);
        }
        return new Result(y, dp, dx);
    }

    /** The outputs of layer l from its inputs; {@code slope} receives their derivatives by its sums. */
    private static double[] forward(Mlp mlp, int l, double[] p, int rows, double[] a, double[] slope) {
        int in = mlp.widths()[l];
        int out = mlp.widths()[l + 1];
        double[] y = new double[rows * out];
        for (int o = 0; o < out; o++) {
            for (int r = 0; r < rows; r++) {
                double z = p[mlp.biases(l) + o] + dot(p, mlp.weights(l) + o * in, a, r * in, in);
                double sigma = 1 / (1 + Math.exp(-z));
                y[r * out + o] = mlp.activated(l) ? z * sigma : z;
                slope[r * out + o] = mlp.activated(l) ? sigma + z * sigma * (1 - sigma) : 1;
            }
        }
        return y;
    }

    /** The gradient by the inputs of layer l from that by its outputs; adds that by its parameters. */
    private static double[] backward(
            Mlp mlp, int l, double[] p, int rows, double[] a, double[] slope, double[] g, double[] dp) {
        int in = mlp.widths()[l];
        int out = mlp.widths()[l + 1];
        double[] before = new double[rows * in];
        for (int o = 0; o < out; o++) {
            int w = mlp.weights(l) + o * in;
            for (int r = 0; r < rows; r++) {
                double dz = g[r * out + o] * slope[r * out + o];
                dp[mlp.biases(l) + o] += dz;
                add(dz, a, r * in, dp, w, in);
                add(dz, p, w, before, r * in, in);
            }
        }
        return before;
    }

    private static double dot(double[] a, int a0, double[] b, int b0, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[a0 + i] * b[b0 + i];
        }
        return sum;
    }

    private static void add(double factor, double[] from, int f0, double[] to, int t0, int n) {
        for (int i = 0; i < n; i++) {
            to[t0 + i] += factor * from[f0 + i];
        }
    }
}
