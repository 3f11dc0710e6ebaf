package org.kan4j.grid;

/**
 * What a basis does outside of its {@link Grid}. It concerns the basis functions alone, not the base activation of an edge.
 */
public enum Extrapolation {
    /** The tangent at the nearer end of the grid: value and slope are continuous. The default. */
    LINEAR,
    /** The value at the nearer end of the grid. */
    CONSTANT,
    /**
     * The B-splines as they are on their extended knots: they fall to zero within {@code order} further intervals and stay
     * there (pykan's behaviour).
     */
    ZERO
}
