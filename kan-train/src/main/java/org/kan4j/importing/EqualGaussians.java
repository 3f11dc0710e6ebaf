package org.kan4j.importing;

import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisSettings;
import org.kan4j.basis.GaussianRbf;
import org.kan4j.basis.Refit;
import org.kan4j.grid.Grid;

/**
 * The Gaussians of fast-kan: all of one width, the mean distance of their centres. Where the centres are rounded to float32, those of
 * {@link GaussianRbf} have widths that differ by as much, and coefficients of least squares make up for that.
 *
 * @param grid the centres
 */
record EqualGaussians(Grid grid) implements Basis {
    private static final int POINTS = 400;

    /** The coefficients of the same function of {@link GaussianRbf}s on the same centres. */
    double[] refitted(double[] coefficients) {
        double[] points = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            points[i] = grid.lo() - width() + (grid.hi() - grid.lo() + 2 * width()) * i / (POINTS - 1);
        }
        return Refit.leastSquares(this, new GaussianRbf(grid), coefficients, 1, points);
    }

    private double width() {
        return (grid.hi() - grid.lo()) / grid.intervals();
    }

    @Override
    public int evaluate(double x, int derivatives, double[] out, int offset) {
        if (derivatives > 0) {
            throw new UnsupportedOperationException("derivatives of Gaussians of equal width");
        }
        for (int m = 0; m < size(); m++) {
            double u = (x - grid.knot(m)) / width();
            out[offset + m] = Math.exp(-u * u);
        }
        return 0;
    }

    @Override
    public int size() {
        return grid.intervals() + 1;
    }

    @Override
    public String family() {
        return "fast-kan";
    }

    @Override
    public BasisSettings settings() {
        return BasisSettings.NONE;
    }

    @Override
    public Basis with(Grid newGrid, BasisSettings settings) {
        return new EqualGaussians(newGrid);
    }
}
