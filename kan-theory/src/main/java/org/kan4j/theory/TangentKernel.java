package org.kan4j.theory;

import java.util.Arrays;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.Layer;
import org.kan4j.network.KanNetwork;
import org.kan4j.numeric.Parallel;

/**
 * The neural tangent kernel Θ(x, x′) = Σ_p D_p·∂f(x)/∂p·∂f(x′)/∂p of networks with one output (arXiv:2408.00082, section 4; arXiv:1806.07572), in the NTK
 * parameterisation: D_p is the prior variance of a parameter, so that rates need no factor for the width. At infinite width Θ¹ = K¹ and
 * Θ^{l+1} = K^{l+1} + Θ^l·K̇^{l+1}, entry by entry, with K̇ = E ψ′(u)·ψ′(v), which is ∂K^{l+1}/∂K^l by Price's theorem.
 */
public final class TangentKernel {
    /** Parameters that are differentiated by at a time. */
    private static final int BLOCK = 2048;

    private TangentKernel() {}

    /**
     * {@return Θ at infinite width, [n, n]}
     *
     * @param kernel prior, layers, and terms of the expansions
     * @param x [n, d] inputs, not modified
     * @param n number of points
     * @param d number of inputs
     * @param parallel the threads, which change nothing
     */
    public static double[] infinite(NngpKernel kernel, double[] x, int n, int d, Parallel parallel) {
        double[] k = NngpKernel.first(kernel.prior(), x, n, d, 0, parallel);
        double[] theta = k.clone();
        for (int l = 1; l < kernel.depth(); l++) {
            double[] slopes = new MehlerLayer(kernel.prior(), 1, kernel.terms())
                    .apply(k, n, parallel)
                    .k();
            k = new MehlerLayer(kernel.prior(), 0, kernel.terms())
                    .apply(k, n, parallel)
                    .k();
            for (int i = 0; i < n * n; i++) {
                theta[i] = k[i] + theta[i] * slopes[i];
            }
        }
        return theta;
    }

    /**
     * {@return Θ of a network, [n, n], from the derivatives that an engine gives, a block of parameters at a time: the whole Jacobian is never there}
     *
     * @param engine computes
     * @param network with one output
     * @param p [parameters], not modified
     * @param variances [parameters] D, not modified
     * @param x [n, d] inputs, not modified
     * @param n number of points
     * @throws IllegalArgumentException if there are several outputs
     */
    public static double[] byJacobian(
            Engine engine, KanNetwork network, double[] p, double[] variances, double[] x, int n) {
        requireOneOutput(network);
        double[] theta = new double[n * n];
        double[] y = new double[n];
        int[] trainable = network.trainable();
        for (int from = 0; from < trainable.length; from += BLOCK) {
            int[] block = Arrays.copyOfRange(trainable, from, Math.min(trainable.length, from + BLOCK));
            double[] jacobian = new double[n * block.length];
            engine.jacobian(network, p, x, n, block, y, jacobian);
            for (int i = 0; i < jacobian.length; i++) {
                jacobian[i] *= Math.sqrt(variances[block[i % block.length]]);
            }
            for (int a = 0; a < n; a++) {
                for (int b = 0; b <= a; b++) {
                    theta[a * n + b] += Prior.dot(jacobian, a * block.length, jacobian, b * block.length, block.length);
                    theta[b * n + a] = theta[a * n + b];
                }
            }
        }
        return theta;
    }

    /**
     * {@return Θ of a network, [n, n], layer by layer: Σ_l (1/n_l)·Σ_i k(h_i, h_i′)·Σ_o g_o·g_o′, where h are the inputs of a layer and g the
     * derivatives of the output by its nodes} A second way, which shares no code with the engine.
     *
     * @param prior of all edges
     * @param network of that prior, with one output
     * @param p [parameters], not modified
     * @param x [n, d] inputs, not modified
     * @param n number of points
     * @throws IllegalArgumentException if there are several outputs
     */
    public static double[] byLayers(Prior prior, KanNetwork network, double[] p, double[] x, int n) {
        requireOneOutput(network);
        Prior unit = prior.withVariances(1, 1);
        int f = prior.features();
        double[][] h = new double[network.depth()][];
        h[0] = x;
        for (int l = 0; l + 1 < network.depth(); l++) {
            h[l + 1] = forward(unit, network, l, p, h[l], n);
        }
        double[] theta = new double[n * n];
        double[] g = new double[n];
        Arrays.fill(g, 1);
        for (int l = network.depth() - 1; l >= 0; l--) {
            Layer layer = network.layer(l);
            int in = layer.in();
            double[] psi = new double[n * in * f];
            for (int i = 0; i < n * in; i++) {
                prior.features(h[l][i], 0, psi, i * f);
            }
            int out = layer.columns();
            for (int a = 0; a < n; a++) {
                for (int b = 0; b < n; b++) {
                    theta[a * n + b] += Prior.dot(psi, a * in * f, psi, b * in * f, in * f)
                            / in
                            * Prior.dot(g, a * out, g, b * out, out);
                }
            }
            g = l == 0 ? g : backward(unit, network, l, p, h[l], g, n);
        }
        return theta;
    }

    private static void requireOneOutput(KanNetwork network) {
        if (network.out() != 1) {
            throw new IllegalArgumentException("tangent kernel: one output required, got " + network.out());
        }
    }

    /** Values of a layer's nodes, [n, columns]. */
    private static double[] forward(Prior unit, KanNetwork network, int l, double[] p, double[] h, int n) {
        Layer layer = network.layer(l);
        double[] psi = new double[unit.features()];
        double[] z = new double[n * layer.columns()];
        for (int a = 0; a < n; a++) {
            for (int i = 0; i < layer.in(); i++) {
                unit.features(h[a * layer.in() + i], 0, psi, 0);
                int at = network.offset(l) + layer.inputOffset(i);
                for (int r = 0; r < psi.length; r++) {
                    for (int o = 0; o < layer.columns() && psi[r] != 0; o++) {
                        z[a * layer.columns() + o] += psi[r] * p[at + r * layer.columns() + o];
                    }
                }
            }
        }
        return z;
    }

    /** Derivatives of the output by a layer's inputs, [n, in]. */
    private static double[] backward(Prior unit, KanNetwork network, int l, double[] p, double[] h, double[] g, int n) {
        Layer layer = network.layer(l);
        int columns = layer.columns();
        double[] psi = new double[unit.features()];
        double[] before = new double[n * layer.in()];
        for (int a = 0; a < n; a++) {
            for (int i = 0; i < layer.in(); i++) {
                unit.features(h[a * layer.in() + i], 1, psi, 0);
                int at = network.offset(l) + layer.inputOffset(i);
                for (int r = 0; r < psi.length; r++) {
                    if (psi[r] != 0) {
                        before[a * layer.in() + i] += psi[r] * Prior.dot(p, at + r * columns, g, a * columns, columns);
                    }
                }
            }
        }
        return before;
    }
}
