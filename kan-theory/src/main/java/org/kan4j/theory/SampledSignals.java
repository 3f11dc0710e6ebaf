package org.kan4j.theory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import org.kan4j.numeric.Parallel;

/**
 * Variances in sampled networks of finite width, beside what recursion says of them. Given a layer, the values of the next are Gaussian
 * and independent between nodes, with the variance Σ̂ = (1/n)·Σ_i k(h_i, h_i): so one node after the other is drawn and no
 * weight is, which gives the same distribution as networks with weights.
 *
 * @param layer number of the layer whose values these are, from 1
 * @param infinite variance at infinite width
 * @param finite the same with its term of order 1/n: E q′ = V(E q) + V″·Var(q)/2
 * @param mean of the sampled networks
 * @param error standard error of the mean
 */
public record SampledSignals(int layer, double infinite, double finite, double mean, double error) {
    private static final int BLOCK = 100;

    /** {@return by how many standard errors the sampled networks differ from the recursion with its term of order 1/n} */
    public double deviation() {
        return (mean - finite) / error;
    }

    /**
     * Samples networks.
     *
     * @param prior of the layers
     * @param q variance of the first layer's values, exact, &gt; 0
     * @param depth layers, ≥ 1
     * @param width n ≥ 1
     * @param networks number of networks, ≥ 2
     * @param seed of all of them
     * @param parallel the threads
     * @param progress told which share is done
     * @param stop asked between blocks of networks; what was sampled until then counts
     * @return for layers 2 … depth + 1; empty where nothing was sampled
     */
    public static List<SampledSignals> of(
            Prior prior,
            double q,
            int depth,
            int width,
            int networks,
            long seed,
            Parallel parallel,
            DoubleConsumer progress,
            BooleanSupplier stop) {
        double[] sum = new double[depth];
        double[] squares = new double[depth];
        int done = 0;
        while (done < networks && !stop.getAsBoolean()) {
            List<Callable<double[]>> tasks = new ArrayList<>();
            for (int i = done; i < Math.min(networks, done + BLOCK); i++) {
                int network = i;
                tasks.add(() -> variances(prior, q, depth, width, Normal.of(seed, network)));
            }
            for (double[] variances : parallel.all(tasks)) {
                for (int l = 0; l < depth; l++) {
                    sum[l] += variances[l];
                    squares[l] += variances[l] * variances[l];
                }
            }
            done += tasks.size();
            progress.accept((double) done / networks);
        }
        return done < 2 ? List.of() : compared(prior, q, width, done, sum, squares);
    }

    private static double[] variances(Prior prior, double q, int depth, int width, Normal normal) {
        double[] psi = new double[prior.features()];
        double[] variances = new double[depth];
        double variance = q;
        for (int l = 0; l < depth; l++) {
            double scale = Math.sqrt(variance);
            double next = 0;
            for (int i = 0; i < width; i++) {
                prior.features(scale * normal.next(), 0, psi, 0);
                next += Prior.dot(psi, 0, psi, 0, psi.length);
            }
            variance = next / width;
            variances[l] = variance;
        }
        return variances;
    }

    private static List<SampledSignals> compared(
            Prior prior, double q, int width, int networks, double[] sum, double[] squares) {
        SignalPropagation signals = new SignalPropagation(prior);
        List<SampledSignals> result = new ArrayList<>();
        double infinite = q;
        double shift = 0;
        double spread = 0;
        for (int l = 0; l < sum.length; l++) {
            double[] d = signals.derivatives(infinite);
            shift = d[0] * shift + d[1] * spread / 2;
            spread = d[2] / width + d[0] * d[0] * spread;
            infinite = signals.variance(infinite);
            double mean = sum[l] / networks;
            double variance = Math.max(0, squares[l] / networks - mean * mean);
            result.add(
                    new SampledSignals(l + 2, infinite, infinite + shift, mean, Math.sqrt(variance / (networks - 1))));
        }
        return result;
    }
}
