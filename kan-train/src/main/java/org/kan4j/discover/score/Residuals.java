package org.kan4j.discover.score;

import org.kan4j.data.Batch;

/** What residuals say of a formula: noise is unlike its neighbour's, a misfit is like it. */
public final class Residuals {
    private static final int ROWS = 600;

    /** The least share of rows that are taken for independent. */
    private static final double LEAST = 0.2;

    private Residuals() {}

    /**
     * The share of rows that tell as much as independent ones would: (1 − ρ)/(1 + ρ) with the correlation ρ of neighbours (Bartlett, Journal of
     * the Royal Statistical Society 98, 1935), and a fifth at least, since ρ is not known well.
     *
     * @param batch rows in standardised units
     * @param residuals [rows]
     */
    public static double independent(Batch batch, double[] residuals) {
        double alike = neighbourCorrelation(batch, residuals);
        return Math.min(1, Math.max(LEAST, (1 - alike) / (1 + alike)));
    }

    /**
     * Correlation of the residuals of rows with those of their nearest neighbours.
     *
     * @param batch rows in standardised units
     * @param residuals [rows]
     * @return about 0 for noise, towards 1 for a smooth misfit
     */
    public static double neighbourCorrelation(Batch batch, double[] residuals) {
        int n = Math.min(ROWS, batch.rows());
        double products = 0;
        double squares = 0;
        for (int r = 0; r < n; r++) {
            int nearest = nearest(batch, r);
            if (nearest >= 0) {
                products += residuals[r] * residuals[nearest];
                squares += residuals[r] * residuals[r];
            }
        }
        return squares > 0 ? products / squares : 0;
    }

    /** The row nearest to another by their inputs; -1 where there is none. */
    static int nearest(Batch batch, int row) {
        int in = batch.in();
        int nearest = -1;
        double closest = Double.POSITIVE_INFINITY;
        for (int s = 0; s < batch.rows(); s++) {
            double distance = 0;
            for (int i = 0; i < in && distance < closest; i++) {
                double d = batch.x()[row * in + i] - batch.x()[s * in + i];
                distance += d * d;
            }
            if (s != row && distance < closest) {
                closest = distance;
                nearest = s;
            }
        }
        return nearest;
    }
}
