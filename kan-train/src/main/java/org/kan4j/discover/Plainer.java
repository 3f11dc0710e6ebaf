package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.kan4j.discover.Candidates.Candidate;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.Residuals;
import org.kan4j.formula.Expression;

/**
 * Prefers a plainer formula to the one of shortest description where a curve was measured: what a good law leaves of it is often the
 * instrument's, alike from row to row, and says less of the law than as many independent errors would ({@link Residuals#independent}).
 */
final class Plainer {
    /** A formula that leaves a smaller share of the target's variance is no approximation. */
    static final double EXACT = 1e-14;

    /** A share of the target's variance that leaves a law in no doubt. */
    private static final double LITTLE = 0.01;

    /** Errors on rows left out that are so many times those of a plainer formula are clearly worse. */
    private static final double WORSE = 1.1;

    /** With more rows there is no doubt what is the instrument's and what the law's. */
    private static final int ROWS = 300;

    private final Task whole;
    private final double exact;
    private final Map<Expression, Double> independent = new ConcurrentHashMap<>();

    /**
     * For a table.
     *
     * @param whole the table
     * @param exact the share of the target's variance that rounding may leave
     */
    Plainer(Task whole, double exact) {
        this.whole = whole;
        this.exact = exact;
    }

    /** The formula of fewer constants that is preferred to another most clearly; the other where there is none. */
    Candidate instead(Candidate chosen, List<Candidate> others) {
        int rows = whole.rawTrain().rows();
        Candidate best = chosen;
        if (whole.in() > 1 || rows > ROWS || !(chosen.formula().unexplained() > exact)) {
            return best;
        }
        double most = 0;
        for (Candidate other : others) {
            double price = model(chosen) - model(other);
            if (price > 0
                    && other.freeConstants() < chosen.freeConstants()
                    && other.formula().unexplained() < LITTLE) {
                double gain = (likelihood(other) - likelihood(chosen))
                        * independent.computeIfAbsent(other.formula().expression(), this::independent);
                if (price - gain > most) {
                    most = price - gain;
                    best = other;
                }
            }
        }
        return best;
    }

    /** Formulas that do not do clearly worse on rows left out than a plainer one. */
    List<Candidate> better(List<Candidate> some) {
        List<Candidate> better = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        for (Candidate candidate :
                some.stream().sorted(Comparator.comparingDouble(this::model)).toList()) {
            if (better.isEmpty() || candidate.validationRmse() < WORSE * least) {
                better.add(candidate);
                least = Math.min(least, candidate.validationRmse());
            }
        }
        return better;
    }

    private double independent(Expression expression) {
        return Residuals.independent(whole.train(), Fit.residuals(expression, whole.rawTrain()));
    }

    /** Nats of the residuals. */
    private double likelihood(Candidate candidate) {
        return Math.log(Math.max(candidate.formula().unexplained(), exact))
                * whole.rawTrain().rows()
                / 2;
    }

    /** Nats of the formula. */
    private double model(Candidate candidate) {
        return candidate.formula().descriptionLength() - likelihood(candidate);
    }
}
