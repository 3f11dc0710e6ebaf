package org.kan4j.basis;

import java.util.Arrays;
import java.util.Objects;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/**
 * Legendre polynomials: the {@code degree + 1} functions B_n(x) = P_n(t), where t maps the ends of the grid to −1 and 1. By
 * (n + 1)·P_{n+1} = (2n + 1)·t·P_n − n·P_{n−1} (Abramowitz and Stegun, 22.7.10) and its derivatives. They are orthogonal
 * where inputs are spread evenly, so that coefficients do not stand in for one another. The choice for smooth functions by
 * few coefficients that are to be read or penalised one by one; {@link Chebyshev} keeps the largest error smaller.
 *
 * <p>Outside the range the functions continue their tangents or their values at the nearer end.
 *
 * @param grid the range; only its ends count
 * @param degree highest degree, 1 … 1000
 * @param extrapolation {@code LINEAR} or {@code CONSTANT}
 */
public record Legendre(Grid grid, int degree, Extrapolation extrapolation) implements Basis {
    /** Degree five, going on linearly. */
    public static final Legendre STANDARD = new Legendre(Grid.of(-2, 2), 5, Extrapolation.LINEAR);

    /**
     * Validates.
     *
     * @param grid the range; only its ends count
     * @param degree highest degree, 1 … 1000
     * @param extrapolation {@code LINEAR} or {@code CONSTANT}
     */
    public Legendre {
        grid = Grid.of(grid.lo(), grid.hi());
        if (!(degree >= 1 && degree <= Chebyshev.MAX_DEGREE)) {
            throw new IllegalArgumentException(
                    "Legendre: degree 1 to " + Chebyshev.MAX_DEGREE + " required, got " + degree);
        }
        if (Objects.requireNonNull(extrapolation, "extrapolation") == Extrapolation.ZERO) {
            throw new IllegalArgumentException("Legendre: extrapolation LINEAR or CONSTANT required, got ZERO");
        }
    }

    @Override
    public String family() {
        return "legendre";
    }

    @Override
    public BasisSettings settings() {
        return BasisSettings.counting("degree", degree).and(extrapolation);
    }

    @Override
    public Basis with(Grid newGrid, BasisSettings settings) {
        return new Legendre(newGrid, settings.integer("degree"), settings.extrapolation());
    }

    @Override
    public int size() {
        return degree + 1;
    }

    @Override
    public double[] joints(double from, double to) {
        return Joints.polynomial(grid, degree);
    }

    @Override
    public double[] refine(Basis finer, double[] coefficients, int columns) {
        return Arrays.copyOf(coefficients, finer.size() * columns);
    }

    @Override
    public int evaluate(double x, int derivatives, double[] out, int offset) {
        boolean linear = extrapolation == Extrapolation.LINEAR;
        double scale = 2 / (grid.hi() - grid.lo());
        double all = (x - grid.lo()) * scale - 1;
        double t = Math.max(-1, Math.min(1, all));
        double[][] p = new double[Math.max(1, derivatives) + 1][size() + 1];
        for (int d = 0; d < p.length; d++) {
            p[d][0] = (d == 0 ? 1 : 0) + 0 * t;
            for (int n = 0; n < degree; n++) {
                double own = t * p[d][n] + (d > 0 ? d * p[d - 1][n] : 0);
                p[d][n + 1] = ((2 * n + 1) * own - (n > 0 ? n * p[d][n - 1] : 0)) / (n + 1);
            }
        }
        for (int d = 0; d <= derivatives; d++) {
            boolean goesOn = d == 0 || all == t || d == 1 && linear;
            for (int n = 0; n <= degree; n++) {
                double beyond = d == 0 && linear ? (all - t) * p[1][n] : 0;
                out[offset + d * size() + n] = goesOn ? Math.pow(scale, d) * p[d][n] + beyond : 0 * t;
            }
        }
        return 0;
    }
}
