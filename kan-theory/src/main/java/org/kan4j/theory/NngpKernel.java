package org.kan4j.theory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.kan4j.numeric.Parallel;

/**
 * The kernel of the Gaussian process that a network of a prior becomes when its hidden layers are wide (arXiv:2408.00082, section 3):
 * K¹(x, x′) = (1/d)·Σ_i k(x_i, x′_i), which a network of one layer has exactly, and K^{l+1} = E k(u, v) at (u, v) ~ N(0, K^l). With one hidden
 * layer the covariance of the outputs is K² at every width, with more layers up to terms of the order of depth/width.
 *
 * @param prior of all edges
 * @param depth L ≥ 1 layers of edges: a shape d, n, 1 has two
 * @param terms of Mehler's expansion, ≥ 1; near ρ = 1 fine grids and low orders need many
 */
public record NngpKernel(Prior prior, int depth, int terms) {
    private static final int BLOCK = 16;

    /**
     * Validates.
     *
     * @param prior of all edges
     * @param depth L ≥ 1 layers of edges: a shape d, n, 1 has two
     * @param terms of Mehler's expansion, ≥ 1; near ρ = 1 fine grids and low orders need many
     */
    public NngpKernel {
        if (!(depth >= 1 && terms >= 1)) {
            throw new IllegalArgumentException(
                    "kernel: at least 1 layer and 1 term required, got " + depth + " and " + terms);
        }
    }

    /**
     * Covariances between points.
     *
     * @param k [n, n]
     * @param n number of points
     * @param tail bound of the error that left-out terms make in the last layer, between different points
     */
    public record Gram(double[] k, int n, double tail) {}

    /**
     * {@return the covariances of the output at all pairs of points}
     *
     * @param x [n, d] inputs, finite, not modified
     * @param n number of points
     * @param d number of inputs
     * @param parallel the threads, which change nothing
     */
    public Gram of(double[] x, int n, int d, Parallel parallel) {
        Gram gram = new Gram(first(prior, x, n, d, 0, parallel), n, 0);
        for (int l = 1; l < depth; l++) {
            MehlerLayer.Result next = new MehlerLayer(prior, 0, terms).apply(gram.k, n, parallel);
            gram = new Gram(next.k(), n, next.tail());
        }
        return gram;
    }

    /** (1/d)·Σ_i ψ(x_i)·ψ(x′_i), or of derivatives, [n, n]. */
    static double[] first(Prior prior, double[] x, int n, int d, int derivative, Parallel parallel) {
        if (x.length < (long) n * d) {
            throw new IllegalArgumentException("kernel: " + n + "·" + d + " inputs required, got " + x.length);
        }
        int f = prior.features();
        double[] psi = new double[n * d * f];
        for (int i = 0; i < n * d; i++) {
            prior.features(x[i], derivative, psi, i * f);
        }
        double[] k = new double[n * n];
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int block = 0; block < n; block += BLOCK) {
            int from = block;
            tasks.add(() -> {
                for (int a = from; a < Math.min(n, from + BLOCK); a++) {
                    for (int b = 0; b <= a; b++) {
                        k[a * n + b] = Prior.dot(psi, a * d * f, psi, b * d * f, d * f) / d;
                        k[b * n + a] = k[a * n + b];
                    }
                }
                return true;
            });
        }
        parallel.all(tasks);
        return k;
    }
}
