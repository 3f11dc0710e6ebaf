package org.kan4j.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * How formulas of groups are searched.
 *
 * @param target column to explain
 * @param inputs columns to explain it by; all others of numbers but the groups' where this is empty
 * @param work units of work for each group at the most, &gt; 0: a unit is one way to find formulas, or one shape of network. No clock is
 *     asked, so that a busy cluster finds what an idle one does
 * @param seed of the held-back rows and of the starts
 */
public record DiscoverByOptions(String target, List<String> inputs, long work, long seed) implements Serializable {
    /** Units of work for each group where nothing is said. */
    public static final long WORK = 8;

    /**
     * Validates.
     *
     * @param target column to explain
     * @param inputs columns to explain it by; all others of numbers but the groups' where this is empty
     * @param work units of work for each group at the most, &gt; 0
     * @param seed of the held-back rows and of the starts
     */
    public DiscoverByOptions {
        Objects.requireNonNull(target, "target");
        inputs = List.copyOf(inputs);
        if (!(work > 0)) {
            throw new IllegalArgumentException("work: more than 0 units required, got " + work);
        }
    }

    /**
     * {@return options with all other columns of numbers as inputs, {@value #WORK} units of work for each group, and seed 0}
     *
     * @param target column to explain
     */
    public static DiscoverByOptions of(String target) {
        return new DiscoverByOptions(target, List.of(), WORK, 0);
    }

    /**
     * {@return a copy with these inputs}
     *
     * @param changed columns; all others of numbers where this is empty
     */
    public DiscoverByOptions withInputs(List<String> changed) {
        return new DiscoverByOptions(target, changed, work, seed);
    }

    /**
     * {@return a copy with another limit of work}
     *
     * @param changed units for each group, &gt; 0
     */
    public DiscoverByOptions withWork(long changed) {
        return new DiscoverByOptions(target, inputs, changed, seed);
    }

    /**
     * {@return a copy with another seed}
     *
     * @param changed of the held-back rows and of the starts
     */
    public DiscoverByOptions withSeed(long changed) {
        return new DiscoverByOptions(target, inputs, work, changed);
    }
}
