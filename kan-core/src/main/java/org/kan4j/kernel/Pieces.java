package org.kan4j.kernel;

import java.util.Arrays;
import org.kan4j.basis.BSpline;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/**
 * A B-spline basis as piecewise polynomials, what lies outside the grid included: on piece g, bounded by breakpoints g − 1 and
 * g, the functions {@code first[g] + j}, j = 0 … order, are Σ_d values[(g·(order + 1) + j)·(order + 1) + d]·u^d with
 * u = (x − origin[g])·scale[g]; all others are zero. Kernels evaluate these without knowing about knots;
 * those of other devices too.
 */
public final class Pieces {
    /** [pieces − 1], increasing. */
    final double[] breakpoints;

    /** [pieces] */
    final int[] first;

    /** [pieces] */
    final double[] origin;

    /** [pieces] */
    final double[] scale;

    /** [pieces, order + 1, order + 1]: piece, function, power of u. */
    final double[] values;

    /** [pieces] the first of the scaled differences e_m that the slope depends on; those beyond either end are zero. */
    final int[] slopeFirst;

    /** [pieces, order, order + 1]: piece, difference, power of u; the slope is Σ_j e_{slopeFirst + j}·Σ_d slopes[…, j, d]·u^d. */
    final double[] slopes;

    /** [pieces] whether the functions sum to one; where they do not, the first or the last is zero. */
    final boolean[] whole;

    /** [pieces] likewise of the slope's functions. */
    final boolean[] slopeWhole;

    /** [size + 1] e_m = (c_m − c_{m−1})·differenceScale[m], where coefficients beyond either end are zero. */
    final double[] differenceScale;

    private final int support;

    /** Pieces on either side on which functions fall to zero. */
    private final int falling;

    private final Extrapolation extrapolation;

    /**
     * The pieces of a basis.
     *
     * @param basis B-splines on any grid
     */
    public Pieces(BSpline basis) {
        Grid grid = basis.grid();
        int g = grid.intervals();
        int k = basis.order();
        support = k + 1;
        extrapolation = basis.extrapolation();
        // Intervals of the grid, and what lies below and above: one piece each, or order pieces and zero under ZERO.
        int outside = extrapolation == Extrapolation.ZERO ? k + 1 : 1;
        falling = extrapolation == Extrapolation.ZERO ? outside : 0;
        int pieces = g + 2 * outside;
        breakpoints = new double[pieces - 1];
        first = new int[pieces];
        origin = new double[pieces];
        scale = new double[pieces];
        values = new double[pieces * support * support];
        for (int b = 0; b < breakpoints.length; b++) {
            breakpoints[b] = grid.knot(b - outside + 1);
        }
        for (int piece = 0; piece < pieces; piece++) {
            int interval = piece - outside;
            int inner = Math.max(0, Math.min(interval, g - 1));
            first[piece] = inner;
            boolean beyond = interval != inner;
            if (beyond && extrapolation != Extrapolation.ZERO) {
                boolean below = interval < 0;
                origin[piece] = below ? grid.lo() : grid.hi();
                scale[piece] = 1;
                tangents(grid, k, inner, below ? 0 : 1, extrapolation == Extrapolation.LINEAR, piece);
            } else if (piece == 0 || piece == pieces - 1) {
                scale[piece] = 0;
            } else {
                origin[piece] = grid.knot(interval);
                scale[piece] = 1 / (grid.knot(interval + 1) - grid.knot(interval));
                double[][] polynomials = polynomials(grid, k, interval);
                for (int j = 0; j < support; j++) {
                    int row = interval + j - inner;
                    if (row >= 0 && row < support) {
                        System.arraycopy(polynomials[j], 0, values, (piece * support + row) * support, support);
                    }
                }
            }
        }
        differenceScale = new double[g + k + 1];
        for (int m = 0; m < differenceScale.length; m++) {
            differenceScale[m] = k / (grid.knot(m) - grid.knot(m - k));
        }
        slopeFirst = new int[pieces];
        slopes = new double[pieces * k * support];
        whole = new boolean[pieces];
        slopeWhole = new boolean[pieces];
        for (int piece = 0; piece < pieces; piece++) {
            differentiate(k, piece);
            whole[piece] = piece >= falling && piece < pieces - falling;
            slopeWhole[piece] = slopeWhole(piece);
        }
    }

    /**
     * Σ_j s_j·c_j, where s_j is the slope of function j, by differences: −Σ_j (c_j − c_{j−1})·Σ_{i<j} s_i = Σ_j (c_j − c_{j−1})·Σ_{i≥j} s_i, where either
     * sum is zero at all but {@code order} differences. Below a grid where functions fall to zero only the second holds, as the functions beyond the
     * last are not zero, above it only the first, within it both. Scaled, they are the B-splines of an order less.
     */
    private void differentiate(int k, int piece) {
        boolean below = piece < falling;
        int skip = below ? 0 : piece < first.length - falling ? 1 : 2;
        slopeFirst[piece] = first[piece] + skip;
        for (int j = 0; j < k; j++) {
            for (int d = 1; d <= k; d++) {
                double sum = 0;
                for (int i = below ? j : 0; i < (below ? support : j + skip); i++) {
                    sum += values[(piece * support + i) * support + d];
                }
                slopes[(piece * k + j) * support + d - 1] =
                        (below ? d : -d) * scale[piece] * sum / differenceScale[slopeFirst[piece] + j];
            }
        }
    }

    /** {@return number of pieces} */
    public int pieces() {
        return first.length;
    }

    /** {@return copy of the places where pieces meet, [pieces − 1], increasing} */
    public double[] breakpoints() {
        return breakpoints.clone();
    }

    /** {@return copy of the number of the first function on each piece, [pieces]} */
    public int[] first() {
        return first.clone();
    }

    /** {@return copy of where u is zero on each piece, [pieces]} */
    public double[] origin() {
        return origin.clone();
    }

    /** {@return copy of u per unit of x on each piece, [pieces]} */
    public double[] scale() {
        return scale.clone();
    }

    /** {@return copy of the polynomials, [pieces, order + 1, order + 1]: piece, function, power of u} */
    public double[] values() {
        return values.clone();
    }

    /** Whether the slope's functions sum to one on a piece. */
    private boolean slopeWhole(int piece) {
        return switch (extrapolation) {
            case LINEAR -> true;
            case CONSTANT -> piece > 0 && piece < first.length - 1;
            // The order that is less reaches one piece further.
            case ZERO -> piece >= falling - 1 && piece <= first.length - falling;
        };
    }

    /** Value and slope of the functions of an interval at one of its ends, as polynomials of degree one. */
    private void tangents(Grid grid, int k, int interval, int u, boolean linear, int piece) {
        double[][] polynomials = polynomials(grid, k, interval);
        double width = grid.knot(interval + 1) - grid.knot(interval);
        for (int j = 0; j <= k; j++) {
            double value = polynomials[j][0];
            double slope = polynomials[j][1];
            for (int d = 1; d <= k && u == 1; d++) {
                value += polynomials[j][d];
                slope += d == 1 ? 0 : d * polynomials[j][d];
            }
            int at = (piece * support + j) * support;
            values[at] = value;
            values[at + 1] = linear ? slope / width : 0;
        }
    }

    /** The recursion of Cox and de Boor on polynomials in u, [order + 1][order + 1]. */
    private static double[][] polynomials(Grid grid, int k, int interval) {
        double left = grid.knot(interval);
        double width = grid.knot(interval + 1) - left;
        double[][] n = new double[k + 2][k + 1];
        n[k][0] = 1;
        for (int q = 1; q <= k; q++) {
            // n[j] is the function that begins at knot interval − k + j; those from k − q to k are nonzero.
            for (int j = k - q; j <= k; j++) {
                int s = interval - k + j;
                double[] sum = new double[k + 1];
                addTimesLinear(n[j], left - grid.knot(s), width, grid.knot(s + q) - grid.knot(s), sum);
                double next = grid.knot(s + q + 1) - grid.knot(s + 1);
                addTimesLinear(n[j + 1], grid.knot(s + q + 1) - left, -width, next, sum);
                n[j] = sum;
            }
        }
        return Arrays.copyOf(n, k + 1);
    }

    /** sum += p·(constant + slope·u)/divisor. */
    private static void addTimesLinear(double[] p, double constant, double slope, double divisor, double[] sum) {
        for (int d = 0; d < p.length; d++) {
            sum[d] += p[d] * (constant / divisor);
            if (d + 1 < p.length) {
                sum[d + 1] += p[d] * (slope / divisor);
            }
        }
    }
}
