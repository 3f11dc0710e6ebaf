package org.kan4j.theory;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The amplitude and the noise under which targets are likeliest (Rasmussen and Williams 2006, section 5.4.1). In the eigenvectors of K the
 * likelihood of a²·(K + λ·I) costs one pass; the best a² for a λ is a closed form, and λ = σ²/a² is searched over powers of ten, then by golden section.
 *
 * @param amplitude a²
 * @param noise σ²
 * @param logLikelihood ln p(y) there
 */
public record MarginalLikelihood(double amplitude, double noise, double logLikelihood) {
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final int LOWEST = -8;
    private static final int HIGHEST = 4;
    private static final int STEPS = 40;

    /**
     * {@return the best amplitude and noise}
     *
     * @param k [n, n] covariances for a² = 1, not modified
     * @param y [n] targets, whose mean is taken to be 0
     * @throws IllegalArgumentException if the matrix has entries that are not finite
     */
    public static MarginalLikelihood best(double[] k, double[] y) {
        int n = y.length;
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
        if (!eigen.decompose(new DMatrixRMaj(n, n, true, k.clone()))) {
            throw new IllegalArgumentException("Gaussian process: finite covariances required");
        }
        double[] values = new double[n];
        double[] squares = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = Math.max(0, eigen.getEigenvalue(i).getReal());
            double share = Prior.dot(eigen.getEigenVector(i).data, 0, y, 0, n);
            squares[i] = share * share;
        }
        double best = LOWEST;
        for (double power = LOWEST; power <= HIGHEST; power += 0.5) {
            if (at(values, squares, power).logLikelihood > at(values, squares, best).logLikelihood) {
                best = power;
            }
        }
        double low = best - 0.5;
        double high = best + 0.5;
        for (int step = 0; step < STEPS; step++) {
            double a = high - GOLDEN * (high - low);
            double b = low + GOLDEN * (high - low);
            if (at(values, squares, a).logLikelihood > at(values, squares, b).logLikelihood) {
                high = b;
            } else {
                low = a;
            }
        }
        return at(values, squares, (low + high) / 2);
    }

    private static MarginalLikelihood at(double[] values, double[] squares, double power) {
        int n = values.length;
        double lambda = Math.pow(10, power);
        double fit = 0;
        double logDeterminant = 0;
        for (int i = 0; i < n; i++) {
            fit += squares[i] / (values[i] + lambda);
            logDeterminant += Math.log(values[i] + lambda);
        }
        double amplitude = Math.max(fit / n, Double.MIN_NORMAL);
        double logLikelihood = -(n * Math.log(2 * Math.PI * amplitude) + logDeterminant + n) / 2;
        return new MarginalLikelihood(amplitude, lambda * amplitude, logLikelihood);
    }
}
