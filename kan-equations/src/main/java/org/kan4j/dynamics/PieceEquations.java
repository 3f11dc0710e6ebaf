package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.List;

/**
 * Normal equations of constants that all pieces of runs share and of a start of each piece. A start is in the rows of its piece alone, so that the
 * starts are eliminated one by one and the work grows with their number.
 */
final class PieceEquations {
    private final int dimension;
    private final int constants;

    // Of each piece's start, of it and the constants, and of the constants.
    private final double[][][] inner;
    private final double[][][] mixed;
    private final double[][] innerRight;
    private double[][] outer;
    private double[] outerRight;

    /**
     * Equations without any row.
     *
     * @param pieces how many there are
     * @param dimension of a start
     * @param constants how many there are
     */
    PieceEquations(int pieces, int dimension, int constants) {
        this.dimension = dimension;
        this.constants = constants;
        inner = new double[pieces][dimension][dimension];
        mixed = new double[pieces][dimension][constants];
        innerRight = new double[pieces][dimension];
        outer = new double[constants][constants];
        outerRight = new double[constants];
    }

    /** Forgets what all pieces say of the constants; what each says of its start stays until {@link #clear(int)}. */
    void clear() {
        outer = new double[constants][constants];
        outerRight = new double[constants];
    }

    /** Forgets what a piece says of its start. */
    void clear(int piece) {
        inner[piece] = new double[dimension][dimension];
        mixed[piece] = new double[dimension][constants];
        innerRight[piece] = new double[dimension];
    }

    /**
     * Adds a row.
     *
     * @param k its piece
     * @param slope [dimension + constants] by the start and by the constants, not modified
     * @param residual what is left
     */
    void add(int k, double[] slope, double residual) {
        for (int i = 0; i < dimension; i++) {
            innerRight[k][i] += slope[i] * residual;
            for (int j = 0; j < dimension; j++) {
                inner[k][i][j] += slope[i] * slope[j];
            }
            for (int q = 0; q < constants; q++) {
                mixed[k][i][q] += slope[i] * slope[dimension + q];
            }
        }
        for (int q = 0; q < constants; q++) {
            outerRight[q] += slope[dimension + q] * residual;
            for (int s = 0; s < constants; s++) {
                outer[q][s] += slope[dimension + q] * slope[dimension + s];
            }
        }
    }

    /**
     * Changes that lower what is left.
     *
     * @param constants [constants]
     * @param starts [dimension] of each piece
     */
    record Change(double[] constants, List<double[]> starts) {}

    /** The changes where diagonals are larger by a part. */
    Change solve(double damping) {
        double[] theta = SymmetricSystem.solve(reduced(damping), reducedRight(damping));
        List<double[]> starts = new ArrayList<>();
        for (int k = 0; k < inner.length; k++) {
            double[] right = innerRight[k].clone();
            for (int i = 0; i < dimension; i++) {
                for (int p = 0; p < theta.length; p++) {
                    right[i] -= mixed[k][i][p] * theta[p];
                }
            }
            starts.add(SymmetricSystem.solve(SymmetricSystem.damped(inner[k], damping), right));
        }
        return new Change(theta, starts);
    }

    /** [constants][constants] of the constants, in units of the residuals. */
    double[][] covariance() {
        return SymmetricSystem.inverse(reduced(0));
    }

    private double[][] reduced(double lambda) {
        double[][] reduced = SymmetricSystem.damped(outer, lambda);
        for (int k = 0; k < inner.length; k++) {
            double[][] a = SymmetricSystem.damped(inner[k], lambda);
            for (int q = 0; q < reduced.length; q++) {
                double[] solved = SymmetricSystem.solve(a, SymmetricSystem.column(mixed[k], q));
                for (int s = 0; s < reduced.length; s++) {
                    for (int i = 0; i < solved.length; i++) {
                        reduced[s][q] -= mixed[k][i][s] * solved[i];
                    }
                }
            }
        }
        return reduced;
    }

    private double[] reducedRight(double lambda) {
        double[] right = outerRight.clone();
        for (int k = 0; k < inner.length; k++) {
            double[] solved = SymmetricSystem.solve(SymmetricSystem.damped(inner[k], lambda), innerRight[k]);
            for (int q = 0; q < right.length; q++) {
                for (int i = 0; i < solved.length; i++) {
                    right[q] -= mixed[k][i][q] * solved[i];
                }
            }
        }
        return right;
    }
}
