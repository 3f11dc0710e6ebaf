package org.kan4j.theory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import org.kan4j.kernel.Engine;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;

/**
 * Covariances of the outputs of real random networks, with weights, beside those of theory.
 *
 * @param networks how many
 * @param mean [n, n] means of f(x_a)·f(x_b)
 * @param error [n, n] their standard errors
 */
public record SampledKernel(int networks, double[] mean, double[] error) {
    private static final int BLOCK = 20;

    /**
     * Samples networks.
     *
     * @param prior of their edges
     * @param shape with one output and no product nodes
     * @param x [n, inputs]
     * @param n number of points
     * @param networks how many, ≥ 2
     * @param seed of all of them
     * @param engine computes; used by several threads
     * @param parallel the threads, which change nothing
     * @param progress told which share is done
     * @param stop asked between blocks of networks; what was sampled until then counts
     * @return means over the networks
     */
    public static SampledKernel of(
            Prior prior,
            Shape shape,
            double[] x,
            int n,
            int networks,
            long seed,
            Engine engine,
            Parallel parallel,
            DoubleConsumer progress,
            BooleanSupplier stop) {
        KanNetwork network = prior.network(shape);
        double[] variances = prior.variances(network);
        double[] sum = new double[n * n];
        double[] squares = new double[n * n];
        int done = 0;
        while (done < networks && (done < 2 || !stop.getAsBoolean())) {
            List<Callable<double[]>> tasks = new ArrayList<>();
            for (int i = done; i < Math.min(networks, done + BLOCK); i++) {
                Normal normal = Normal.of(seed, i);
                tasks.add(() -> {
                    double[] p = new double[variances.length];
                    for (int j = 0; j < p.length; j++) {
                        p[j] = Math.sqrt(variances[j]) * normal.next();
                    }
                    double[] y = new double[n];
                    engine.values(network, p, x, n, y);
                    return y;
                });
            }
            for (double[] y : parallel.all(tasks)) {
                for (int a = 0; a < n * n; a++) {
                    double product = y[a / n] * y[a % n];
                    sum[a] += product;
                    squares[a] += product * product;
                }
            }
            done += tasks.size();
            progress.accept((double) done / networks);
        }
        double[] mean = new double[n * n];
        double[] error = new double[n * n];
        for (int a = 0; a < n * n; a++) {
            mean[a] = sum[a] / done;
            error[a] = Math.sqrt(Math.max(0, squares[a] / done - mean[a] * mean[a]) / (done - 1));
        }
        return new SampledKernel(done, mean, error);
    }

    /**
     * {@return the differences to covariances of theory, in standard errors, [n, n]}
     *
     * @param k [n, n]
     */
    public double[] deviations(double[] k) {
        double[] z = new double[k.length];
        for (int a = 0; a < z.length; a++) {
            z[a] = (mean[a] - k[a]) / error[a];
        }
        return z;
    }
}
