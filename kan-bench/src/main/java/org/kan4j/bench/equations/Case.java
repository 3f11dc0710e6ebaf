package org.kan4j.bench.equations;

import java.util.Optional;
import org.kan4j.equations.Equations;
import org.kan4j.equations.Problem;
import org.kan4j.equations.SolveOptions;
import org.kan4j.equations.SolveResult;

/** A problem whose solution is known. */
interface Case {
    /** Its name on the command line. */
    String name();

    /** Seconds after which no refinement begins. */
    double limit();

    /** The problem of a seed. */
    Problem problem(long seed);

    /** Its solution at points of a seed. */
    Truth truth(Problem problem, long seed);

    /**
     * An answer.
     *
     * @param error relative L2, the largest of the unknowns
     * @param estimate of the error, as it is printed
     * @param seconds that it took
     */
    record Solved(double error, double estimate, double seconds) {
        private static final double ROUNDING = 1e-12;
        private static final double NEAR = 10;

        /** Whether the estimate is within a factor of ten of the error, or both are rounding. */
        boolean honest() {
            return (error < ROUNDING && estimate < ROUNDING) || (estimate <= NEAR * error && error <= NEAR * estimate);
        }
    }

    /** Solves the problem of a seed. */
    default Solved run(long seed) {
        Problem problem = problem(seed);
        SolveResult result = Equations.solve(problem, new SolveOptions(limit(), seed, Optional.empty()), () -> false);
        return new Solved(truth(problem, seed).error(result), result.estimatedError(), result.seconds());
    }
}
