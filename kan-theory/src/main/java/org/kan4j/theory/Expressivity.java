package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.data.Batch;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.Engine;
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
        ToDoubleFunction<double[]> f = x -> {
            double sum = 0;
            for (int i = 0; i < d; i++) {
                sum += Math.sin(Math.PI * x[i] + i) / Math.sqrt(d);
            }
            return sum;
        };
        return against("smooth, d = " + d, -1, d, order, intervals, f, seed, parallel);
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
                    double[] y = new double[test.rows()];
                    engine.values(result.kan().network(), result.kan().parameters(), test.x(), test.rows(), y);
                    double squares = 0;
                    for (int r = 0; r < y.length; r++) {
                        squares += Math.pow(y[r] - test.y()[r], 2) / y.length;
                    }
                    best = Math.min(best, Math.sqrt(squares));
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
