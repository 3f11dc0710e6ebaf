package org.kan4j.basis;

import org.kan4j.grid.Grid;

/** Where functions of a range are cut into pieces for integrals ({@link Basis#joints}). */
final class Joints {
    private static final int MOST = 1 << 20;

    private Joints() {}

    /** The extrema of the Chebyshev polynomial of a degree: polynomials up to it swing half a turn at most in between. */
    static double[] polynomial(Grid range, int degree) {
        double[] joints = new double[degree + 1];
        double half = (range.hi() - range.lo()) / 2;
        for (int i = 0; i <= degree; i++) {
            joints[i] = range.lo() + half * (1 - Math.cos(Math.PI * i / degree));
        }
        return joints;
    }

    /**
     * Points at equal distances, for waves that go on outside the range.
     *
     * @param from where they begin
     * @param to where they end, from &lt; to
     * @param distance of neighbours, at most
     * @throws IllegalArgumentException if that makes more than a million
     */
    static double[] even(double from, double to, double distance) {
        double pieces = Math.ceil((to - from) / distance);
        if (!(pieces <= MOST)) {
            throw new IllegalArgumentException("basis: waves of at least " + (to - from) / MOST + " required between "
                    + from + " and " + to + ", got " + distance);
        }
        return Grid.uniform(from, to, Math.max(1, (int) pieces)).breakpoints();
    }
}
