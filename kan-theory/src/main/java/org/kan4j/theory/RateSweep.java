package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.data.Batch;
import org.kan4j.kernel.Engine;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;
import org.kan4j.train.Adam;
import org.kan4j.train.Loss;
import org.kan4j.train.MaximalUpdate;
import org.kan4j.train.Objective;
import org.kan4j.train.Optimizer;
import org.kan4j.train.Penalties;

/**
 * Trainings by Adam at several rates, and the rate that is best for each seed. All rows are in one batch, grids stay as they are, and the start
 * is that of {@code fit}: arXiv:2203.03466 asks whether the best rate stays where it is as networks get wider.
 *
 * @param setting what is trained
 * @param exponents log2 of the rates, at distances of 1, increasing
 * @param losses [rates][seeds] mean squared error over the last passes, +∞ where a training diverged
 */
public record RateSweep(Setting setting, double[] exponents, double[][] losses) {
    /** Rows of the table that is learned. */
    public static final int ROWS = 64;

    private static final int INPUTS = 4;

    /** Passes that the last loss is a mean of, which evens out how it swings. */
    private static final int LAST = 5;

    private static final int LOWEST = -20;
    private static final int HIGHEST = 2;

    /** Where the search for the best rate begins. */
    private static final int START = -6;

    /**
     * What is trained.
     *
     * @param hidden number of hidden layers, ≥ 1
     * @param width of each of them
     * @param intervals G
     * @param scaling of start and rates; empty for the standard ones
     */
    public record Setting(int hidden, int width, int intervals, Optional<MaximalUpdate> scaling) {
        Kan start(Adam adam, long seed) {
            int[] widths = new int[hidden + 1];
            Arrays.fill(widths, width);
            widths[hidden] = 1;
            Basis basis = BSpline.STANDARD.counting(-2, 2, intervals);
            return adam.initial(Kan.random(Shape.of(INPUTS, widths), basis, seed));
        }

        Adam adam(double exponent) {
            return new Adam(Math.pow(2, exponent), ROWS, 0, Adam.Schedule.CONSTANT).withScaling(scaling);
        }
    }

    /** Standard normal inputs, and a smooth function of them, standardised. */
    private static Batch rows(long seed) {
        Normal normal = new Normal(seed);
        double[] x = new double[ROWS * INPUTS];
        Arrays.setAll(x, i -> normal.next());
        double[] y = new double[ROWS];
        for (int r = 0; r < ROWS; r++) {
            int at = INPUTS * r;
            y[r] = Math.sin(2 * x[at]) + x[at + 1] * x[at + 2] + Math.tanh(x[at + 3]);
        }
        return new Batch(x, Normalization.standardizing(y, ROWS, 1).apply(y, ROWS), ROWS);
    }

    /**
     * Trains with higher and lower rates until the best of every seed is between others.
     *
     * @param setting what is trained
     * @param steps of each training, ≥ 20
     * @param seeds how many, ≥ 2; each has rows and start of its own
     * @param seed of the first
     * @param engine computes
     * @param parallel the threads, which change nothing
     * @param stop asked between steps
     * @return empty where it was told to stop
     */
    public static Optional<RateSweep> of(
            Setting setting, int steps, int seeds, long seed, Engine engine, Parallel parallel, BooleanSupplier stop) {
        TreeMap<Integer, double[]> losses = new TreeMap<>();
        int next = START;
        while (next >= LOWEST && next <= HIGHEST) {
            int exponent = next;
            List<Callable<Double>> tasks = new ArrayList<>();
            for (int s = 0; s < seeds; s++) {
                long own = seed + s;
                tasks.add(() -> loss(setting, exponent, steps, own, engine, stop));
            }
            losses.put(
                    next,
                    parallel.all(tasks).stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray());
            if (stop.getAsBoolean()) {
                return Optional.empty();
            }
            next = next(losses, seeds);
        }
        return Optional.of(new RateSweep(
                setting,
                losses.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
                losses.values().toArray(double[][]::new)));
    }

    /** The rate to try: beyond an end where that is the best of a seed; none, above all, where there is no need. */
    private static int next(TreeMap<Integer, double[]> losses, int seeds) {
        int next = Integer.MAX_VALUE;
        for (int s = 0; s < seeds; s++) {
            int own = s;
            int best = losses.entrySet().stream()
                    .min(Comparator.comparingDouble(each -> each.getValue()[own]))
                    .map(Map.Entry::getKey)
                    .orElseThrow();
            if (best == losses.firstKey()) {
                next = losses.firstKey() - 1;
            } else if (best == losses.lastKey()) {
                next = losses.lastKey() + 1;
            }
        }
        return next;
    }

    private static double loss(
            Setting setting, int exponent, int steps, long seed, Engine engine, BooleanSupplier stop) {
        Adam adam = setting.adam(exponent);
        Objective objective =
                new Objective(engine, setting.start(adam, seed), rows(seed), Loss.squares(), Penalties.NONE);
        double sum = 0;
        try (Optimizer.Run run = adam.start(objective, steps, seed)) {
            for (int step = 0; step < steps && !stop.getAsBoolean(); step++) {
                run.step();
                sum += step < steps - LAST ? 0 : run.loss() / LAST;
            }
        }
        return Double.isFinite(sum) ? sum : Double.POSITIVE_INFINITY;
    }

    /**
     * How far the values of each layer move in a few steps, as the coordinate check of arXiv:2203.03466 (appendix D.1) has it.
     *
     * @param setting what is trained
     * @param exponent log2 of the rate
     * @param steps that are taken
     * @param seed of rows and start
     * @param engine computes
     * @return root mean square of the change over rows and nodes, for each layer
     */
    public static double[] moved(Setting setting, double exponent, int steps, long seed, Engine engine) {
        Adam adam = setting.adam(exponent);
        Kan start = setting.start(adam, seed);
        Batch rows = rows(seed);
        double[] moved = new double[setting.hidden + 1];
        Objective objective = new Objective(engine, start, rows, Loss.squares(), Penalties.NONE);
        try (Optimizer.Run run = adam.start(objective, steps, seed)) {
            for (int step = 0; step < steps; step++) {
                run.step();
            }
            for (int l = 0; l < moved.length; l++) {
                KanNetwork head = start.network().head(l + 1);
                double[] before = values(engine, head, start.parameters(), rows);
                double[] after = values(engine, head, run.parameters(), rows);
                double squares = 0;
                for (int i = 0; i < after.length; i++) {
                    squares += (after[i] - before[i]) * (after[i] - before[i]);
                }
                moved[l] = Math.sqrt(squares / after.length);
            }
        }
        return moved;
    }

    private static double[] values(Engine engine, KanNetwork network, double[] p, Batch rows) {
        double[] y = new double[ROWS * network.out()];
        engine.values(network, Arrays.copyOf(p, network.parameterCount()), rows.x(), ROWS, y);
        return y;
    }

    /** {@return log2 of the best rate of each seed: the bottom of a parabola through the logarithms of the lowest loss and its neighbours} */
    public double[] best() {
        return IntStream.range(0, losses[0].length).mapToDouble(this::best).toArray();
    }

    private int lowest(int seed) {
        int lowest = 0;
        for (int r = 1; r < losses.length; r++) {
            lowest = losses[r][seed] < losses[lowest][seed] ? r : lowest;
        }
        return lowest;
    }

    private double best(int seed) {
        int at = lowest(seed);
        if (at == 0 || at == losses.length - 1) {
            return exponents[at];
        }
        double left = Math.log(losses[at - 1][seed]);
        double middle = Math.log(losses[at][seed]);
        double right = Math.log(losses[at + 1][seed]);
        double shift = (left - right) / (2 * (left - 2 * middle + right));
        // Where a neighbour diverged its side says nothing.
        return exponents[at] + (Double.isFinite(shift) ? shift : 0);
    }

    /** {@return the lowest loss of each seed} */
    public double[] lowest() {
        return IntStream.range(0, losses[0].length)
                .mapToDouble(s -> losses[lowest(s)][s])
                .toArray();
    }

    /**
     * By how much log2 of the best rate moves for each doubling, over seeds.
     *
     * @param sweeps of the same seeds, two or more
     * @param sizes [sweeps] widths or intervals
     * @return mean and standard error, [2]
     */
    public static double[] slope(List<RateSweep> sweeps, double[] sizes) {
        double[] x =
                Arrays.stream(sizes).map(size -> Math.log(size) / Math.log(2)).toArray();
        double[] slopes = new double[sweeps.get(0).losses[0].length];
        for (int s = 0; s < slopes.length; s++) {
            int own = s;
            slopes[s] = Line.slope(
                    x, sweeps.stream().mapToDouble(each -> each.best(own)).toArray());
        }
        Statistic slope = Statistic.of(slopes);
        return new double[] {slope.mean(), slope.error()};
    }
}
