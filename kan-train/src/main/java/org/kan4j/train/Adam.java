package org.kan4j.train;

import java.util.Optional;
import java.util.SplittableRandom;
import org.kan4j.data.Batch;
import org.kan4j.kernel.ResidentEngine;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/**
 * Adam with decoupled weight decay (AdamW: arXiv:1412.6980, arXiv:1711.05101) on mini-batches. A step is one pass through the
 * rows, in an order that depends on the seed and the number of the pass alone. On an engine that can hold a training on its
 * device ({@link ResidentEngine}) whole passes are taken there, in float32.
 *
 * @param rate the highest learning rate, &gt; 0
 * @param batchRows rows of a mini-batch, ≥ 1
 * @param decay share of a parameter that a full-rate update takes off, ≥ 0
 * @param schedule how the rate changes
 * @param scaling how starts and rates depend on widths; empty where one rate serves all parameters
 */
public record Adam(double rate, int batchRows, double decay, Schedule schedule, Optional<MaximalUpdate> scaling)
        implements Optimizer {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
    private static final double WARM_UP = 0.05;
    private static final int PLATEAU = 5;

    /** How the learning rate changes; each begins with a linear rise over a twentieth of the run. */
    public enum Schedule {
        /** Stays. */
        CONSTANT,
        /** Falls to zero as half a wave of the cosine (arXiv:1608.03983). */
        COSINE,
        /** Is halved after five passes without a lower loss. */
        PLATEAU
    }

    /**
     * Validates.
     *
     * @param rate the highest learning rate, &gt; 0
     * @param batchRows rows of a mini-batch, ≥ 1
     * @param decay share of a parameter that a full-rate update takes off, ≥ 0
     * @param schedule how the rate changes
     * @param scaling how starts and rates depend on widths; empty where one rate serves all parameters
     */
    public Adam {
        if (!(rate > 0 && rate < 1e3) || !(batchRows >= 1) || !(decay >= 0 && decay < 1e3)) {
            throw new IllegalArgumentException(
                    "Adam: rate > 0 and < 1000, rows in a batch >= 1, decay >= 0 and < 1000 required, got " + rate
                            + ", " + batchRows + " and " + decay);
        }
    }

    /**
     * One rate for all parameters.
     *
     * @param rate the highest learning rate, &gt; 0
     * @param batchRows rows of a mini-batch, ≥ 1
     * @param decay share of a parameter that a full-rate update takes off, ≥ 0
     * @param schedule how the rate changes
     */
    public Adam(double rate, int batchRows, double decay, Schedule schedule) {
        this(rate, batchRows, decay, schedule, Optional.empty());
    }

    /**
     * {@return the same, whose rate is meant for a width}
     *
     * @param changed how starts and rates depend on widths; decay does not
     */
    public Adam withScaling(Optional<MaximalUpdate> changed) {
        return new Adam(rate, batchRows, decay, schedule, changed);
    }

    /** {@return a rate of 0.01, 128 rows in a batch, no decay, cosine schedule} */
    public static Adam defaults() {
        return new Adam(0.01, 128, 0, Schedule.COSINE);
    }

    @Override
    public String name() {
        return "adam";
    }

    @Override
    public Kan initial(Kan kan) {
        return scaling.map(update -> update.initial(kan)).orElse(kan);
    }

    /** One short run: each begins with a rise of the rate and forgets its momentum. */
    @Override
    public int[] runs(int steps) {
        return new int[] {steps / 10, steps - steps / 10};
    }

    @Override
    public Optimizer.Run start(Objective objective, int steps, long seed) {
        return new Descent(objective, Passes.of(objective.batch()), steps, seed);
    }

    /** Begins to take steps through other rows than the objective's, which then are but a sample of them. */
    Optimizer over(Passes passes) {
        return new Optimizer() {
            @Override
            public String name() {
                return Adam.this.name();
            }

            @Override
            public String description() {
                return Adam.this + passes.description();
            }

            @Override
            public int[] runs(int steps) {
                return Adam.this.runs(steps);
            }

            @Override
            public Kan initial(Kan kan) {
                return Adam.this.initial(kan);
            }

            @Override
            public Optimizer.Run start(Objective objective, int steps, long seed) {
                return new Descent(objective, passes, steps, seed);
            }
        };
    }

    private final class Descent implements Optimizer.Run {
        private static final int SCALARS = 5;

        private final Objective objective;
        private final Passes passes;
        private final int batches;
        private final int steps;
        private final long seed;
        private final double[] p;
        private final double[] first;
        private final double[] second;
        private final double[] gradient;
        private final double[] shares;
        private final Optional<ResidentEngine.Training> resident;
        private int pass;
        private double loss = Double.NaN;
        private double lowest = Double.POSITIVE_INFINITY;
        private int since;
        private double reduction = 1;

        Descent(Objective objective, Passes passes, int steps, long seed) {
            this.objective = objective;
            this.passes = passes;
            this.batches = passes.batches(batchRows);
            this.steps = steps;
            this.seed = seed;
            this.p = objective.kan().parameters();
            this.first = new double[p.length];
            this.second = new double[p.length];
            this.gradient = new double[p.length];
            KanNetwork network = objective.kan().network();
            this.shares = scaling.map(update -> update.shares(network)).orElse(new double[0]);
            int rows = objective.batch().rows();
            this.resident = passes.description().isEmpty()
                    ? objective.resident((rows + batches - 1) / batches, shares)
                    : Optional.empty();
        }

        @Override
        public boolean step() {
            // A random order of the rows, the same for the same seed and pass.
            long order = new SplittableRandom(seed + pass).nextLong();
            double sum = resident.isPresent() ? passThere(resident.get(), order) : passHere(order);
            pass++;
            loss = sum / passes.totalWeight();
            since = loss < lowest ? 0 : since + 1;
            lowest = Math.min(loss, lowest);
            if (schedule == Schedule.PLATEAU && since == PLATEAU) {
                reduction /= 2;
                since = 0;
            }
            return true;
        }

        /** Takes the steps of a pass; returns the sum of the batches' objectives by their weights. */
        private double passHere(long order) {
            double[] sum = {0};
            passes.pass(order, batches, (b, rows) -> {
                if (rows.totalWeight() > 0) {
                    double value = objective.gradient(p, rows, gradient);
                    sum[0] += value * rows.totalWeight();
                    update(b);
                }
            });
            return sum[0];
        }

        /** A pass on the device; the penalties' share of its loss is that at the end. */
        private double passThere(ResidentEngine.Training training, long order) {
            double[] rates = new double[4 * batches];
            for (int b = 0; b < batches; b++) {
                System.arraycopy(rates(b), 0, rates, 4 * b, 4);
            }
            Batch all = objective.batch();
            double sum = training.pass(Split.shuffled(all.rows(), order), rates, batches);
            training.read(p, first, second);
            return sum + objective.penalty(p) * all.totalWeight();
        }

        /** The share of the highest rate after so many passes. */
        private double factor(double passes) {
            double done = passes / steps;
            double rise = Math.min(1, (done + 1e-3) / WARM_UP);
            return switch (schedule) {
                case CONSTANT -> rise;
                case COSINE -> rise * (1 + Math.cos(Math.PI * Math.min(1, done))) / 2;
                case PLATEAU -> rise * reduction;
            };
        }

        /** Of a batch: the rate, the factor on the parameters, and the corrections of the moments. */
        private double[] rates(int batch) {
            double now = rate * factor(pass + (double) batch / batches);
            double t = (double) pass * batches + batch + 1;
            return new double[] {now, 1 - now * decay, 1 / (1 - Math.pow(BETA1, t)), 1 / (1 - Math.pow(BETA2, t))};
        }

        private void update(int batch) {
            double[] now = rates(batch);
            for (int i = 0; i < p.length; i++) {
                double g = gradient[i];
                first[i] += (1 - BETA1) * (g - first[i]);
                second[i] += (1 - BETA2) * (g * g - second[i]);
                double step = shares.length == 0 ? now[0] : now[0] * shares[i];
                p[i] = now[1] * p[i] - step * first[i] * now[2] / (Math.sqrt(second[i] * now[3]) + EPSILON);
            }
        }

        @Override
        public double[] parameters() {
            return p.clone();
        }

        @Override
        public double loss() {
            return loss;
        }

        @Override
        public double[] state() {
            int n = p.length;
            double[] state = new double[3 * n + SCALARS];
            System.arraycopy(p, 0, state, 0, n);
            System.arraycopy(first, 0, state, n, n);
            System.arraycopy(second, 0, state, 2 * n, n);
            state[3 * n] = pass;
            state[3 * n + 1] = loss;
            state[3 * n + 2] = lowest;
            state[3 * n + 3] = since;
            state[3 * n + 4] = reduction;
            return state;
        }

        @Override
        public void restore(double[] state) {
            int n = p.length;
            if (state.length != 3 * n + SCALARS) {
                throw new IllegalArgumentException(
                        "Adam: a state of " + (3 * n + SCALARS) + " numbers required, got " + state.length);
            }
            System.arraycopy(state, 0, p, 0, n);
            System.arraycopy(state, n, first, 0, n);
            System.arraycopy(state, 2 * n, second, 0, n);
            pass = (int) state[3 * n];
            loss = state[3 * n + 1];
            lowest = state[3 * n + 2];
            since = (int) state[3 * n + 3];
            reduction = state[3 * n + 4];
            resident.ifPresent(training -> training.write(p, first, second));
        }

        @Override
        public void close() {
            resident.ifPresent(ResidentEngine.Training::close);
        }
    }
}
