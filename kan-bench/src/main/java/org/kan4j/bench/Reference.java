package org.kan4j.bench;

import java.util.Arrays;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.network.KanNetwork;

/** What a gradient pass must give: the scalar kernels for a KAN, plain loops for an MLP; float64. */
final class Reference {
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
        double[] ys = new double[rows * widths[depth]];
        double[] dxs = new double[rows * widths[0]];
        double[][] a = new double[depth + 1][];
        double[][] slope = new double[depth][];
        for (int row = 0; row < rows; row++) {
            a[0] = Arrays.copyOfRange(x, row * widths[0], (row + 1) * widths[0]);
            for (int l = 0; l < depth; l++) {
                a[l + 1] = new double[widths[l + 1]];
                slope[l] = new double[widths[l + 1]];
                for (int o = 0; o < widths[l + 1]; o++) {
                    double z = p[mlp.biases(l) + o];
                    for (int i = 0; i < widths[l]; i++) {
                        z += p[mlp.weights(l) + o * widths[l] + i] * a[l][i];
                    }
                    double sigma = 1 / (1 + Math.exp(-z));
                    a[l + 1][o] = mlp.activated(l) ? z * sigma : z;
                    slope[l][o] = mlp.activated(l) ? sigma + z * sigma * (1 - sigma) : 1;
                }
            }
            double[] g = a[depth].clone();
            System.arraycopy(a[depth], 0, ys, row * widths[depth], widths[depth]);
            for (int l = depth - 1; l >= 0; l--) {
                double[] before = new double[widths[l]];
                for (int o = 0; o < widths[l + 1]; o++) {
                    double dz = g[o] * slope[l][o];
                    dp[mlp.biases(l) + o] += dz;
                    for (int i = 0; i < widths[l]; i++) {
                        int w = mlp.weights(l) + o * widths[l] + i;
                        dp[w] += dz * a[l][i];
                        before[i] += dz * p[w];
                    }
                }
                g = before;
            }
            System.arraycopy(g, 0, dxs, row * widths[0], widths[0]);
        }
        return new Result(ys, dp, dxs);
    }
}
