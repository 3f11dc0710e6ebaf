package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.kan4j.model.Normalization;
import org.kan4j.numeric.Parallel;
import org.kan4j.train.Split;

/**
 * Regression with the Gaussian process of wide networks. Inputs and the target are standardised by the rows that are fitted, and grids stay fixed. The
 * number of layers, the ratio of s_c to s_b, the amplitude and the noise are those of the largest marginal likelihood; where there are more than
 * {@value #ROWS_TO_CHOOSE} rows, of so many of them.
 */
public final class GpRegression {
    /** Rows whose likelihood is computed by eigenvalues, at the most. */
    public static final int ROWS_TO_CHOOSE = 1000;

    /** Most rows of all: the matrix of 5,000 takes 200 MB. */
    public static final int MOST_ROWS = 5000;

    private static final int TERMS = 60;
    private static final double[] RATIOS = {0.03, 0.1, 0.3, 1, 3};

    private final List<NngpKernel> candidates;
    private final Parallel parallel;

    private GpRegression(List<NngpKernel> candidates, Parallel parallel) {
        this.candidates = candidates;
        this.parallel = parallel;
    }

    /**
     * {@return regression that chooses among kernels of a prior's base and basis}
     *
     * @param prior with a base: s_b = 1 and s_c = 0.03 … 3 are tried; without one, s_c = 1
     * @param depths numbers of layers that are tried
     * @param parallel the threads
     */
    public static GpRegression of(Prior prior, List<Integer> depths, Parallel parallel) {
        List<NngpKernel> kernels = new ArrayList<>();
        for (int depth : depths) {
            double[] ratios = prior.baseVariance() > 0 ? RATIOS : new double[] {1};
            for (double ratio : ratios) {
                kernels.add(new NngpKernel(
                        prior.withVariances(prior.baseVariance() > 0 ? 1 : 0, ratio * ratio), depth, TERMS));
            }
        }
        return new GpRegression(kernels, parallel);
    }

    /**
     * {@return regression with one kernel, of which amplitude and noise are chosen}
     *
     * @param kernel the kernel
     * @param parallel the threads
     */
    public static GpRegression of(NngpKernel kernel, Parallel parallel) {
        return new GpRegression(List.of(kernel), parallel);
    }

    /**
     * A kernel that was chosen.
     *
     * @param kernel for a² = 1
     * @param scale amplitude, noise and likelihood, of the standardised target
     */
    public record Choice(NngpKernel kernel, MarginalLikelihood scale) {}

    /**
     * What was expected of rows that were not fitted.
     *
     * @param choice the kernel
     * @param rows their numbers
     * @param mean [rows] in units of the target
     * @param deviation [rows] standard deviations, noise included
     * @param certain rows where the prior has less than a hundredth of its usual variance, so that intervals are too narrow
     * @param jitter what was added to the diagonal, in squares of standardised units
     */
    public record Forecast(Choice choice, int[] rows, double[] mean, double[] deviation, int certain, double jitter) {}

    /**
     * Fits some rows and predicts others.
     *
     * @param x [rows, d] inputs of all rows
     * @param y [rows] targets
     * @param d inputs
     * @param split whose rows to train on and to validate are fitted, and whose test rows are predicted
     * @return of the test rows
     * @throws IllegalArgumentException if too many rows are to be fitted
     */
    public Forecast forecast(double[] x, double[] y, int d, Split split) {
        int[] fit = merged(split.train(), split.validation());
        if (fit.length > MOST_ROWS) {
            throw new IllegalArgumentException(
                    "Gaussian process: at most " + MOST_ROWS + " rows to fit required, got " + fit.length);
        }
        int[] all = new int[fit.length + split.test().length];
        System.arraycopy(fit, 0, all, 0, fit.length);
        System.arraycopy(split.test(), 0, all, fit.length, split.test().length);
        double[] fitted = rows(x, d, fit);
        Normalization inputs = Normalization.standardizing(fitted, fit.length, d);
        double[] target = rows(y, 1, fit);
        Normalization unit = Normalization.standardizing(target, fit.length, 1);
        double[] t = unit.apply(target, fit.length);
        Choice choice = choose(inputs.apply(fitted, fit.length), t, d);
        double[] k = choice.kernel
                .of(inputs.apply(rows(x, d, all), all.length), all.length, d, parallel)
                .k();
        GaussianProcess process =
                new GaussianProcess(head(k, all.length, fit.length), t, choice.scale.amplitude(), choice.scale.noise());
        double usual = 0;
        for (int i = 0; i < fit.length; i++) {
            usual += k[i * all.length + i] / fit.length;
        }
        List<Callable<GaussianProcess.Prediction>> tasks = new ArrayList<>();
        int certain = 0;
        for (int i = 0; i < split.test().length; i++) {
            int at = (fit.length + i) * all.length;
            double variance = k[at + fit.length + i];
            certain += variance < usual / 100 ? 1 : 0;
            tasks.add(() -> process.predict(k, at, variance));
        }
        List<GaussianProcess.Prediction> predictions = parallel.all(tasks);
        double[] mean = new double[predictions.size()];
        double[] deviation = new double[mean.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = unit.shift(0) + unit.scale(0) * predictions.get(i).mean();
            deviation[i] = unit.scale(0) * Math.sqrt(predictions.get(i).variance());
        }
        return new Forecast(choice, split.test(), mean, deviation, certain, process.jitter());
    }

    private Choice choose(double[] x, double[] t, int d) {
        int step = (t.length + ROWS_TO_CHOOSE - 1) / ROWS_TO_CHOOSE;
        int[] some = new int[(t.length + step - 1) / step];
        Arrays.setAll(some, i -> i * step);
        double[] inputs = rows(x, d, some);
        double[] targets = rows(t, 1, some);
        List<Callable<Choice>> tasks = new ArrayList<>();
        for (NngpKernel kernel : candidates) {
            double[] k = kernel.of(inputs, some.length, d, parallel).k();
            tasks.add(() -> new Choice(kernel, MarginalLikelihood.best(k, targets)));
        }
        Choice best = null;
        for (Choice choice : parallel.all(tasks)) {
            if (best == null || choice.scale.logLikelihood() > best.scale.logLikelihood()) {
                best = choice;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("Gaussian process: at least 1 kernel to choose from required, got none");
        }
        return best;
    }

    private static int[] merged(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        Arrays.sort(both);
        return both;
    }

    private static double[] rows(double[] values, int columns, int[] chosen) {
        double[] some = new double[chosen.length * columns];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(values, chosen[i] * columns, some, i * columns, columns);
        }
        return some;
    }

    /** The first n rows and columns. */
    private static double[] head(double[] k, int all, int n) {
        double[] some = new double[n * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(k, i * all, some, i * n, n);
        }
        return some;
    }
}
