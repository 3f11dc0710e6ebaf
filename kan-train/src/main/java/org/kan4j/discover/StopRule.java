package org.kan4j.discover;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.kan4j.data.Batch;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.Residuals;
import org.kan4j.formula.Expression;

/**
 * When a formula explains a table, so that nothing more is to be found: where it leaves nothing but rounding errors, of doubles or of
 * the table, or leaves what looks like noise, about as much as the best network, which has no reason to stop at the same error
 * otherwise, and without likeness between neighbours.
 */
final class StopRule {
    /** A validation error below this share of the target's spread is rounding error. */
    private static final double EXPLAINED = 1e-9;

    /** A validation error above this share of the target's spread is not taken for noise before all shapes were tried. */
    private static final double LARGEST_NOISE = 0.3;

    /** An error of rows left out, as a share of the target's spread, that explains a small table by a formula of few constants. */
    private static final double SMALL_TABLE = 1e-3;

    /** Errors of a formula, in units of the best network's, that are about as large. */
    private static final double LEAST_OF_NETWORK = 0.7;

    private static final double MOST_OF_NETWORK = 1.02;

    /** Standard errors of a correlation of nothing that neighbours' residuals may be alike by. */
    private static final double STANDARD_ERRORS = 3;

    /** A formula with more odd constants may be the series, or an approximation, of something shorter. */
    private static final int MANY_CONSTANTS = 5;

    /** A formula with at most so many odd constants may be taken for the law before structure was looked for. */
    private static final int FEW_CONSTANTS = 2;

    /** Finders whose formulas come near to anything with constants enough. */
    private static final Set<String> SERIES = Set.of("polynomial", "rational");

    /** What a search has looked for. */
    enum Searched {
        /** Not all of the ways that take little time. */
        NOTHING,
        /** All ways that take little time. */
        QUICK_WAYS,
        /** Structure as well. */
        STRUCTURE
    }

    private final Task whole;
    private final double rounding;
    private final Map<Expression, Double> correlations = new ConcurrentHashMap<>();

    /**
     * The rule for a table.
     *
     * @param whole the whole table
     * @param rounding the share of the target's spread that its rounding in the table may leave
     */
    StopRule(Task whole, double rounding) {
        this.whole = whole;
        this.rounding = rounding;
    }

    /**
     * Whether a formula explains the table.
     *
     * @param candidate the best formula, if any
     * @param networkError least error of a network, in standard deviations of the target
     * @param searched what was looked for
     */
    boolean explained(Optional<Candidates.Candidate> candidate, double networkError, Searched searched) {
        if (candidate.isEmpty()) {
            return false;
        }
        Candidates.Candidate best = candidate.get();
        double relative = relative(best);
        if (relative < EXPLAINED) {
            return !SERIES.contains(best.method()) || best.freeConstants() <= MANY_CONSTANTS;
        }
        if (relative < rounding) {
            return best.freeConstants() <= (searched == Searched.STRUCTURE ? MANY_CONSTANTS : FEW_CONSTANTS)
                    && leavesNoise(candidate);
        }
        if (whole.small()) {
            return searched != Searched.NOTHING && relative < SMALL_TABLE && best.freeConstants() <= FEW_CONSTANTS;
        }
        return relative < LARGEST_NOISE
                && relative < MOST_OF_NETWORK * networkError
                && relative > LEAST_OF_NETWORK * networkError
                && (searched == Searched.STRUCTURE || best.freeConstants() <= FEW_CONSTANTS)
                && leavesNoise(candidate);
    }

    /** Whether a formula leaves nothing but rounding errors. */
    boolean exact(Optional<Candidates.Candidate> candidate) {
        return candidate.isPresent() && relative(candidate.get()) < Math.max(EXPLAINED, rounding);
    }

    /** Whether what a formula leaves is unlike its neighbours', or there are too few rows to say so. */
    boolean leavesNoise(Optional<Candidates.Candidate> candidate) {
        return whole.small()
                || candidate.isPresent()
                        && neighbourCorrelation(candidate.get().formula().expression())
                                < STANDARD_ERRORS / Math.sqrt(whole.train().rows());
    }

    /** Whether residuals of rows in standardised units are unlike their neighbours'. */
    boolean noise(Batch rows, double[] residuals) {
        return Residuals.neighbourCorrelation(rows, residuals) < STANDARD_ERRORS / Math.sqrt(rows.rows());
    }

    private double relative(Candidates.Candidate candidate) {
        return candidate.validationRmse() / whole.outputs().scale(0);
    }

    private double neighbourCorrelation(Expression expression) {
        return correlations.computeIfAbsent(
                expression, e -> Residuals.neighbourCorrelation(whole.train(), Fit.residuals(e, whole.rawTrain())));
    }
}
