package org.kan4j.numeric;

import org.kan4j.kernel.NormalEquations;

/** A sum of squared residuals, with a quadratic penalty where there is one, as a function of a vector. */
public interface LeastSquaresProblem {

    /** Number of unknowns. */
    int unknowns();

    /** Number of residuals. */
    int residuals();

    /**
     * Residuals.
     *
     * @param p [unknowns], not modified
     * @param r [residuals], overwritten
     */
    void residuals(double[] p, double[] r);

    /**
     * Residuals and their derivatives.
     *
     * @param p [unknowns], not modified
     * @param r [residuals], overwritten
     * @param jacobian [residuals, unknowns], overwritten
     */
    void jacobian(double[] p, double[] r, double[] jacobian);

    /**
     * A penalty to be added to the sum of squares.
     *
     * @param p [unknowns], not modified
     */
    default double penalty(double[] p) {
        return 0;
    }

    /**
     * Half the gradient and half the (approximate) second derivatives of the penalty, added.
     *
     * @param p [unknowns], not modified
     * @param gradient [unknowns], added to
     * @param hessian [unknowns, unknowns], lower triangle added to
     */
    default void addPenalty(double[] p, double[] gradient, double[] hessian) {}

    /** Weights of the penalty that {@link #choosePenaltyWeights} changes, the live array; of length 0 where it changes none. */
    default double[] penaltyWeights() {
        return new double[0];
    }

    /**
     * Chooses weights of the penalty anew.
     *
     * @param p [unknowns], not modified
     * @param squares sum of the squared residuals there
     * @param hessian [unknowns, unknowns], of which the lower triangle counts: half the (approximate) second derivatives there,
     *     penalty included; not modified
     * @param normal may be used to factorise
     * @return whether they changed
     */
    default boolean choosePenaltyWeights(double[] p, double squares, double[] hessian, NormalEquations normal) {
        return false;
    }

    /** Sums over the residuals, as a descent asks for them. */
    interface Sums {
        /**
         * {@return the sum of the squared residuals}
         *
         * @param p [unknowns], not modified
         */
        double squares(double[] p);

        /**
         * Forms the normal equations, without the penalty.
         *
         * @param p [unknowns], not modified
         * @param jtj [unknowns, unknowns], lower triangle overwritten
         * @param jtr [unknowns], overwritten
         * @return the sum of the squared residuals
         */
        double form(double[] p, double[] jtj, double[] jtr);
    }

    /**
     * {@return the sums, which by default are taken of all residuals and derivatives in memory}
     *
     * @param normal forms them
     */
    default Sums sums(NormalEquations normal) {
        return new ArraySums(this, normal);
    }

    /** What forms and solves the normal equations. */
    default NormalEquations normalEquations() {
        return NormalEquations.scalar(unknowns());
    }
}
