package org.kan4j.basis;

import java.util.Arrays;
import java.util.Objects;
import org.kan4j.grid.Grid;

/**
 * Gaussian radial basis functions (FastKAN, arXiv:2405.06721): G + 1 functions B_m(x) = exp(−((x − c_m)/w_m)²) with
 * the grid's breakpoints as centres c_m. The width w_m is the mean of the intervals on both sides of the centre, which on a
 * uniform grid is FastKAN's, the distance of centres; the outermost intervals count as repeated. Inputs are not normalised
 * here, as FastKAN's are: the grid follows them. The choice where a smooth function (all derivatives) is wanted; its
 * coefficients cannot be refined exactly (on uniform grids least squares miss the function by about 0.5%, at the ends by up to 5%). Outside the grid the functions fall to zero as Gaussians do: at two intervals from
 * the last centre to 2% of their height, at three to 0.01%.
 *
 * @param grid centres
 */
public record GaussianRbf(Grid grid) implements Basis {
    /** Five intervals. */
    public static final GaussianRbf STANDARD = new GaussianRbf(Grid.uniform(-2, 2, 5));

    /** A Gaussian this many widths from its centre is zero in float64. */
    private static final double FAR = 40;

    /**
     * Validates.
     *
     * @param grid centres
     */
    public GaussianRbf {
        Objects.requireNonNull(grid, "grid");
    }

    @Override
    public int size() {
        return grid.intervals() + 1;
    }

    @Override
    public String family() {
        return "gaussian-rbf";
    }

    @Override
    public BasisSettings settings() {
        return BasisSettings.NONE;
    }

    @Override
    public GaussianRbf with(Grid newGrid, BasisSettings settings) {
        return new GaussianRbf(newGrid);
    }

    /** The centres, and as many beyond as a Gaussian reaches: at seven widths it is 5e-22. */
    @Override
    public double[] joints(double from, double to) {
        double[] joints = new double[grid.intervals() + 15];
        Arrays.setAll(joints, i -> grid.knot(i - 7));
        return joints;
    }

    /**
     * {@return w_m of function m}
     *
     * @param m number of the function, from 0
     */
    public double width(int m) {
        return (grid.knot(m + 1) - grid.knot(m - 1)) / 2;
    }

    @Override
    public int evaluate(double x, int derivatives, double[] out, int offset) {
        int s = size();
        for (int m = 0; m < s; m++) {
            double w = width(m);
            double u = Math.max(-FAR, Math.min(FAR, (x - grid.knot(m)) / w));
            double value = Math.exp(-u * u);
            out[offset + m] = value;
            if (derivatives > 0) {
                out[offset + s + m] = -2 * u * value / w;
            }
            if (derivatives > 1) {
                out[offset + 2 * s + m] = (4 * u * u - 2) * value / (w * w);
            }
            if (derivatives > 2) {
                out[offset + 3 * s + m] = (12 - 8 * u * u) * u * value / (w * w * w);
            }
        }
        return 0;
    }
}
