package org.kan4j.equations;

import java.nio.file.Path;
import java.util.Optional;
import org.kan4j.OptionException;

/**
 * How a problem is solved.
 *
 * @param timeLimit seconds after which no further refinement begins, &gt; 0
 * @param seed of the points that judge, and of starts
 * @param check a table of inputs and unknowns to compare with, if there is one
 */
public record SolveOptions(double timeLimit, long seed, Optional<Path> check) {
    /** A minute, seed 0, nothing to compare with. */
    public static final SolveOptions STANDARD = new SolveOptions(60, 0, Optional.empty());

    /**
     * Validates.
     *
     * @param timeLimit seconds after which no further refinement begins, &gt; 0
     * @param seed of the points that judge, and of starts
     * @param check a table of inputs and unknowns to compare with, if there is one
     */
    public SolveOptions {
        if (!(timeLimit > 0)) {
            throw new OptionException("time-limit", "more than 0 seconds required, got " + timeLimit);
        }
    }

    /**
     * {@return these options with another limit}
     *
     * @param changed seconds
     */
    public SolveOptions withTimeLimit(double changed) {
        return new SolveOptions(changed, seed, check);
    }
}
