package org.kan4j.bench;

import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
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
     * By the parameter's value, the name of a family.
     *
     * @param intervals of the grid; the degree of polynomials, the harmonics of series
     * @param order of a family that has one
     */
    static Basis of(String name, int intervals, int order) {
        Basis basis = BasisRegistry.named(name).counting(-1, 1, intervals);
        return basis.settings().has(BSpline.ORDER)
                ? basis.with(basis.grid(), basis.settings().with(BSpline.ORDER, order))
                : basis;
    }
}
