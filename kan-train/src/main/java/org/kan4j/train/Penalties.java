package org.kan4j.train;

/**
 * Weights of what is added to the mean loss, in standardised units; 0 switches a term off.
 *
 * @param l1 λ of Σ_e s_e, with s_e the standard deviation of edge e over the data: drives edges to zero
 * @param entropy λ of Σ_l H_l, with H_l = −Σ_e q_e·ln q_e over the edges of layer l, q_e = s_e / Σ s: concentrates what is left
 *     on few edges (arXiv:2404.19756, eq. 2.20)
 * @param smoothness λ of 125·(range/G)⁸·∫ (φ‴)² / range³ for every spline: on a uniform grid of 5 intervals the sum of squared third
 *     differences of the coefficients (P-splines: Eilers and Marx, Statistical Science 11, 1996); on finer ones it falls as the
 *     squared error of cubic splines does
 * @param ridge λ of the sum of squared parameters
 * @param adaptive whether {@code smoothness} is a beginning, and Levenberg–Marquardt gives each edge a λ of its own by the evidence for
 *     it in the training rows (MacKay, Neural Computation 4, 1992; a λ for each part is his automatic relevance determination): the λ at which the smoothness that is there, and the errors that
 *     are left, are those that a Bayesian prior of that weight expects. Other optimisers keep the beginning
 */
public record Penalties(double l1, double entropy, double smoothness, double ridge, boolean adaptive) {
    /** A trace of ridge, which keeps directions that the data do not see from drifting. */
    public static final Penalties NONE = new Penalties(0, 0, 0, 1e-13, false);

    /**
     * No penalty on edges, and smoothness by the evidence, from a weight that keeps splines from bending where there are few rows and is too little
     * to be seen where there are some.
     */
    public static final Penalties SMOOTH = NONE.withAdaptiveSmoothness(4e-9);

    /**
     * Validates.
     *
     * @param l1 λ of Σ_e s_e, with s_e the standard deviation of edge e over the data: drives edges to zero
     * @param entropy λ of Σ_l H_l, with H_l = −Σ_e q_e·ln q_e over the edges of layer l, q_e = s_e / Σ s: concentrates what is left
     *     on few edges (arXiv:2404.19756, eq. 2.20)
     * @param smoothness λ of 125·(range/G)⁸·∫ (φ‴)² / range³ for every spline: on a uniform grid of 5 intervals the sum of squared third
     *     differences of the coefficients (P-splines: Eilers and Marx, Statistical Science 11, 1996); on finer ones it falls as the
     *     squared error of cubic splines does
     * @param ridge λ of the sum of squared parameters
     * @param adaptive whether {@code smoothness} is a beginning, and Levenberg–Marquardt gives each edge a λ of its own by the evidence for
     *     it in the training rows (MacKay, Neural Computation 4, 1992; a λ for each part is his automatic relevance determination): the λ at which the smoothness that is there, and the errors that
     *     are left, are those that a Bayesian prior of that weight expects. Other optimisers keep the beginning
     */
    public Penalties {
        require("l1", l1);
        require("entropy", entropy);
        require("smoothness", smoothness);
        require("ridge", ridge);
    }

    private static void require(String name, double weight) {
        if (!(weight >= 0 && weight < 1e6)) {
            throw new IllegalArgumentException(name + ": a weight from 0 to 1e6 required, got " + weight);
        }
    }

    /**
     * {@return a copy of these penalties with another weight of the L1 term}
     *
     * @param changed from 0 to 1e6
     */
    public Penalties withL1(double changed) {
        return new Penalties(changed, entropy, smoothness, ridge, adaptive);
    }

    /**
     * {@return a copy of these penalties with another weight of the entropy}
     *
     * @param changed from 0 to 1e6
     */
    public Penalties withEntropy(double changed) {
        return new Penalties(l1, changed, smoothness, ridge, adaptive);
    }

    /**
     * {@return a copy of these penalties with another weight of the smoothness term, to be kept}
     *
     * @param changed from 0 to 1e6
     */
    public Penalties withSmoothness(double changed) {
        return new Penalties(l1, entropy, changed, ridge, false);
    }

    /**
     * {@return a copy of these penalties with another weight of the smoothness term to begin with}
     *
     * @param beginning from 0 to 1e6
     */
    public Penalties withAdaptiveSmoothness(double beginning) {
        return new Penalties(l1, entropy, beginning, ridge, true);
    }

    /**
     * {@return a copy of these penalties with another weight of the ridge term}
     *
     * @param changed from 0 to 1e6
     */
    public Penalties withRidge(double changed) {
        return new Penalties(l1, entropy, smoothness, changed, adaptive);
    }

    /** Whether edges are driven to zero. */
    boolean sparse() {
        return l1 > 0 || entropy > 0;
    }

    /** A copy of these penalties without what drives edges to zero. */
    Penalties dense() {
        return new Penalties(0, 0, smoothness, ridge, adaptive);
    }
}
