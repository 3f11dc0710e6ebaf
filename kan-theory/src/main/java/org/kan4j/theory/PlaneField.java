package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Fourier;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;
import org.kan4j.network.KanNetwork;
import org.kan4j.numeric.Parallel;

/**
 * A free scalar field in the plane as an ensemble of KANs of two layers: linear edges with momenta k drawn from a density ∝ 1/(k² + m²) up to a cutoff
 * Λ, then edges of one cosine and one sine with Gaussian coefficients (arXiv:2604.27050 with α = 0). At every width its two-point
 * function is the cut-off propagator G(r) = (1/2π)·∫_0^Λ k·J_0(kr)/(k² + m²) dk, which depends on the distance alone. One layer is a
 * sum of functions of single coordinates and knows no rotations.
 *
 * @param networks how many were sampled
 * @param distances r
 * @param correlations ⟨φ(r)·φ(0)⟩ along an axis
 * @param errors their standard errors
 * @param exact the cut-off propagator
 * @param rotations of the axis into the diagonal, for this ensemble and for additive networks
 */
public record PlaneField(
        int networks,
        double[] distances,
        double[] correlations,
        double[] errors,
        double[] exact,
        List<Symmetry> rotations) {
    private static final int LAGS = 11;
    private static final int BLOCK = 500;

    /** Steps of the integrals: of the angle in J_0, whose error falls exponentially, and of ln(k² + m²). */
    private static final int ANGLES = 200;

    private static final int RADII = 4_000;

    /** Distances go to so many correlation lengths. */
    private static final double REACH = 2;

    /**
     * Draws networks.
     *
     * @param field gives the mass, and the edges of the additive networks
     * @param cutoff Λ &gt; 0 of the momenta
     * @param width hidden nodes, ≥ 1
     * @param networks how many, ≥ 2
     * @param seed of all of them
     * @param engine computes
     * @param parallel the threads, which change nothing
     * @param progress told which share is done
     * @param stop asked now and then; what was sampled until then counts
     * @return the estimates
     */
    public static PlaneField sampled(
            CircleField field,
            double cutoff,
            int width,
            int networks,
            long seed,
            Engine engine,
            Parallel parallel,
            DoubleConsumer progress,
            BooleanSupplier stop) {
        double m = field.mass();
        if (!(cutoff > 0 && cutoff * REACH <= 100 * m && width >= 1 && networks >= 2)) {
            throw new IllegalArgumentException("field: a cutoff above 0 and at most " + 100 / REACH
                    + " masses, a width of 1 or more, and 2 networks or more required, got " + cutoff + ", " + width
                    + ", " + networks);
        }
        double[] r = Chart.even(0, Math.min(REACH / m, field.length() / 2), LAGS);
        double[] points = points(r);
        KanNetwork waves = waves(width);
        Layer edge = field.network().layer(0);
        KanNetwork additive =
                new KanNetwork(List.of(Layer.dense(Collections.nCopies(2, edge.basis(0)), BaseActivation.ZERO, 1)));
        List<double[]> samples = new ArrayList<>();
        while (samples.size() < networks && (samples.size() < 2 || !stop.getAsBoolean())) {
            List<Callable<double[]>> tasks = new ArrayList<>();
            for (int i = samples.size(); i < Math.min(networks, samples.size() + BLOCK); i++) {
                Normal normal = Normal.of(seed, i);
                tasks.add(() -> {
                    double[] of = new double[LAGS + 2];
                    double[] y = new double[points.length / 2];
                    engine.values(waves, momenta(waves, m, cutoff, width, normal), points, y.length, y);
                    for (int k = 0; k < LAGS; k++) {
                        of[k] = y[0] * y[k];
                    }
                    of[LAGS] = turned(y);
                    double[] p = new double[additive.parameterCount()];
                    double[] variances = field.variances();
                    for (int j = 0; j < p.length; j++) {
                        p[j] = Math.sqrt(variances[j % variances.length]) * normal.next();
                    }
                    engine.values(additive, p, points, y.length, y);
                    of[LAGS + 1] = turned(y);
                    return of;
                });
            }
            samples.addAll(parallel.all(tasks));
            progress.accept((double) samples.size() / networks);
        }
        double[] g = new double[LAGS];
        double[] errors = new double[LAGS];
        double[] exact = new double[LAGS];
        for (int k = 0; k < LAGS; k++) {
            Statistic statistic = column(samples, k);
            g[k] = statistic.mean();
            errors[k] = statistic.error();
            exact[k] = propagator(m, cutoff, r[k]);
        }
        return new PlaneField(
                samples.size(),
                r,
                g,
                errors,
                exact,
                List.of(
                        Symmetry.of("rotations of the plane", false, column(samples, LAGS)),
                        Symmetry.of("rotations of the plane, one layer", true, column(samples, LAGS + 1))));
    }

    private static Statistic column(List<double[]> samples, int k) {
        return Statistic.of(samples.stream().mapToDouble(sample -> sample[k]).toArray());
    }

    /** Points at all distances along the first axis, then as far along the diagonal, [2·LAGS, 2]. */
    private static double[] points(double[] r) {
        double[] points = new double[4 * LAGS];
        for (int k = 0; k < LAGS; k++) {
            points[2 * k] = r[k];
            points[2 * (LAGS + k)] = r[k] / Math.sqrt(2);
            points[2 * (LAGS + k) + 1] = r[k] / Math.sqrt(2);
        }
        return points;
    }

    /** Σ_r φ(0)·(φ on the axis − φ on the diagonal), whose mean is 0 where rotations change nothing. */
    private static double turned(double[] y) {
        double sum = 0;
        for (int k = 0; k < LAGS; k++) {
            sum += y[0] * (y[k] - y[LAGS + k]);
        }
        return sum;
    }

    private static KanNetwork waves(int width) {
        BSpline none = new BSpline(Grid.uniform(-1, 1, 1), 1, Extrapolation.LINEAR);
        Fourier wave = new Fourier(Grid.of(0, 2 * Math.PI), 1);
        return new KanNetwork(List.of(
                Layer.dense(Collections.nCopies(2, none), BaseActivation.IDENTITY, width),
                Layer.dense(Collections.nCopies(width, wave), BaseActivation.ZERO, 1)));
    }

    private static double[] momenta(KanNetwork network, double m, double cutoff, int width, Normal normal) {
        double[] p = new double[network.parameterCount()];
        Layer linear = network.layer(0);
        double logarithm = Math.log1p(cutoff * cutoff / (m * m));
        double deviation = Math.sqrt(logarithm / (4 * Math.PI) / width);
        for (int i = 0; i < width; i++) {
            double k = m * Math.sqrt(Math.expm1(normal.uniform() * logarithm));
            double angle = 2 * Math.PI * normal.uniform();
            p[linear.inputOffset(0) + linear.basis(0).size() * width + i] = k * Math.cos(angle);
            p[linear.inputOffset(1) + linear.basis(1).size() * width + i] = k * Math.sin(angle);
            int wave = network.offset(1) + network.layer(1).inputOffset(i);
            p[wave + 1] = deviation * normal.next();
            p[wave + 2] = deviation * normal.next();
        }
        return p;
    }

    /** The cut-off propagator, by the midpoint rule in ln(k² + m²) and in the angle. */
    static double propagator(double m, double cutoff, double r) {
        double logarithm = Math.log1p(cutoff * cutoff / (m * m));
        double sum = 0;
        for (int i = 0; i < RADII; i++) {
            double k = m * Math.sqrt(Math.expm1((i + 0.5) / RADII * logarithm));
            double bessel = 0;
            for (int a = 0; a < ANGLES; a++) {
                bessel += Math.cos(k * r * Math.cos(Math.PI * (a + 0.5) / ANGLES)) / ANGLES;
            }
            sum += bessel / RADII;
        }
        return sum * logarithm / (4 * Math.PI);
    }
}
