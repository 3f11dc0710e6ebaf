package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.data.Batch;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;
import org.kan4j.train.Trainer;

/**
 * How near networks come to functions (arXiv:2408.00082, section 2): errors that fall as a power of the number of intervals or that depend on the width.
 *
 * @param name what is approximated, and by what
 * @param sizes intervals or widths
 * @param errors [sizes] root mean squared errors on points that were not fitted
 * @param power whether a power law is expected
 */
public record Expressivity(String name, double[] sizes, double[] errors, boolean power) {
    private static final int DIGITS = 5;
    private static final int ROWS_PER_COEFFICIENT = 10;
    private static final int FEWEST_ROWS = 4000;
    private static final int STARTS = 3;
    private static final int TRAINED_ROWS = 800;
    private static final int PERCEPTRON_STEPS = 200;
    /** Of the first edges of perceptrons: waves of half the range need slopes of this size. */
    private static final double STEEPNESS = 3;

    /** {@return the power of the size that the error goes as, by a straight line through logarithms} */
    public double slope() {
        return Line.slope(
                Arrays.stream(sizes).map(Math::log).toArray(),
                Arrays.stream(errors).map(Math::log).toArray());
    }

    /**
     * {@return the sum of smooth functions Σ_i sin(πx_i + i)/√d of d inputs in [−1, 1], by networks d, 1 of splines}
     *
     * @param d inputs, ≥ 1
     * @param order of the splines: the error goes as G to the power −(order + 1), whatever d is (arXiv:2404.19756, theorem 2.1)
     * @param intervals numbers of intervals
     * @param seed of the points
     * @param parallel the threads, which change nothing
     */
    public static Expressivity smooth(int d, int order, List<Integer> intervals, long seed, Parallel parallel) {
        return against("smooth, d = " + d, -1, d, order, intervals, Expressivity::sum, seed, parallel);
    }

    private static double sum(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.sin(Math.PI * x[i] + i) / Math.sqrt(x.length);
        }
        return sum;
    }

    /**
     * {@return the same sum by perceptrons with one hidden layer of SiLUs, of as many parameters as the splines have, trained by Levenberg–Marquardt from one
     * start} They are networks whose first edges are straight lines with an offset, and whose second edges are SiLUs and straight lines.
     *
     * @param d inputs, ≥ 1
     * @param order of the splines that they are compared with
     * @param intervals numbers of intervals of these splines
     * @param seed of points and parameters
     * @param engine computes
     * @param parallel the threads, which change nothing
     */
    public static Expressivity perceptron(
            int d, int order, List<Integer> intervals, long seed, Engine engine, Parallel parallel) {
        Batch train = sums(d, seed);
        Batch test = sums(d, seed + 1);
        List<Callable<Double>> tasks = new ArrayList<>();
        for (int g : intervals) {
            int n = Math.max(1, d * (g + order) / (d + 2));
            tasks.add(() -> error(
                    engine,
                    new Trainer(engine, Trainer.Options.defaults())
                            .refit(perceptron(d, n, seed), train, Batch.empty(), PERCEPTRON_STEPS)
                            .kan(),
                    test));
        }
        return new Expressivity(
                "perceptron, d = " + d, intervals.stream().mapToDouble(g -> g).toArray(), all(parallel, tasks), true);
    }

    /** A perceptron of n SiLUs, of random directions and offsets. */
    private static Kan perceptron(int d, int n, long seed) {
        BSpline line = new BSpline(Grid.uniform(-1, 1, 1), 1, Extrapolation.LINEAR);
        KanNetwork network = new KanNetwork(List.of(
                Layer.dense(Collections.nCopies(d, line), BaseActivation.ZERO, n),
                Layer.dense(Collections.nCopies(n, line), BaseActivation.SILU, 1)));
        Normal normal = new Normal(seed);
        double[] p = new double[network.parameterCount()];
        for (int i = 0; i < network.offset(1); i++) {
            p[i] = STEEPNESS * normal.next() / Math.sqrt(d);
        }
        for (int i = 0; i < n; i++) {
            p[network.offset(1) + network.layer(1).inputOffset(i) + line.size()] = normal.next() / Math.sqrt(n);
        }
        return new Kan(network, p);
    }

    private static Batch sums(int d, long seed) {
        Normal random = new Normal(seed);
        double[] x = new double[d * TRAINED_ROWS];
        double[] y = new double[TRAINED_ROWS];
        Arrays.setAll(x, i -> 2 * random.uniform() - 1);
        Arrays.setAll(y, r -> sum(Arrays.copyOfRange(x, d * r, d * (r + 1))));
        return new Batch(x, y, TRAINED_ROWS);
    }

    private static double error(Engine engine, Kan kan, Batch test) {
        double[] y = new double[test.rows()];
        engine.values(kan.network(), kan.parameters(), test.x(), test.rows(), y);
        double squares = 0;
        for (int r = 0; r < y.length; r++) {
            squares += Math.pow(y[r] - test.y()[r], 2) / y.length;
        }
        return Math.sqrt(squares);
    }

    /**
     * {@return an inner function of Kolmogorov and Arnold for two variables, by splines: continuous, but not smooth, so that the theorem says nothing}
     *
     * @param order of the splines
     * @param intervals numbers of intervals
     * @param seed of the points
     * @param parallel the threads, which change nothing
     */
    public static Expressivity rough(int order, List<Integer> intervals, long seed, Parallel parallel) {
        InnerFunction psi = new InnerFunction(2, 10, DIGITS);
        return against("inner function", 0, 1, order, intervals, x -> psi.value(x[0]), seed, parallel);
    }

    private static Expressivity against(
            String name,
            double lo,
            int d,
            int order,
            List<Integer> intervals,
            ToDoubleFunction<double[]> f,
            long seed,
            Parallel parallel) {
        List<Callable<Double>> tasks = new ArrayList<>();
        for (int g : intervals) {
            Basis basis = new BSpline(Grid.uniform(lo, 1, g), order, Extrapolation.LINEAR);
            int rows = Math.max(FEWEST_ROWS, ROWS_PER_COEFFICIENT * d * basis.size());
            tasks.add(() -> AdditiveSplines.error(basis, d, f, rows, seed));
        }
        return new Expressivity(name, intervals.stream().mapToDouble(g -> g).toArray(), all(parallel, tasks), true);
    }

    /**
     * {@return sin(3·x·y) on [−1, 1]² by trained networks 2, n, 1: the best of three trainings by Levenberg–Marquardt}
     *
     * @param widths n
     * @param seed of points and parameters
     * @param engine computes
     * @param parallel the threads, which change nothing
     */
    public static Expressivity width(List<Integer> widths, long seed, Engine engine, Parallel parallel) {
        Batch train = product(seed);
        Batch test = product(seed + 1);
        List<Callable<Double>> tasks = new ArrayList<>();
        for (int n : widths) {
            tasks.add(() -> {
                double best = Double.POSITIVE_INFINITY;
                for (int start = 0; start < STARTS; start++) {
                    Trainer.Result result = new Trainer(engine, Trainer.Options.defaults())
                            .train(Shape.of(2, n, 1), seed + start, train, Batch.empty());
                    best = Math.min(best, error(engine, result.kan(), test));
                }
                return best;
            });
        }
        return new Expressivity(
                "sin(3xy) by 2,n,1", widths.stream().mapToDouble(n -> n).toArray(), all(parallel, tasks), false);
    }

    private static Batch product(long seed) {
        Normal random = new Normal(seed);
        double[] x = new double[2 * TRAINED_ROWS];
        double[] y = new double[TRAINED_ROWS];
        Arrays.setAll(x, i -> 2 * random.uniform() - 1);
        Arrays.setAll(y, r -> Math.sin(3 * x[2 * r] * x[2 * r + 1]));
        return new Batch(x, y, TRAINED_ROWS);
    }

    private static double[] all(Parallel parallel, List<Callable<Double>> tasks) {
        return parallel.all(tasks).stream().mapToDouble(Double::doubleValue).toArray();
    }
}
