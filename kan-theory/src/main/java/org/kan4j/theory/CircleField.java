package org.kan4j.theory;

import java.util.List;
import org.kan4j.basis.Fourier;
import org.kan4j.grid.Grid;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;
import org.kan4j.network.KanNetwork;

/**
 * A free scalar field on a circle as an ensemble of KANs: one edge of the Fourier basis whose coefficients are independent and Gaussian, of the variances
 * S_0 = 1/(L·m²) and S_j = 2/(L·(p_j² + m²)), p_j = 2πj/L, for cosine and sine alike (arXiv:2307.03223 engineers such densities
 * for perceptrons). Without a cutoff its propagator is G(τ) = cosh(m(L/2 − τ))/(2m·sinh(mL/2)).
 *
 * @param length L of the circle, &gt; 0
 * @param mass m &gt; 0
 * @param harmonics J ≥ 1, where the momenta are cut off
 */
public record CircleField(double length, double mass, int harmonics) {
    /** Distances at which correlations are taken, 0 and L/2 among them. */
    static final int LAGS = 21;

    private static final int POINTS_OF_LAGS = 2 * (LAGS - 1);

    /**
     * Validates.
     *
     * @param length L of the circle, &gt; 0
     * @param mass m &gt; 0
     * @param harmonics J ≥ 1, where the momenta are cut off
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public CircleField {
        if (!(length > 0 && mass > 0 && length * mass <= 100 && harmonics >= 1 && harmonics <= Fourier.MAX_HARMONICS)) {
            throw new IllegalArgumentException(
                    "field: a length and a mass above 0 whose product is at most 100, and 1 to " + Fourier.MAX_HARMONICS
                            + " harmonics required, got " + length + ", " + mass + ", " + harmonics);
        }
    }

    /** {@return the structure, shape 1,1} */
    public KanNetwork network() {
        return new KanNetwork(List.of(
                Layer.dense(List.of(new Fourier(Grid.of(0, length), harmonics)), BaseActivation.ZERO, 1)));
    }

    /** {@return the variance of every parameter, [2·harmonics + 1]: of the constant, of cos 1, sin 1, cos 2, …} */
    public double[] variances() {
        double[] s = new double[2 * harmonics + 1];
        s[0] = 1 / (length * mass * mass);
        for (int j = 1; j <= harmonics; j++) {
            s[2 * j - 1] = variance(j);
            s[2 * j] = s[2 * j - 1];
        }
        return s;
    }

    private double variance(int j) {
        double p = 2 * Math.PI * j / length;
        return 2 / (length * (p * p + mass * mass));
    }

    /** {@return distances τ from 0 to L/2 at which correlations are taken} */
    public double[] distances() {
        return Chart.even(0, length / 2, LAGS);
    }

    /**
     * {@return G(τ) without a cutoff}
     *
     * @param tau 0 … L
     */
    public double propagator(double tau) {
        return Math.cosh(mass * (length / 2 - tau)) / (2 * mass * Math.sinh(mass * length / 2));
    }

    /**
     * {@return ⟨φ(τ)·φ(0)⟩ of the ensemble}
     *
     * @param tau 0 … L
     */
    public double ensemblePropagator(double tau) {
        double sum = 1 / (length * mass * mass);
        for (int j = 1; j <= harmonics; j++) {
            sum += variance(j) * Math.cos(2 * Math.PI * j * tau / length);
        }
        return sum;
    }

    /** {@return L/(2π²·J), which is more than what the cutoff takes off G anywhere} */
    public double cutoffBound() {
        return length / (2 * Math.PI * Math.PI * harmonics);
    }

    /** As many points, at equal distances, as make the mean of φ⁴ exact for J harmonics, and have all lags among their distances. */
    double[] points() {
        int n = POINTS_OF_LAGS * (4 * harmonics / POINTS_OF_LAGS + 1);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = length * i / n;
        }
        return x;
    }

    /** Adds weight·φ(τ)·φ(0), averaged over the circle, to {@code sum} from {@code offset} on, for all distances. */
    static void addCorrelations(double[] phi, double weight, double[] sum, int offset) {
        int n = phi.length;
        for (int k = 0; k < LAGS; k++) {
            int lag = k * n / POINTS_OF_LAGS;
            double total = Prior.dot(phi, 0, phi, lag, n - lag) + Prior.dot(phi, n - lag, phi, 0, lag);
            sum[offset + k] += weight * total / n;
        }
    }

    /**
     * {@return the correlation length 1/μ, where cosh(μ(L/2 − τ)) has the ratio of G(L/8) and G(L/4); NaN where none has}
     *
     * @param g [distances] correlations, from {@code offset} on
     * @param offset where they begin
     */
    double correlationLength(double[] g, int offset) {
        double ratio = g[offset + (LAGS - 1) / 4] / g[offset + (LAGS - 1) / 2];
        double low = 0;
        double high = 600 / length;
        if (!(ratio > 1)) {
            return Double.NaN;
        }
        for (int step = 0; step < 100; step++) {
            double middle = (low + high) / 2;
            boolean smaller = Math.cosh(middle * length * 3 / 8) / Math.cosh(middle * length / 4) < ratio;
            low = smaller ? middle : low;
            high = smaller ? high : middle;
        }
        return 2 / (low + high);
    }
}
