package org.kan4j.train;

import java.util.Arrays;
import java.util.Optional;
import org.kan4j.data.Batch;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.ResidentEngine;
import org.kan4j.model.Response;
import org.kan4j.network.Kan;

/** What the outputs of a row cost against its targets. Losses of rows are averaged by weight. */
public sealed interface Loss {
    /** {@return the sum of (y − t)² over the outputs} */
    static Loss squares() {
        return new Squares();
    }

    /**
     * {@return the negative log-likelihood, in nats, of the row's class} One output is the log-odds of class 1 against class 0; several
     * are the log-probabilities of their classes up to a common number (softmax).
     */
    static Loss crossEntropy() {
        return new CrossEntropy();
    }

    /**
     * {@return the sum of Huber's function of y − t over the outputs: its square up to δ, and 2·δ·|y − t| − δ² beyond, so that outliers
     * pull with a bounded force (Huber, Ann. Math. Statist. 35, 1964)}
     *
     * @param delta δ in the network's units, &gt; 0
     */
    static Loss huber(double delta) {
        return new Huber(delta);
    }

    /**
     * {@return the deviance of Poisson's distribution, 2·(μ − t − t·log(μ/t)), where an output is log μ} Targets are counts, or multiples of
     * one number.
     */
    static Loss poisson() {
        return new Poisson();
    }

    /** {@return the deviance of Gamma distributions of one shape, 2·(t/μ − 1 − log(t/μ)), where an output is log μ} Targets are positive. */
    static Loss gamma() {
        return new Gamma();
    }

    /**
     * {@return the pinball loss, whose minimum is a quantile: (1 − level)·(y − t) above the target, level·(t − y) below (Koenker and Bassett,
     * Econometrica 46, 1978)} It is rounded off within 0.02 of the target, so that it has derivatives (Chen, J. Comput. Graph. Stat. 16, 2007).
     *
     * @param level between 0 and 1
     */
    static Loss quantile(double level) {
        return new Quantile(level);
    }

    /**
     * {@return the loss of this name}
     *
     * @param text {@code squares}, {@code huber:D}, {@code poisson}, {@code gamma} or {@code quantile:P}
     * @throws IllegalArgumentException if there is no such loss
     */
    static Loss parse(String text) {
        String name = text.replaceFirst(":.*", "");
        double number = Double.NaN;
        try {
            number = name.length() < text.length() ? Double.parseDouble(text.substring(name.length() + 1)) : Double.NaN;
        } catch (NumberFormatException e) {
            name = "";
        }
        boolean plain = Double.isNaN(number) && name.equals(text);
        if (plain && name.equals("squares")) {
            return squares();
        } else if (plain && name.equals("poisson")) {
            return poisson();
        } else if (plain && name.equals("gamma")) {
            return gamma();
        } else if (name.equals("huber") && !plain) {
            return huber(number);
        } else if (name.equals("quantile") && !plain) {
            return quantile(number);
        }
        throw new IllegalArgumentException(
                "loss: squares, huber:D, poisson, gamma or quantile:P required, as in huber:1.5 or quantile:0.9, got "
                        + text);
    }

    /**
     * {@return the loss of a regression whose outputs are these}
     *
     * @param response what they are of the targets
     */
    static Loss of(Response response) {
        return switch (response.kind()) {
            case MEAN -> squares();
            case POISSON -> poisson();
            case GAMMA -> gamma();
            case QUANTILE -> quantile(response.level());
        };
    }

    /** {@return what the outputs of a network are that has the least of this loss} */
    default Response response() {
        return Response.MEAN;
    }

    /** {@return whether a row's loss is a square of a residual of each output, so that steps of Gauss and Newton lower it} */
    default boolean residuals() {
        return false;
    }

    /**
     * Loss of one row.
     *
     * @param y outputs, from {@code y0} on, not modified
     * @param y0 offset into {@code y} and {@code dy}
     * @param outputs number of outputs
     * @param t targets, from {@code t0} on, not modified
     * @param t0 offset into {@code t}
     * @param weight what the row counts
     * @param dy receives the gradient by the outputs, times {@code weight}
     * @return the loss, times {@code weight}
     */
    double row(double[] y, int y0, int outputs, double[] t, int t0, double weight, double[] dy);

    /**
     * Second derivatives of the loss of one row by each output, or, where these may vanish, those of a parabola that touches it at the
     * outputs and lies above it. Steps with them are those of iteratively reweighted least squares.
     *
     * @param y outputs, from {@code y0} on, not modified
     * @param y0 offset into {@code y} and {@code curvatures}
     * @param outputs number of outputs
     * @param t targets, from {@code t0} on, not modified
     * @param t0 offset into {@code t}
     * @param weight what the row counts
     * @param curvatures receives them, times {@code weight}
     */
    void curvatures(double[] y, int y0, int outputs, double[] t, int t0, double weight, double[] curvatures);

    /**
     * {@return the target columns of a row with so many outputs}
     *
     * @param outputs number of outputs
     */
    default int targets(int outputs) {
        return outputs;
    }

    /**
     * {@return a mean loss as it is reported: the root mean square over all outputs, or the loss itself where it is no square}
     *
     * @param mean over the rows, summed over the outputs
     * @param outputs number of outputs
     */
    default double reported(double mean, int outputs) {
        return Math.sqrt(mean / outputs);
    }

    /**
     * {@return the loss of a batch as an engine takes it: summed over the rows, not averaged}
     *
     * @param batch the rows, in the network's units
     * @param outputs number of outputs
     */
    default Engine.Loss over(Batch batch, int outputs) {
        int targets = targets(outputs);
        return (y, firstRow, rows, dy) -> {
            double sum = 0;
            for (int r = 0; r < rows; r++) {
                int row = firstRow + r;
                sum += row(y, r * outputs, outputs, batch.y(), row * targets, batch.weight(row), dy);
            }
            return sum;
        };
    }

    /**
     * {@return this loss, with penalties of these weights, as an engine on a device takes it; empty where none does}
     *
     * @param smoothness weight of that penalty
     * @param ridge weight of that penalty
     */
    default Optional<ResidentEngine.RowLoss> resident(double smoothness, double ridge) {
        return Optional.empty();
    }

    /**
     * {@return the {@linkplain #reported reported} mean loss of a network on the rows of a batch; NaN where there are none}
     *
     * @param engine computes
     * @param kan network and parameters
     * @param batch the rows, in the network's units
     */
    default double of(Engine engine, Kan kan, Batch batch) {
        return of(new LocalRows(engine, this, batch), kan);
    }

    /**
     * {@return the same on rows that may be elsewhere}
     *
     * @param rows in the network's units
     * @param kan network and parameters
     */
    default double of(Rows rows, Kan kan) {
        return reported(
                rows.sum(RowSum.LOSS, kan)[0] / rows.totalWeight(),
                kan.network().out());
    }

    /**
     * {@return the loss of each row of a batch, [rows], times its weight}
     *
     * @param engine computes
     * @param kan network and parameters
     * @param batch the rows, in the network's units
     */
    default double[] each(Engine engine, Kan kan, Batch batch) {
        int outputs = kan.network().out();
        int targets = targets(outputs);
        double[] y = new double[batch.rows() * outputs];
        engine.values(kan.network(), kan.parameters(), batch.x(), batch.rows(), y);
        double[] losses = new double[batch.rows()];
        double[] dy = new double[y.length];
        for (int r = 0; r < losses.length; r++) {
            losses[r] = row(y, r * outputs, outputs, batch.y(), r * targets, batch.weight(r), dy);
        }
        return losses;
    }

    /** See {@link Loss#squares}. */
    record Squares() implements Loss {
        @Override
        public boolean residuals() {
            return true;
        }

        @Override
        public Optional<ResidentEngine.RowLoss> resident(double smoothness, double ridge) {
            return Optional.of(new ResidentEngine.RowLoss(ResidentEngine.RowLoss.Kind.SQUARES, 0, smoothness, ridge));
        }

        @Override
        public double row(double[] y, int y0, int outputs, double[] t, int t0, double weight, double[] dy) {
            double sum = 0;
            for (int o = 0; o < outputs; o++) {
                double d = y[y0 + o] - t[t0 + o];
                dy[y0 + o] = 2 * weight * d;
                sum += d * d;
            }
            return weight * sum;
        }

        @Override
        public void curvatures(
                double[] y, int y0, int outputs, double[] t, int t0, double weight, double[] curvatures) {
            Arrays.fill(curvatures, y0, y0 + outputs, 2 * weight);
        }
    }

    /**
     * See {@link Loss#huber}.
     *
     * @param delta δ
     */
    record Huber(double delta) implements Loss {
        /**
         * Validates.
         *
         * @param delta δ
         */
        public Huber {
            if (!(delta > 0)) {
                throw new IllegalArgumentException("Huber loss: delta > 0 required, got " + delta);
            }
        }

        @Override
        public boolean residuals() {
            return true;
        }

        @Override
        public Optional<ResidentEngine.RowLoss> resident(double smoothness, double ridge) {
            return Optional.of(new ResidentEngine.RowLoss(ResidentEngine.RowLoss.Kind.HUBER, delta, smoothness, ridge));
        }

        @Override
        public double row(double[] y, int y0, int outputs, double[] t, int t0, double weight, double[] dy) {
            double sum = 0;
            for (int o = 0; o < outputs; o++) {
                double d = y[y0 + o] - t[t0 + o];
                double size = Math.abs(d);
                dy[y0 + o] = 2 * weight * Math.copySign(Math.min(size, delta), d);
                sum += size <= delta ? d * d : delta * (2 * size - delta);
            }
            return weight * sum;
        }

        /** Of the parabola above it (Huber, Robust Statistics, 1981, section 7.8). */
        @Override
        public void curvatures(
                double[] y, int y0, int outputs, double[] t, int t0, double weight, double[] curvatures) {
            for (int o = 0; o < outputs; o++) {
                curvatures[y0 + o] = 2 * weight * Math.min(1, delta / Math.abs(y[y0 + o] - t[t0 + o]));
            }
        }
    }

    /** See {@link Loss#crossEntropy}. */
    record CrossEntropy() implements Loss {
        @Override
        public Optional<ResidentEngine.RowLoss> resident(double smoothness, double ridge) {
            return Optional.of(
                    new ResidentEngine.RowLoss(ResidentEngine.RowLoss.Kind.CROSS_ENTROPY, 0, smoothness, ridge));
        }

        @Override
        public int targets(int outputs) {
            return 1;
        }

        @Override
        public double reported(double mean, int outputs) {
            return mean;
        }

        @Override
        public double row(double[] y, int y0, int outputs, double[] t, int t0, double weight, double[] dy) {
            if (outputs == 1) {
                double z = y[y0];
                double tail = Math.exp(-Math.abs(z));
                dy[y0] = weight * ((z >= 0 ? 1 : tail) / (1 + tail) - t[t0]);
                return weight * (Math.max(z, 0) + Math.log1p(tail) - t[t0] * z);
            }
            double largest = y[y0];
            for (int o = 1; o < outputs; o++) {
                largest = Math.max(largest, y[y0 + o]);
            }
            double sum = 0;
            for (int o = 0; o < outputs; o++) {
                dy[y0 + o] = Math.exp(y[y0 + o] - largest);
                sum += dy[y0 + o];
            }
            for (int o = 0; o < outputs; o++) {
                dy[y0 + o] *= weight / sum;
            }
            int is = (int) t[t0];
            dy[y0 + is] -= weight;
            return weight * (Math.log(sum) + largest - y[y0 + is]);
        }

        @Override
        public void curvatures(
                double[] y, int y0, int outputs, double[] t, int t0, double weight, double[] curvatures) {
            if (outputs == 1) {
                double tail = Math.exp(-Math.abs(y[y0]));
                curvatures[y0] = weight * tail / ((1 + tail) * (1 + tail));
                return;
            }
            row(y, y0, outputs, t, t0, 1, curvatures);
            curvatures[y0 + (int) t[t0]] += 1;
            for (int o = 0; o < outputs; o++) {
                double p = curvatures[y0 + o];
                curvatures[y0 + o] = weight * p * (1 - p);
            }
        }
    }

    /** See {@link Loss#poisson}. */
    record Poisson() implements Loss {
        @Override
        public Response response() {
            return new Response(Response.Kind.POISSON, 0);
        }

        @Override
        public double reported(double mean, int outputs) {
            return mean / outputs;
        }

        @Override
        public double row(double[] y, int y0, int outputs, double[] t, int t0, double weight, double[] dy) {
            double sum = 0;
            for (int o = 0; o < outputs; o++) {
                double mean = Math.exp(y[y0 + o]);
                double target = t[t0 + o];
                dy[y0 + o] = 2 * weight * (mean - target);
                sum += deviance(target, mean);
            }
            return weight * sum;
        }

        static double deviance(double target, double mean) {
            return 2 * (mean - target + (target > 0 ? target * Math.log(target / mean) : 0));
        }

        @Override
        public void curvatures(
                double[] y, int y0, int outputs, double[] t, int t0, double weight, double[] curvatures) {
            for (int o = 0; o < outputs; o++) {
                curvatures[y0 + o] = 2 * weight * Math.exp(y[y0 + o]);
            }
        }
    }

    /** See {@link Loss#gamma}. */
    record Gamma() implements Loss {
        @Override
        public Response response() {
            return new Response(Response.Kind.GAMMA, 0);
        }

        @Override
        public double reported(double mean, int outputs) {
            return mean / outputs;
        }

        @Override
        public double row(double[] y, int y0, int outputs, double[] t, int t0, double weight, double[] dy) {
            double sum = 0;
            for (int o = 0; o < outputs; o++) {
                double mean = Math.exp(y[y0 + o]);
                dy[y0 + o] = 2 * weight * (1 - t[t0 + o] / mean);
                sum += deviance(t[t0 + o], mean);
            }
            return weight * sum;
        }

        static double deviance(double target, double mean) {
            double ratio = target / mean;
            return 2 * (ratio - 1 - Math.log(ratio));
        }

        /** Those to be expected where μ is the mean. */
        @Override
        public void curvatures(
                double[] y, int y0, int outputs, double[] t, int t0, double weight, double[] curvatures) {
            Arrays.fill(curvatures, y0, y0 + outputs, 2 * weight);
        }
    }

    /**
     * See {@link Loss#quantile}.
     *
     * @param level between 0 and 1
     */
    record Quantile(double level) implements Loss {
        private static final double ROUNDED = 0.02;

        /**
         * Validates.
         *
         * @param level between 0 and 1
         */
        public Quantile {
            if (!(level > 0 && level < 1)) {
                throw new IllegalArgumentException("quantile: a level between 0 and 1 required, got " + level);
            }
        }

        @Override
        public Response response() {
            return new Response(Response.Kind.QUANTILE, level);
        }

        @Override
        public double reported(double mean, int outputs) {
            return mean / outputs;
        }

        private double share(double d) {
            return d > 0 ? 1 - level : level;
        }

        @Override
        public double row(double[] y, int y0, int outputs, double[] t, int t0, double weight, double[] dy) {
            double sum = 0;
            for (int o = 0; o < outputs; o++) {
                double d = y[y0 + o] - t[t0 + o];
                double size = Math.abs(d);
                dy[y0 + o] = weight * share(d) * Math.copySign(Math.min(1, size / ROUNDED), d);
                sum += share(d) * (size <= ROUNDED ? d * d / (2 * ROUNDED) : size - ROUNDED / 2);
            }
            return weight * sum;
        }

        static double pinball(double level, double target, double predicted) {
            double d = predicted - target;
            return d > 0 ? (1 - level) * d : -level * d;
        }

        /**
         * Of the parabola that touches it and is lowest at the target, so that steps are those of reweighted least squares. At the level 0.5 it
         * lies above the loss (Hunter and Lange, J. Comput. Graph. Stat. 9, 2000); at others it may cross it on the other side of the target.
         */
        @Override
        public void curvatures(
                double[] y, int y0, int outputs, double[] t, int t0, double weight, double[] curvatures) {
            for (int o = 0; o < outputs; o++) {
                double d = y[y0 + o] - t[t0 + o];
                curvatures[y0 + o] = weight * share(d) / Math.max(ROUNDED, Math.abs(d));
            }
        }
    }
}
