package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleConsumer;
import org.kan4j.kernel.Engine;
import org.kan4j.network.KanNetwork;
import org.kan4j.numeric.Parallel;

/**
 * Correlations of the field with the interaction g·∫φ⁴, from networks.
 *
 * @param coupling g
 * @param networks how many were sampled
 * @param correlations ⟨φ(τ)·φ(0)⟩, averaged over the circle, at {@link CircleField#distances}
 * @param errors their standard errors, by the jackknife over blocks of networks
 * @param length correlation length, from G(L/8) and G(L/4)
 * @param lengthError its standard error
 * @param share of the networks that count (Σw)²/(N·Σw²) where they are weighted; of the proposals that were accepted where they are
 *     sampled
 */
public record QuarticField(
        double coupling,
        int networks,
        double[] correlations,
        double[] errors,
        double length,
        double lengthError,
        double share) {
    private static final int BLOCKS = 100;
    private static final int AT_ONCE = 10;
    private static final int BEFORE = 20;

    /** Of a quarter of a period, which makes free fields independent of where they were. */
    private static final int STEPS = 5;

    /** Sums over the networks of a block: weights, their squares (or accepted proposals), weighted correlations. */
    private static final int FIRST = 2;

    /** One block of networks: their number, and sums. */
    private record Block(int networks, double[] sums) {}

    /** Makes a block. */
    @FunctionalInterface
    private interface Sampler {
        Block block(Normal normal, int networks);
    }

    /**
     * Draws networks of the free field and weights each with exp(−g·∫φ⁴) (arXiv:2307.03223, section 4).
     *
     * @param field the free field
     * @param coupling g ≥ 0
     * @param networks how many, ≥ 200; rounded down to a multiple of 100
     * @param seed of all of them
     * @param engine computes
     * @param parallel the threads, which change nothing
     * @param progress told which share is done
     * @param stop asked now and then; what was sampled until then counts
     * @return the estimates
     */
    public static QuarticField reweighted(
            CircleField field,
            double coupling,
            int networks,
            long seed,
            Engine engine,
            Parallel parallel,
            DoubleConsumer progress,
            BooleanSupplier stop) {
        KanNetwork network = field.network();
        double[] variances = field.variances();
        double[] points = field.points();
        DoubleBinaryOperator effective = (weight, squares) -> weight * weight / squares;
        return of(field, coupling, networks, seed, parallel, progress, stop, effective, (normal, count) -> {
            double[] sums = new double[FIRST + CircleField.LAGS];
            double[] p = new double[variances.length];
            double[] phi = new double[points.length];
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < p.length; j++) {
                    p[j] = Math.sqrt(variances[j]) * normal.next();
                }
                engine.values(network, p, points, points.length, phi);
                double weight = Math.exp(-action(field, coupling, phi, phi.length, phi.length, new double[0]));
                sums[0] += weight;
                sums[1] += weight * weight;
                CircleField.addCorrelations(phi, weight, sums, FIRST);
            }
            return new Block(count, sums);
        });
    }

    /**
     * Samples the parameters of networks by Hamiltonian Monte Carlo. In units of their deviations in the free field all modes
     * of that have one frequency, so between kicks by the interaction they turn exactly, and long waves are as fast as short ones.
     *
     * @param field the free field
     * @param coupling g ≥ 0
     * @param networks how many, ≥ 200, in {@value #BLOCKS} chains; rounded down to a multiple of 100
     * @param seed of all of them
     * @param engine computes
     * @param parallel the threads, which change nothing
     * @param progress told which share is done
     * @param stop asked now and then; what was sampled until then counts
     * @return the estimates
     */
    public static QuarticField sampled(
            CircleField field,
            double coupling,
            int networks,
            long seed,
            Engine engine,
            Parallel parallel,
            DoubleConsumer progress,
            BooleanSupplier stop) {
        return of(
                field,
                coupling,
                networks,
                seed,
                parallel,
                progress,
                stop,
                (all, accepted) -> accepted,
                (normal, count) -> {
                    double[] sums = new double[FIRST + CircleField.LAGS];
                    Chain chain = new Chain(field, coupling, engine, normal);
                    for (int i = -BEFORE; i < count; i++) {
                        boolean accepted = chain.propose();
                        if (i >= 0) {
                            sums[0]++;
                            sums[1] += accepted ? 1 : 0;
                            CircleField.addCorrelations(chain.phi, 1, sums, FIRST);
                        }
                    }
                    return new Block(count, sums);
                });
    }

    private static QuarticField of(
            CircleField field,
            double coupling,
            int networks,
            long seed,
            Parallel parallel,
            DoubleConsumer progress,
            BooleanSupplier stop,
            DoubleBinaryOperator share,
            Sampler sampler) {
        if (!(coupling >= 0 && networks >= 2 * BLOCKS)) {
            throw new IllegalArgumentException("field: a coupling of 0 or more and " + 2 * BLOCKS
                    + " networks or more required, got " + coupling + " and " + networks);
        }
        List<Block> blocks = new ArrayList<>();
        while (blocks.size() < BLOCKS && (blocks.isEmpty() || !stop.getAsBoolean())) {
            List<Callable<Block>> tasks = new ArrayList<>();
            for (int b = 0; b < AT_ONCE; b++) {
                Normal normal = Normal.of(seed, blocks.size() + b);
                tasks.add(() -> sampler.block(normal, networks / BLOCKS));
            }
            blocks.addAll(parallel.all(tasks));
            progress.accept((double) blocks.size() / BLOCKS);
        }
        double[][] sums = blocks.stream().map(Block::sums).toArray(double[][]::new);
        double[] g = new double[CircleField.LAGS];
        double[] errors = new double[g.length];
        for (int k = 0; k < g.length; k++) {
            int at = FIRST + k;
            Statistic statistic = Jackknife.of(sums, m -> m[at] / m[0]);
            g[k] = statistic.mean();
            errors[k] = statistic.error();
        }
        Statistic length = Jackknife.of(sums, m -> field.correlationLength(m, FIRST));
        int sampled = blocks.stream().mapToInt(Block::networks).sum();
        double first = Arrays.stream(sums).mapToDouble(sum -> sum[0]).sum();
        double second = Arrays.stream(sums).mapToDouble(sum -> sum[1]).sum();
        return new QuarticField(
                coupling,
                sampled,
                g,
                errors,
                length.mean(),
                length.error(),
                share.applyAsDouble(first, second) / sampled);
    }

    /** The share of some points in g·∫φ⁴, and its derivatives by φ where there is room for them. */
    private static double action(CircleField field, double coupling, double[] phi, int rows, int all, double[] slopes) {
        double scale = coupling * field.length() / all;
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            double square = phi[i] * phi[i];
            sum += scale * square * square;
            if (slopes.length > 0) {
                slopes[i] = 4 * scale * square * phi[i];
            }
        }
        return sum;
    }

    /** A chain of networks. */
    private static final class Chain {
        private final CircleField field;
        private final double coupling;
        private final Engine engine;
        private final Normal normal;
        private final KanNetwork network;
        private final double[] points;
        private final double[] deviations;
        private final double[] slopes;
        private double[] z;
        private double[] phi;

        Chain(CircleField field, double coupling, Engine engine, Normal normal) {
            this.field = field;
            this.coupling = coupling;
            this.engine = engine;
            this.normal = normal;
            this.network = field.network();
            this.points = field.points();
            double[] variances = field.variances();
            this.deviations = new double[variances.length];
            this.slopes = new double[variances.length];
            this.z = new double[variances.length];
            this.phi = new double[points.length];
            for (int j = 0; j < z.length; j++) {
                deviations[j] = Math.sqrt(variances[j]);
                z[j] = normal.next();
            }
        }

        /** Goes a quarter of a period with a random velocity, and stays there with the probability that makes it right. */
        boolean propose() {
            double[] x = z.clone();
            double[] v = new double[x.length];
            for (int j = 0; j < v.length; j++) {
                v[j] = normal.next();
            }
            // Steps of random length return to no place.
            double step = Math.PI / 2 / STEPS * (0.8 + 0.4 * normal.uniform());
            double[] outputs = new double[points.length];
            double energy = interaction(x, outputs);
            double before = energy + kinetic(x, v);
            kick(v, step / 2);
            for (int s = 1; s <= STEPS; s++) {
                turn(x, v, step);
                energy = interaction(x, outputs);
                kick(v, s == STEPS ? step / 2 : step);
            }
            boolean accepted = normal.uniform() < Math.exp(before - energy - kinetic(x, v));
            if (accepted) {
                z = x;
                phi = outputs;
            }
            return accepted;
        }

        private static double kinetic(double[] x, double[] v) {
            return (Prior.dot(x, 0, x, 0, x.length) + Prior.dot(v, 0, v, 0, v.length)) / 2;
        }

        private void kick(double[] v, double step) {
            for (int j = 0; j < v.length; j++) {
                v[j] -= step * slopes[j] * deviations[j];
            }
        }

        private static void turn(double[] x, double[] v, double angle) {
            double cos = Math.cos(angle);
            double sin = Math.sin(angle);
            for (int j = 0; j < x.length; j++) {
                double moved = cos * x[j] + sin * v[j];
                v[j] = cos * v[j] - sin * x[j];
                x[j] = moved;
            }
        }

        private double interaction(double[] x, double[] outputs) {
            double[] p = new double[x.length];
            for (int j = 0; j < p.length; j++) {
                p[j] = deviations[j] * x[j];
            }
            Engine.Loss loss = (y, first, rows, dy) -> {
                System.arraycopy(y, 0, outputs, first, rows);
                return action(field, coupling, y, rows, points.length, dy);
            };
            return engine.gradient(network, p, points, points.length, loss, slopes, new double[0]);
        }
    }
}
