package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;

/**
 * How much the tangent kernel of random networks of a width differs from network to network, at two inputs.
 *
 * @param width nodes of every hidden layer
 * @param networks how many were sampled
 * @param mean of Θ(x, x′)
 * @param error its standard error
 * @param relative standard deviation of Θ(x, x′) over its mean
 * @param relativeError standard error of that, by the jackknife
 */
public record Fluctuation(int width, int networks, double mean, double error, double relative, double relativeError) {
    private static final int BLOCK = 10;

    /**
     * Samples networks of one width.
     *
     * @param kernel prior and number of layers
     * @param x [2, d] two inputs
     * @param width nodes of every hidden layer
     * @param networks how many, ≥ 2
     * @param seed of all of them
     * @param parallel the threads, which change nothing
     * @param progress told which share is done
     * @param stop asked between blocks of networks; what was sampled until then counts
     * @return of Θ at the two inputs
     */
    public static Fluctuation of(
            NngpKernel kernel,
            double[] x,
            int width,
            int networks,
            long seed,
            Parallel parallel,
            DoubleConsumer progress,
            BooleanSupplier stop) {
        int[] widths = new int[kernel.depth()];
        Arrays.fill(widths, width);
        widths[kernel.depth() - 1] = 1;
        Shape shape = Shape.of(x.length / 2, widths);
        List<Double> thetas = new ArrayList<>();
        while (thetas.size() < networks && (thetas.size() < 2 || !stop.getAsBoolean())) {
            List<Callable<Double>> tasks = new ArrayList<>();
            for (int i = thetas.size(); i < Math.min(networks, thetas.size() + BLOCK); i++) {
                long number = seed * 1_000_003 + width * 1_000L + i;
                tasks.add(() -> {
                    Kan kan = kernel.prior().sample(shape, number);
                    return TangentKernel.byLayers(kernel.prior(), kan.network(), kan.parameters(), x, 2)[1];
                });
            }
            thetas.addAll(parallel.all(tasks));
            progress.accept((double) thetas.size() / networks);
        }
        double[][] samples = thetas.stream()
                .map(theta -> new double[] {theta, theta * theta})
                .toArray(double[][]::new);
        Statistic mean = Jackknife.of(samples, m -> m[0]);
        Statistic relative = Jackknife.of(samples, m -> Math.sqrt(Math.max(0, m[1] - m[0] * m[0])) / Math.abs(m[0]));
        return new Fluctuation(width, samples.length, mean.mean(), mean.error(), relative.mean(), relative.error());
    }

    /**
     * The power of the width in the relative fluctuation.
     *
     * @param widths at two widths or more
     * @return slope and standard error, [2]
     */
    public static double[] slope(List<Fluctuation> widths) {
        return Line.weighted(
                widths.stream().mapToDouble(w -> Math.log(w.width)).toArray(),
                widths.stream().mapToDouble(w -> Math.log(w.relative)).toArray(),
                widths.stream().mapToDouble(w -> w.relativeError / w.relative).toArray());
    }
}
