package org.kan4j.bench;

import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.basis.GaussianRbf;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/** The parameter {@code basis}, on [−1, 1]. */
final class Bases {
    private Bases() {}

    /** B-splines. */
    static Basis splines(int intervals, int order) {
        return new BSpline(Grid.uniform(-1, 1, intervals), order, Extrapolation.LINEAR);
    }

    /**
     * By the parameter's value: bspline, rbf, chebyshev, fourier.
     *
     * @param intervals of the grid; the degree of chebyshev, the harmonics of fourier
     * @param order of bspline
     */
    static Basis of(String name, int intervals, int order) {
        Grid grid = Grid.uniform(-1, 1, intervals);
        return switch (name) {
            case "bspline" -> splines(intervals, order);
            case "rbf" -> new GaussianRbf(grid);
            case "chebyshev" -> new Chebyshev(grid, intervals, Extrapolation.LINEAR);
            case "fourier" -> new Fourier(grid, intervals);
            default ->
                throw new IllegalArgumentException(
                        "basis: bspline, rbf, chebyshev or fourier required, got \"" + name + "\"");
        };
    }
}
