package org.kan4j.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.basis.BSpline;
import org.kan4j.data.Dataset;
import org.kan4j.grid.Extrapolation;
import org.kan4j.layer.BaseActivation;
import org.kan4j.network.Shape;
import org.kan4j.numeric.LeastSquares;
import org.kan4j.numeric.Parallel;
import org.kan4j.train.Split;

class GaussianProcessTest {
    private static final Parallel PARALLEL = new Parallel(2);
    private static final Prior LINES = new Prior(BaseActivation.IDENTITY, BSpline.STANDARD, 0.7, 0);

    private static double[] numbers(long seed, int n) {
        Normal normal = new Normal(seed);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = normal.next();
        }
        return x;
    }

    /** Bayesian linear regression by least squares on rows that stand for the prior: w ~ N(0, a²·s_b²/d). */
    @Test
    void intervalsOfALinearModelAreThoseOfBayesianRegression() {
        int n = 20;
        int d = 3;
        double[] x = numbers(1, (n + 1) * d);
        double[] y = numbers(2, n);
        double amplitude = 1.7;
        double noise = 0.4;
        double[] k = new NngpKernel(LINES, 1, 1).of(x, n + 1, d, PARALLEL).k();
        double[] train = new double[n * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(k, i * (n + 1), train, i * n, n);
        }
        GaussianProcess process = new GaussianProcess(train, y, amplitude, noise);
        GaussianProcess.Prediction prediction = process.predict(k, n * (n + 1), k[n * (n + 1) + n]);
        double priorDeviation = Math.sqrt(amplitude * 0.7 / d);
        double[] weights = LeastSquares.solve(design(x, n, d, noise, priorDeviation), padded(y, noise, d), n + d, d);
        double mean = Prior.dot(weights, 0, x, n * d, d);
        assertThat(prediction.mean()).isCloseTo(mean, within(1e-10));
        // xᵀ(XᵀX/σ² + Λ)⁻¹x is the least squares solution's response to x on its normal equations: solved as A·s = x.
        double variance = noise
                + Prior.dot(inverseTimes(design(x, n, d, noise, priorDeviation), n + d, d, x, n * d), 0, x, n * d, d);
        assertThat(prediction.variance()).isCloseTo(variance, within(1e-10));
        assertThat(process.jitter()).isZero();
    }

    private static double[] design(double[] x, int n, int d, double noise, double priorDeviation) {
        double[] a = new double[(n + d) * d];
        for (int i = 0; i < n * d; i++) {
            a[i] = x[i] / Math.sqrt(noise);
        }
        for (int i = 0; i < d; i++) {
            a[(n + i) * d + i] = 1 / priorDeviation;
        }
        return a;
    }

    private static double[] padded(double[] y, double noise, int d) {
        double[] b = new double[y.length + d];
        for (int i = 0; i < y.length; i++) {
            b[i] = y[i] / Math.sqrt(noise);
        }
        return b;
    }

    /** (AᵀA)⁻¹·v. */
    private static double[] inverseTimes(double[] a, int rows, int d, double[] v, int at) {
        double[] normal = new double[d * d];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < d * d; i++) {
                normal[i] += a[r * d + i / d] * a[r * d + i % d];
            }
        }
        double[] right = new double[d];
        System.arraycopy(v, at, right, 0, d);
        return LeastSquares.solve(normal, right, d, d);
    }

    @Test
    void theChosenScalesHaveTheLargestLikelihood() {
        int n = 30;
        double[] x = numbers(3, n);
        double[] noise = numbers(4, n);
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = Math.sin(2 * x[i]) + 0.2 * noise[i];
        }
        Prior prior = new Prior(BaseActivation.SILU, BSpline.STANDARD, 1, 1);
        double[] k = new NngpKernel(prior, 1, 1).of(x, n, 1, PARALLEL).k();
        MarginalLikelihood best = MarginalLikelihood.best(k, y);
        assertThat(new GaussianProcess(k, y, best.amplitude(), best.noise()).logLikelihood())
                .isCloseTo(best.logLikelihood(), within(1e-8));
        for (double factor : new double[] {0.8, 1.25}) {
            assertThat(new GaussianProcess(k, y, best.amplitude() * factor, best.noise()).logLikelihood())
                    .isLessThan(best.logLikelihood());
            assertThat(new GaussianProcess(k, y, best.amplitude(), best.noise() * factor).logLikelihood())
                    .isLessThan(best.logLikelihood());
        }
        assertThat(best.noise()).isBetween(0.01, 0.16);
    }

    @Test
    void aSingularCovarianceGetsAJitterAndANegativeOneAMessage() {
        double[] ones = {1, 1, 1, 1};
        assertThat(new GaussianProcess(ones, new double[] {1, 1}, 1, 0).jitter())
                .isBetween(1e-13, 1e-9);
        assertThatThrownBy(() -> new GaussianProcess(new double[] {1, 2, 2, 1}, new double[] {1, 1}, 1, 0))
                .hasMessageContaining("more noise does");
        assertThatThrownBy(() -> new GaussianProcess(ones, new double[] {1, 1}, 0, 0))
                .hasMessageContaining("an amplitude above 0");
    }

    @Test
    void intervalsCoverTheirShareOfTargetsFromThePrior() {
        int n = 150;
        double[] x = numbers(5, 2 * n);
        Prior prior = new Prior(BaseActivation.SILU, BSpline.STANDARD, 1, 1);
        double[] w = prior.sample(Shape.of(2, 1), 6).parameters();
        double[] noise = numbers(7, n);
        double[] y = new double[n];
        double[] psi = new double[prior.features()];
        Prior unit = prior.withVariances(1, 1);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 2; j++) {
                unit.features(x[2 * i + j], 0, psi, 0);
                y[i] += Prior.dot(psi, 0, w, j * psi.length, psi.length);
            }
            y[i] += 0.5 * noise[i];
        }
        Dataset data = Dataset.of(x, y, List.of("a", "b"), "y");
        GpRegression regression = GpRegression.of(prior, List.of(1, 2), PARALLEL);
        GpRegression lines = GpRegression.of(new NngpKernel(LINES, 1, 1), PARALLEL);
        List<GpRegression.Forecast> forecasts = new ArrayList<>();
        List<GpRegression.Forecast> linear = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            forecasts.add(regression.forecast(x, y, 2, Split.of(n, seed)));
            linear.add(lines.forecast(x, y, 2, Split.of(n, seed)));
        }
        GpReport report = new GpReport("t.csv", data, 0.9, forecasts, linear);
        assertThat(report.quality(forecasts).coverage()).as("seeds 5 to 7").isBetween(0.8, 0.98);
        assertThat(report.quality(forecasts).rmse()).isBetween(0.4, 0.65);
        assertThat(report.quality(linear).rmse())
                .isGreaterThan(report.quality(forecasts).rmse());
        assertThat(report.text()).contains("90% intervals cover").doesNotContain("note");
        assertThat(report.svg()).contains("seen");
    }

    @Test
    void rowsWhereThePriorIsCertainAreCounted() {
        Prior prior = new Prior(BaseActivation.ZERO, new BSpline(BSpline.STANDARD.grid(), 3, Extrapolation.ZERO), 0, 1);
        double[] x = numbers(8, 40);
        x[3] = 100;
        Split split = new Split(IntStream.range(4, 40).toArray(), new int[0], new int[] {1, 2, 3});
        GpRegression.Forecast forecast =
                GpRegression.of(prior, List.of(1), PARALLEL).forecast(x, numbers(9, 40), 1, split);
        assertThat(forecast.certain()).isEqualTo(1);
    }

    @Test
    void quantilesAreThoseOfTheNormalDistribution() {
        assertThat(Quantile.normal(0.5)).isCloseTo(0, within(1e-12));
        assertThat(Quantile.normal(0.975)).isCloseTo(1.959963984540054, within(1e-10));
        assertThat(Quantile.normal(0.0013498980316301)).isCloseTo(-3, within(1e-9));
    }
}
