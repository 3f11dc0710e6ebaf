package org.kan4j.basis;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Expectations of basis functions at Gaussian inputs, which kernels of networks of infinite width are made of: with z ~ N(0, 1),
 * E[B_m(σz)·He_j(z)]/√j!, the coefficients of Mehler's expansion E[f(σz)·g(σ′z′)] = Σ_j ρ^j·A_j·A′_j for correlated z and z′,
 * and E[B_m(σz)·B_n(σz)]; of derivatives likewise. By Gauss–Legendre quadrature in every piece between a basis's joints, cut further so that
 * Hermite polynomials are smooth in it too. Errors are of the order of rounding.
 */
public final class Expectations {
    /** Nodes of a piece. */
    private static final int NODES = 16;

    /** |He_j(z)|·e^(−z²/2)/√j! is below 1.1·e^(−z²/4) (Cramér's inequality), which is 5e-19 here. */
    private static final double FAR = 13;

    private static final double[] ABSCISSAE = new double[NODES];
    private static final double[] WEIGHTS = new double[NODES];

    static {
        for (int i = 0; i < NODES; i++) {
            // Newton's method for a root of P_NODES, from an estimate that is good to three digits.
            double x = Math.cos(Math.PI * (i + 0.75) / (NODES + 0.5));
            double slope = 0;
            for (int step = 0; step < 10; step++) {
                double before = 1;
                double value = x;
                for (int n = 1; n < NODES; n++) {
                    double next = ((2 * n + 1) * x * value - n * before) / (n + 1);
                    before = value;
                    value = next;
                }
                slope = NODES * (x * value - before) / (x * x - 1);
                x -= value / slope;
            }
            ABSCISSAE[i] = x;
            WEIGHTS[i] = 2 / ((1 - x * x) * slope * slope);
        }
    }

    private final Basis basis;
    private final double sigma;
    private final int terms;

    /** The cuts between pieces, in units of z. */
    private final double[] cuts;

    /**
     * Quadrature for one basis and spread.
     *
     * @param basis whose functions are meant
     * @param sigma standard deviation of the inputs, &gt; 0 and finite
     * @param terms number of Hermite polynomials, j = 0 … terms − 1, ≥ 1
     */
    public Expectations(Basis basis, double sigma, int terms) {
        if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expectations: 0 < sigma < infinity required, got " + sigma);
        }
        if (!(terms >= 1)) {
            throw new IllegalArgumentException("expectations: at least 1 term required, got " + terms);
        }
        this.basis = basis;
        this.sigma = sigma;
        this.terms = terms;
        // He_j(z)·e^(−z²/4) swings √j radians a unit of z: six of them in a piece at the most.
        double[] even = Joints.even(-FAR, FAR, Math.min(1, 6 / Math.sqrt(terms)));
        double[] joints = basis.joints(-FAR * sigma, FAR * sigma);
        double[] all = new double[even.length + joints.length];
        System.arraycopy(even, 0, all, 0, even.length);
        for (int i = 0; i < joints.length; i++) {
            all[even.length + i] = Math.max(-FAR, Math.min(FAR, joints[i] / sigma));
        }
        Arrays.sort(all);
        this.cuts = all;
    }

    /** What a point of the quadrature is taken for. */
    @FunctionalInterface
    private interface Point {
        void at(double z, double weight);
    }

    private void forEach(Point point) {
        for (int i = 0; i + 1 < cuts.length; i++) {
            double half = (cuts[i + 1] - cuts[i]) / 2;
            double middle = cuts[i] + half;
            for (int n = 0; n < NODES && half > 0; n++) {
                double z = middle + half * ABSCISSAE[n];
                point.at(z, half * WEIGHTS[n] * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI));
            }
        }
    }

    /**
     * The coefficients A_{m,j} = E[B_m(σz)·He_j(z)]/√j!.
     *
     * @param derivative 0 … 3: of the functions, or of their derivatives
     * @return [size, terms]
     */
    public double[] hermite(int derivative) {
        double[] result = new double[basis.size() * terms];
        double[] b = new double[(derivative + 1) * basis.support()];
        double[] h = new double[terms];
        forEach((z, weight) -> {
            int first = basis.evaluate(sigma * z, derivative, b, 0);
            polynomials(z, h);
            for (int m = 0; m < basis.support(); m++) {
                double share = weight * b[derivative * basis.support() + m];
                for (int j = 0; j < terms && share != 0; j++) {
                    result[(first + m) * terms + j] += share * h[j];
                }
            }
        });
        return result;
    }

    /**
     * The coefficients E[f(σz)·He_j(z)]/√j! of another function, such as a base activation.
     *
     * @param f smooth in the pieces of the basis
     * @return [terms]
     */
    public double[] hermite(DoubleUnaryOperator f) {
        double[] result = new double[terms];
        double[] h = new double[terms];
        forEach((z, weight) -> {
            double share = weight * f.applyAsDouble(sigma * z);
            polynomials(z, h);
            for (int j = 0; j < terms; j++) {
                result[j] += share * h[j];
            }
        });
        return result;
    }

    /**
     * The Gram matrix E[B_m(σz)·B_n(σz)].
     *
     * @param derivative 0 … 3: of the functions, or of their derivatives
     * @return [size, size]
     */
    public double[] products(int derivative) {
        int size = basis.size();
        int support = basis.support();
        double[] result = new double[size * size];
        double[] b = new double[(derivative + 1) * support];
        forEach((z, weight) -> {
            int first = basis.evaluate(sigma * z, derivative, b, 0);
            for (int m = 0; m < support; m++) {
                double share = weight * b[derivative * support + m];
                for (int n = 0; n < support; n++) {
                    result[(first + m) * size + first + n] += share * b[derivative * support + n];
                }
            }
        });
        return result;
    }

    /** He_j(z)/√j!, [terms]: √(j+1)·h_{j+1} = z·h_j − √j·h_{j−1}. */
    private static void polynomials(double z, double[] h) {
        h[0] = 1;
        for (int j = 1; j < h.length; j++) {
            h[j] = (z * h[j - 1] - (j > 1 ? Math.sqrt(j - 1.0) * h[j - 2] : 0)) / Math.sqrt(j);
        }
    }
}
