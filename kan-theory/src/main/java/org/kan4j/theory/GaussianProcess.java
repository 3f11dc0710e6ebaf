package org.kan4j.theory;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * Regression with a Gaussian process: y = f(x) + noise, f with the covariance a²·K, noise with the variance σ² (Rasmussen and Williams, Gaussian
 * Processes for Machine Learning, 2006, algorithm 2.1). Where K + (σ²/a²)·I is singular in floating point, a jitter is added to
 * its diagonal, ten times larger each time, which {@link #jitter} tells.
 */
public final class GaussianProcess {
    private static final double FIRST_JITTER = 1e-12;
    private static final double LARGEST_JITTER = 1e-5;

    private final double amplitude;
    private final double noise;
    private final int n;
    private final DMatrixRMaj lower;
    private final double[] alpha;
    private final double jitter;
    private final double logLikelihood;

    /**
     * Conditions on targets.
     *
     * @param k [n, n] covariances of f for a² = 1, not modified
     * @param y [n] targets, whose mean is taken to be 0, not modified
     * @param amplitude a² &gt; 0
     * @param noise σ² ≥ 0
     * @throws IllegalArgumentException if the matrix is not positive definite even with a jitter of 1e-5 of its mean diagonal
     */
    public GaussianProcess(double[] k, double[] y, double amplitude, double noise) {
        if (!(amplitude > 0 && noise >= 0 && k.length == y.length * y.length)) {
            throw new IllegalArgumentException("Gaussian process: an amplitude above 0, noise of 0 or more and "
                    + y.length + "² covariances required, got " + amplitude + ", " + noise + ", " + k.length);
        }
        this.amplitude = amplitude;
        this.noise = noise;
        this.n = y.length;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += (amplitude * k[i * n + i] + noise) / n;
        }
        double added = 0;
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(n, true);
        while (!cholesky.decompose(matrix(k, added))) {
            added = added == 0 ? FIRST_JITTER * mean : 10 * added;
            if (!(added <= LARGEST_JITTER * mean)) {
                throw new IllegalArgumentException(
                        "Gaussian process: a positive definite covariance required, and even a" + " jitter of "
                                + LARGEST_JITTER + " of its diagonal makes it none; more noise does");
            }
        }
        this.jitter = added;
        this.lower = cholesky.getT(null);
        this.alpha = y.clone();
        forward(alpha);
        double fit = Prior.dot(alpha, 0, alpha, 0, n);
        backward(alpha);
        double logDeterminant = 0;
        for (int i = 0; i < n; i++) {
            logDeterminant += 2 * Math.log(lower.data[i * n + i]);
        }
        this.logLikelihood = -(fit + logDeterminant + n * Math.log(2 * Math.PI)) / 2;
    }

    private DMatrixRMaj matrix(double[] k, double added) {
        DMatrixRMaj matrix = new DMatrixRMaj(n, n);
        for (int i = 0; i < n * n; i++) {
            matrix.data[i] = amplitude * k[i];
        }
        for (int i = 0; i < n; i++) {
            matrix.data[i * n + i] += noise + added;
        }
        return matrix;
    }

    /** Solves L·x = b in place. */
    private void forward(double[] b) {
        for (int i = 0; i < n; i++) {
            b[i] = (b[i] - Prior.dot(lower.data, i * n, b, 0, i)) / lower.data[i * n + i];
        }
    }

    /** Solves Lᵀ·x = b in place. */
    private void backward(double[] b) {
        for (int i = n - 1; i >= 0; i--) {
            b[i] /= lower.data[i * n + i];
            for (int j = 0; j < i; j++) {
                b[j] -= lower.data[i * n + j] * b[i];
            }
        }
    }

    /** {@return ln p(y), the marginal likelihood} */
    public double logLikelihood() {
        return logLikelihood;
    }

    /** {@return what was added to the diagonal of a²·K + σ²·I; 0 where nothing had to be} */
    public double jitter() {
        return jitter;
    }

    /**
     * What is expected at a point.
     *
     * @param mean of y, and of f
     * @param variance of y, noise included
     */
    public record Prediction(double mean, double variance) {}

    /**
     * {@return mean and variance of y at a new point}
     *
     * @param cross [n, from {@code offset} on] covariances of f there and at the points of the targets, for a² = 1
     * @param offset where they begin
     * @param diagonal variance of f there, for a² = 1
     */
    public Prediction predict(double[] cross, int offset, double diagonal) {
        double[] v = new double[n];
        for (int i = 0; i < n; i++) {
            v[i] = amplitude * cross[offset + i];
        }
        double mean = Prior.dot(v, 0, alpha, 0, n);
        forward(v);
        return new Prediction(mean, Math.max(0, amplitude * diagonal - Prior.dot(v, 0, v, 0, n)) + noise);
    }
}
