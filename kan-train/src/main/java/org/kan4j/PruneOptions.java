package org.kan4j;

import java.util.Optional;

/**
 * What pruning is told.
 *
 * @param tolerance share by which the validation error may grow, 0 to 1e6
 * @param path whether to list what smaller networks would cost
 * @param edges to go on along the path until at most so many are left, whatever that costs; empty to stop at the tolerance
 * @param seed of the split of the rows: that of the fit, so that no row that was fitted judges
 */
public record PruneOptions(double tolerance, boolean path, Optional<Integer> edges, long seed) {
    /**
     * Validates.
     *
     * @param tolerance share by which the validation error may grow, 0 to 1e6
     * @param path whether to list what smaller networks would cost
     * @param edges to go on along the path until at most so many are left, whatever that costs; empty to stop at the tolerance
     * @param seed of the split of the rows: that of the fit, so that no row that was fitted judges
     */
    public PruneOptions {
        if (!(tolerance >= 0 && tolerance <= 1e6)) {
            throw new OptionException("tolerance", "0 to 1e6 required, got " + tolerance);
        }
    }

    /** {@return 5% of the validation error, no path, seed 0} */
    public static PruneOptions defaults() {
        return new PruneOptions(0.05, false, Optional.empty(), 0);
    }

    /**
     * {@return a copy with this tolerance, as a share of the validation error}
     *
     * @param changed from 0 to 1e6
     */
    public PruneOptions withTolerance(double changed) {
        return new PruneOptions(changed, path, edges, seed);
    }

    /** {@return a copy that lists what smaller networks would cost} */
    public PruneOptions withPath() {
        return new PruneOptions(tolerance, true, edges, seed);
    }

    /**
     * {@return a copy that goes on until at most so many edges are left}
     *
     * @param most ≥ 1
     */
    public PruneOptions withEdges(int most) {
        return new PruneOptions(tolerance, path, Optional.of(most), seed);
    }

    /**
     * {@return a copy with this seed}
     *
     * @param changed that of the fit, so that no row that was fitted judges
     */
    public PruneOptions withSeed(long changed) {
        return new PruneOptions(tolerance, path, edges, changed);
    }
}
