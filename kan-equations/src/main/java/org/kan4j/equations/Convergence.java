package org.kan4j.equations;

/**
 * What the distances between solutions on finer and finer grids say of the error of the last one. If each is a share q of the one before,
 * the distances that are still to come add up to d·q/(1 − q), which is Aitken's extrapolation of the limit.
 */
final class Convergence {
    /** Bounds of what one step is believed to gain: chance may make two solutions alike, and no grid ends the gain. */
    private static final double LEAST = 0.07;

    private static final double MOST = 0.8;

    private final double expected;
    private double before = Double.NaN;
    private double last = Double.POSITIVE_INFINITY;

    /**
     * No solutions yet.
     *
     * @param expected the share by theory, for as long as there is one distance
     */
    Convergence(double expected) {
        this.expected = expected;
    }

    /** The next solution's relative distance from the one before. */
    void add(double distance) {
        before = Double.isInfinite(last) ? Double.NaN : last;
        last = distance;
    }

    /** The last distance; infinite where there is none. */
    double distance() {
        return last;
    }

    /** The estimated relative error of the last solution; infinite where nothing is known. */
    double estimate() {
        double share = Double.isNaN(before) ? expected : Math.max(LEAST, Math.min(MOST, last / before));
        return last * share / (1 - share);
    }
}
