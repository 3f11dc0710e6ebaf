package org.kan4j.basis;

import java.util.Arrays;
import java.util.Objects;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/**
 * Chebyshev polynomials of the first kind (ChebyKAN, arXiv:2405.07200): the {@code degree + 1} functions B_n(x) = T_n(t), where
 * t maps the ends of the grid to −1 and 1 (ChebyKAN squeezes its inputs by tanh instead, which bends every function near the
 * ends). T_{n+1} = 2t·T_n − T_{n−1}; derivatives by that of the recurrence. The choice for smooth functions that few
 * coefficients shall describe; a function and its error are spread over the whole range, and a higher degree keeps the
 * coefficients of the lower ones.
 *
 * <p>Outside the range, where T_n grows as tⁿ, the functions continue their tangents or their values at the nearer end.
 *
 * @param grid the range; only its ends count, breakpoints between them are dropped
 * @param degree highest degree, 1 … 1000
 * @param extrapolation {@code LINEAR} or {@code CONSTANT}
 */
public record Chebyshev(Grid grid, int degree, Extrapolation extrapolation) implements Basis {
    /** Degree five, going on linearly. */
    public static final Chebyshev STANDARD = new Chebyshev(Grid.of(-2, 2), 5, Extrapolation.LINEAR);

    /** The highest degree. */
    public static final int MAX_DEGREE = 1000;

    /**
     * Validates.
     *
     * @param grid the range; only its ends count, breakpoints between them are dropped
     * @param degree highest degree, 1 … 1000
     * @param extrapolation {@code LINEAR} or {@code CONSTANT}
     */
    public Chebyshev {
        grid = Grid.of(grid.lo(), grid.hi());
        Objects.requireNonNull(extrapolation, "extrapolation");
        if (!(degree >= 1 && degree <= MAX_DEGREE)) {
            throw new IllegalArgumentException("Chebyshev: degree 1 to " + MAX_DEGREE + " required, got " + degree);
        }
        if (extrapolation == Extrapolation.ZERO) {
            throw new IllegalArgumentException(
                    "Chebyshev: extrapolation LINEAR or CONSTANT required (polynomials do not fall to zero), got ZERO");
        }
    }

    @Override
    public int size() {
        return degree + 1;
    }

    @Override
    public String family() {
        return "chebyshev";
    }

    @Override
    public BasisSettings settings() {
        return BasisSettings.counting("degree", degree).and(extrapolation);
    }

    @Override
    public Chebyshev with(Grid newGrid, BasisSettings settings) {
        return new Chebyshev(newGrid, settings.integer("degree"), settings.extrapolation());
    }

    /** The extrema of the last polynomial. */
    @Override
    public double[] joints(double from, double to) {
        return Joints.polynomial(grid, degree);
    }

    /** Further polynomials get zeros. */
    @Override
    public double[] refine(Basis finer, double[] coefficients, int columns) {
        return Arrays.copyOf(coefficients, finer.size() * columns);
    }

    @Override
    public int evaluate(double x, int derivatives, double[] out, int offset) {
        int s = size();
        double scale = 2 / (grid.hi() - grid.lo());
        double all = (x - grid.lo()) * scale - 1;
        double t = Math.max(-1, Math.min(1, all));
        double beyond = all - t;
        boolean linear = extrapolation == Extrapolation.LINEAR;
        // Zero, or NaN where x is.
        double nothing = 0 * t;
        double value = 1 + nothing;
        double slope = nothing;
        double second = nothing;
        double third = nothing;
        // T_{−1} = T_1.
        double valueBefore = t;
        double slopeBefore = 1;
        double secondBefore = 0;
        double thirdBefore = 0;
        for (int n = 0; n < s; n++) {
            out[offset + n] = linear ? value + beyond * slope : value;
            if (derivatives > 0) {
                out[offset + s + n] = linear || beyond == 0 ? slope * scale : nothing;
            }
            if (derivatives > 1) {
                out[offset + 2 * s + n] = beyond == 0 ? second * scale * scale : nothing;
            }
            if (derivatives > 2) {
                out[offset + 3 * s + n] = beyond == 0 ? third * scale * scale * scale : nothing;
            }
            double valueNext = 2 * t * value - valueBefore;
            double slopeNext = 2 * value + 2 * t * slope - slopeBefore;
            double secondNext = 4 * slope + 2 * t * second - secondBefore;
            double thirdNext = 6 * second + 2 * t * third - thirdBefore;
            valueBefore = value;
            slopeBefore = slope;
            secondBefore = second;
            thirdBefore = third;
            value = valueNext;
            slope = slopeNext;
            second = secondNext;
            third = thirdNext;
        }
        return 0;
    }
}
