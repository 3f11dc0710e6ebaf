package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import org.kan4j.basis.Expectations;
import org.kan4j.numeric.Parallel;

/**
 * What is left of the Gaussian process at finite width: cumulants of the output of networks with one hidden layer of n nodes, at two inputs whose
 * hidden values have the variance q and the correlation ρ. Given the hidden layer the output is Gaussian with the covariance Σ̂ = (1/n)·Σ_i
 * k(h_i, h_i), so at every n (arXiv:2408.00082, section 3, where it is the first order in 1/n)
 *
 * <pre>
 * G4c(1234) = (1/n)·[Cov(k12, k34) + Cov(k13, k24) + Cov(k14, k23)],   excess kurtosis = (3/n)·Var k11/(E k11)²
 * </pre>
 *
 * <p>The estimates use that too: they are variances of Σ̂ over networks, whose relative error does not grow with n. The density of the output is
 * the mean of those that are normal given Σ̂; Edgeworth's series has its first correction by the exact kurtosis.
 *
 * @param width n
 * @param networks how many were sampled
 * @param kurtosis n times the excess kurtosis, and its standard error by the jackknife over networks
 * @param kurtosisError its standard error
 * @param fourPoint n·G4c(1122)
 * @param fourPointError its standard error
 * @param densities of the output, at several places
 */
public record FiniteWidth(
        int width,
        int networks,
        double kurtosis,
        double kurtosisError,
        double fourPoint,
        double fourPointError,
        List<Density> densities) {
    /** Where densities are taken, in standard deviations of the output at infinite width. */
    private static final List<Double> PLACES = List.of(0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0);

    /** Moments of Σ̂, which come before the densities. */
    private static final int MOMENTS = 6;

    /**
     * The density of the output, whose standard deviation at infinite width is 1 here.
     *
     * @param at the place
     * @param value sampled
     * @param error its standard error
     */
    public record Density(double at, double value, double error) {
        /** {@return the density at infinite width} */
        public double normal() {
            return Math.exp(-at * at / 2) / Math.sqrt(2 * Math.PI);
        }

        /**
         * {@return Edgeworth's density to the first order in 1/n, that of infinite width times 1 + κ/24·He4 (arXiv:2408.00082, section 3)}
         *
         * @param kurtosis κ, the excess kurtosis at this width
         */
        public double edgeworth(double kurtosis) {
            double square = at * at;
            return normal() * (1 + kurtosis / 24 * (square * square - 6 * square + 3));
        }
    }

    /**
     * Copies.
     *
     * @param width n
     * @param networks how many were sampled
     * @param kurtosis n times the excess kurtosis, and its standard error by the jackknife over networks
     * @param kurtosisError its standard error
     * @param fourPoint n·G4c(1122)
     * @param fourPointError its standard error
     * @param densities of the output, at several places
     */
    public FiniteWidth {
        densities = List.copyOf(densities);
    }

    private static final int BLOCK = 50;
    private static final int TERMS = 200;

    /**
     * Exact values for n = 1, in sizes that estimates times n approach.
     *
     * @param kurtosis 3·Var k11/(E k11)²
     * @param fourPoint Cov(k11, k22) + 2·Var(k12)
     */
    public record Exact(double kurtosis, double fourPoint) {}

    /**
     * {@return the exact cumulants, by quadrature and Mehler's expansion}
     *
     * @param prior of the edges behind the hidden layer
     * @param q variance of the hidden values, &gt; 0
     * @param rho their correlation at the two inputs, |ρ| &lt; 1
     */
    public static Exact exact(Prior prior, double q, double rho) {
        double[] d = new SignalPropagation(prior).derivatives(q);
        double mean = new SignalPropagation(prior).variance(q);
        Expectations expectations = new Expectations(prior.basis(), Math.sqrt(q), TERMS);
        double squares = 0;
        double diagonals = 0;
        int f = prior.features();
        double[] psi = new double[f];
        for (int a = 0; a < f; a++) {
            for (int b = 0; b <= a; b++) {
                int first = a;
                int second = b;
                double[] hermite = expectations.hermite(u -> {
                    prior.features(u, 0, psi, 0);
                    return psi[first] * psi[second];
                });
                squares += (a == b ? 1 : 2) * series(hermite, rho);
            }
        }
        diagonals += series(
                expectations.hermite(u -> {
                    prior.features(u, 0, psi, 0);
                    return Prior.dot(psi, 0, psi, 0, f);
                }),
                rho);
        double k12 = new CorrelationMap(prior, q, TERMS).value(rho);
        return new Exact(3 * d[2] / (mean * mean), diagonals - mean * mean + 2 * (squares - k12 * k12));
    }

    /** Σ_j ρ^j·A_j². */
    private static double series(double[] coefficients, double rho) {
        double sum = 0;
        for (int j = coefficients.length - 1; j >= 0; j--) {
            sum = sum * rho + coefficients[j] * coefficients[j];
        }
        return sum;
    }

    /**
     * Samples networks of one width.
     *
     * @param prior of the edges behind the hidden layer
     * @param q variance of the hidden values, &gt; 0
     * @param rho their correlation at the two inputs, |ρ| &lt; 1
     * @param width n ≥ 1
     * @param networks how many, ≥ 2
     * @param seed of all of them
     * @param parallel the threads, which change nothing
     * @param progress told which share is done
     * @param stop asked between blocks of networks; what was sampled until then counts
     * @return the estimates
     */
    public static FiniteWidth sampled(
            Prior prior,
            double q,
            double rho,
            int width,
            int networks,
            long seed,
            Parallel parallel,
            DoubleConsumer progress,
            BooleanSupplier stop) {
        double variance = new SignalPropagation(prior).variance(q);
        List<double[]> samples = new ArrayList<>();
        while (samples.size() < networks && (samples.size() < 2 || !stop.getAsBoolean())) {
            List<Callable<double[]>> tasks = new ArrayList<>();
            for (int i = samples.size(); i < Math.min(networks, samples.size() + BLOCK); i++) {
                Normal normal = Normal.of(seed + width, i);
                tasks.add(() -> moments(covariance(prior, q, rho, width, normal), variance));
            }
            samples.addAll(parallel.all(tasks));
            progress.accept((double) samples.size() / networks);
        }
        double[][] all = samples.toArray(double[][]::new);
        Statistic kurtosis = Jackknife.of(all, m -> 3 * width * (m[3] - m[0] * m[0]) / (m[0] * m[0]));
        Statistic fourPoint = Jackknife.of(all, m -> width * (m[4] - m[0] * m[1] + 2 * (m[5] - m[2] * m[2])));
        List<Density> densities = new ArrayList<>();
        for (int i = 0; i < PLACES.size(); i++) {
            int at = MOMENTS + i;
            Statistic density =
                    Statistic.of(samples.stream().mapToDouble(m -> m[at]).toArray());
            densities.add(new Density(PLACES.get(i), density.mean(), density.error()));
        }
        return new FiniteWidth(
                width, all.length, kurtosis.mean(), kurtosis.error(), fourPoint.mean(), fourPoint.error(), densities);
    }

    /** Σ̂11, Σ̂22 and Σ̂12 of one network, [3]. */
    private static double[] covariance(Prior prior, double q, double rho, int width, Normal normal) {
        int f = prior.features();
        double[] psi = new double[2 * f];
        double[] sum = new double[3];
        double scale = Math.sqrt(q);
        double other = Math.sqrt(1 - rho * rho);
        for (int i = 0; i < width; i++) {
            double z = normal.next();
            prior.features(scale * z, 0, psi, 0);
            prior.features(scale * (rho * z + other * normal.next()), 0, psi, f);
            sum[0] += Prior.dot(psi, 0, psi, 0, f) / width;
            sum[1] += Prior.dot(psi, f, psi, f, f) / width;
            sum[2] += Prior.dot(psi, 0, psi, f, f) / width;
        }
        return sum;
    }

    /** Moments of Σ̂, then the densities of an output that is normal given it, in standard deviations of the given variance. */
    private static double[] moments(double[] s, double variance) {
        double[] moments = Arrays.copyOf(
                new double[] {s[0], s[1], s[2], s[0] * s[0], s[0] * s[1], s[2] * s[2]}, MOMENTS + PLACES.size());
        double scale = variance / s[0];
        for (int i = 0; i < PLACES.size(); i++) {
            double z = PLACES.get(i);
            moments[MOMENTS + i] = Math.sqrt(scale / (2 * Math.PI)) * Math.exp(-z * z * scale / 2);
        }
        return moments;
    }

    /**
     * The power of n in the kurtosis, by least squares of its logarithm, weighted by its errors.
     *
     * @param widths at two widths or more
     * @return slope and standard error, [2]; NaN where a kurtosis is not positive
     */
    public static double[] slope(List<FiniteWidth> widths) {
        double[] x = widths.stream().mapToDouble(w -> Math.log(w.width)).toArray();
        double[] y =
                widths.stream().mapToDouble(w -> Math.log(w.kurtosis / w.width)).toArray();
        double[] error =
                widths.stream().mapToDouble(w -> w.kurtosisError / w.kurtosis).toArray();
        return Line.weighted(x, y, error);
    }
}
