package org.kan4j.basis;

import java.util.List;
import java.util.Objects;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/**
 * Piecewise linear hats, the first finite elements (Courant, Bull. AMS 49, 1943): G + 1 functions, of which function m is 1
 * at breakpoint m of the grid, 0 at all others, and a straight line in between. Two of them are nonzero at a point, and a
 * coefficient is the value at its breakpoint. The choice where coefficients are to be read off or bounded (a function stays
 * between its least and largest one), or where functions have kinks; smooth ones take many intervals, as the error falls
 * with the square of their width only. A {@link BSpline} of order 1 is the same inside its grid.
 *
 * <p>Outside the grid the functions keep their values at the nearer end. Slopes at a breakpoint are those on its right.
 *
 * @param grid breakpoints
 */
public record Hats(Grid grid) implements Basis {
    /** Five intervals. */
    public static final Hats STANDARD = new Hats(Grid.uniform(-2, 2, 5));

    /**
     * Validates.
     *
     * @param grid breakpoints
     */
    public Hats {
        Objects.requireNonNull(grid, "grid");
    }

    @Override
    public String family() {
        return "hats";
    }

    @Override
    public BasisSettings settings() {
        return BasisSettings.NONE;
    }

    @Override
    public Basis with(Grid newGrid, BasisSettings settings) {
        return new Hats(newGrid);
    }

    @Override
    public int size() {
        return grid.intervals() + 1;
    }

    @Override
    public int support() {
        return 2;
    }

    @Override
    public boolean local() {
        return true;
    }

    private BSpline spline() {
        return new BSpline(grid, 1, Extrapolation.CONSTANT);
    }

    @Override
    public List<Bend> bends() {
        return spline().bends();
    }

    @Override
    public double[] refine(Basis finer, double[] coefficients, int columns) {
        return Refit.insertKnots(spline(), finer.grid(), coefficients, columns);
    }

    @Override
    public int evaluate(double x, int derivatives, double[] out, int offset) {
        int interval = grid.find(x);
        double left = grid.knot(interval);
        double width = grid.knot(interval + 1) - left;
        double share = Math.max(0, Math.min(1, (x - left) / width));
        // Zero, or NaN where x is.
        double nothing = 0 * share;
        double slope = x < grid.lo() || x > grid.hi() ? 0 : 1 / width + nothing;
        out[offset] = 1 - share;
        out[offset + 1] = share;
        for (int d = 1; d <= derivatives; d++) {
            out[offset + 2 * d] = d == 1 ? -slope : nothing;
            out[offset + 2 * d + 1] = d == 1 ? slope : nothing;
        }
        return interval;
    }
}
