package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.DoubleBinaryOperator;
import org.kan4j.data.Batch;
import org.kan4j.kernel.Engine;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;
import org.kan4j.train.Trainer;

/**
 * Trainings of networks from a prior, and from {@link Kan#random}, on the same rows: ten functions of two inputs, standardised, without noise.
 *
 * @param depth layers of edges
 * @param prior [trainings] root mean squared errors on rows that were not fitted, of networks that began as samples of the prior, in standard deviations of the target
 * @param usual [trainings] the same for networks that began as those of {@code fit} do
 */
public record StartComparison(int depth, double[] prior, double[] usual) {
    private static final int ROWS = 500;

    private static final List<DoubleBinaryOperator> FUNCTIONS = List.of(
            (x, y) -> Math.exp(Math.sin(Math.PI * x) + y * y),
            (x, y) -> x * y,
            (x, y) -> Math.sin(3 * x * y),
            (x, y) -> 1 / (1 + 5 * (x * x + y * y)),
            (x, y) -> Math.tanh(4 * (x - y * y)),
            (x, y) -> Math.sqrt(x * x + y * y + 0.1),
            (x, y) -> Math.cos(2 * x + 3 * y),
            (x, y) -> (x + y) / (2 + x * y),
            (x, y) -> Math.abs(x - y),
            (x, y) -> Math.log(1.5 + x) * y);

    /** {@return in how many trainings the prior gave the smaller error} */
    public int better() {
        int better = 0;
        for (int i = 0; i < prior.length; i++) {
            better += prior[i] < usual[i] ? 1 : 0;
        }
        return better;
    }

    /** {@return the median of the ratios of the errors, the prior's over the usual one's} */
    public double ratio() {
        double[] ratios = new double[prior.length];
        Arrays.setAll(ratios, i -> prior[i] / usual[i]);
        return median(ratios);
    }

    /** The middle of some numbers, at least one. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    /**
     * Trains networks.
     *
     * @param prior to begin with
     * @param depth layers of edges of the networks, ≥ 1
     * @param width nodes of the hidden layers
     * @param starts trainings of each function, ≥ 1
     * @param options of the trainings; intervals and basis are the prior's
     * @param seed of rows and parameters
     * @param engine computes
     * @param parallel the threads, which change nothing
     * @return the errors of all trainings
     */
    public static StartComparison of(
            Prior prior,
            int depth,
            int width,
            int starts,
            Trainer.Options options,
            long seed,
            Engine engine,
            Parallel parallel) {
        int count = prior.basis().count();
        Trainer trainer =
                new Trainer(engine, options.withIntervals(count, List.of()).withBasis(prior.basis()));
        int[] widths = new int[depth];
        Arrays.fill(widths, width);
        widths[depth - 1] = 1;
        Shape shape = Shape.of(2, widths);
        List<Callable<double[]>> tasks = new ArrayList<>();
        for (int f = 0; f < FUNCTIONS.size(); f++) {
            Batch train = rows(FUNCTIONS.get(f), seed + f);
            Batch test = rows(FUNCTIONS.get(f), seed + f + FUNCTIONS.size());
            for (int start = 0; start < starts; start++) {
                long number = seed + start;
                tasks.add(() -> new double[] {
                    error(trainer, engine, prior.sample(shape, number), train, test),
                    error(trainer, engine, Kan.random(shape, prior.basis().counting(-2, 2, count), number), train, test)
                });
            }
        }
        List<double[]> errors = parallel.all(tasks);
        return new StartComparison(
                depth,
                errors.stream().mapToDouble(each -> each[0]).toArray(),
                errors.stream().mapToDouble(each -> each[1]).toArray());
    }

    /** Rows with both inputs between −1 and 1, all standardised. */
    private static Batch rows(DoubleBinaryOperator f, long seed) {
        Normal random = new Normal(seed);
        double[] x = new double[2 * ROWS];
        double[] y = new double[ROWS];
        for (int r = 0; r < ROWS; r++) {
            double a = 2 * random.uniform() - 1;
            double b = 2 * random.uniform() - 1;
            x[2 * r] = Math.sqrt(3) * a;
            x[2 * r + 1] = Math.sqrt(3) * b;
            y[r] = f.applyAsDouble(a, b);
        }
        return new Batch(x, Normalization.standardizing(y, ROWS, 1).apply(y, ROWS), ROWS);
    }

    private static double error(Trainer trainer, Engine engine, Kan start, Batch train, Batch test) {
        Kan kan = trainer.train(start, train, Batch.empty()).kan();
        double[] y = new double[ROWS];
        engine.values(kan.network(), kan.parameters(), test.x(), ROWS, y);
        double squares = 0;
        for (int r = 0; r < ROWS; r++) {
            squares += (y[r] - test.y()[r]) * (y[r] - test.y()[r]) / ROWS;
        }
        return Math.sqrt(squares);
    }
}
