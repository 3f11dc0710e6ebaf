package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kan4j.formula.Expression;
import org.kan4j.train.Batch;

/** Ratios of polynomials with few terms, without a network: all terms of a degree first, then one less as long as that helps. */
final class Rational {
    private static final int ROWS = 400;

    /** Degrees of numerator and denominator, those of fewer terms first. */
    private static final int[][] DEGREES = {
        {1, 1}, {2, 0}, {2, 1}, {1, 2}, {2, 2}, {3, 0}, {3, 1}, {1, 3}, {3, 2}, {2, 3}, {3, 3}, {4, 1}, {4, 2}, {2, 4},
        {4, 4}
    };

    /** Terms that a ratio may begin with: at most so many, and at most one for so many rows, which are more where there is noise. */
    private static final int MAX_TERMS = 90;

    private static final int ROWS_PER_TERM = 2;
    private static final int NOISY_ROWS_PER_TERM = 8;

    /** Of one input, any smooth function is nearly a ratio with more terms. */
    private static final int MAX_TERMS_OF_ONE_INPUT = 8;

    /** A ratio that leaves a smaller share of the target's variance is taken for exact. */
    private static final double EXACT = 1e-17;

    /** Terms are taken away until the description is so many nats longer than the shortest. */
    private static final double PATIENCE = 60;

    private final Batch data;
    private final Refinement refinement;
    private final List<Expression> inputs;

    /**
     * Ratios for a table.
     *
     * @param data one target
     */
    Rational(Batch data) {
        this.data = data.thinned(ROWS);
        this.refinement = new Refinement(this.data, () -> false);
        this.inputs =
                IntStream.range(0, data.in()).mapToObj(Expression::variable).toList();
    }

    /** The first ratio that explains the data to rounding errors, by the number of terms; nothing where none does. */
    Optional<Expression> exact() {
        for (Ratio ratio : all(ROWS_PER_TERM)) {
            if (ratio.unexplained() < EXACT) {
                return Optional.of(shortest(ratio).expression());
            }
        }
        return Optional.empty();
    }

    /** The ratio of the shortest description, though it leaves noise. */
    Optional<Expression> approximate() {
        return all(NOISY_ROWS_PER_TERM).stream()
                .map(ratio -> shortest(ratio.reweighted().reweighted()))
                .min(Comparator.comparingDouble(Refinement.Scored::descriptionLength))
                .map(Refinement.Scored::expression);
    }

    /** Ratios with all terms of their degrees. */
    private List<Ratio> all(int rowsPerTerm) {
        int most = Math.min(data.in() == 1 ? MAX_TERMS_OF_ONE_INPUT : MAX_TERMS, data.rows() / rowsPerTerm);
        List<Ratio> ratios = new ArrayList<>();
        for (int[] degrees : DEGREES) {
            List<int[]> above = Monomials.upTo(data.in(), degrees[0], most);
            List<int[]> below = Monomials.upTo(data.in(), degrees[1], most);
            if (above.size() + below.size() <= most) {
                ratios.add(Ratio.of(data, above, below));
            }
        }
        return ratios;
    }

    private Refinement.Scored shortest(Ratio from) {
        Ratio ratio = from;
        Refinement.Scored best = refinement.score(ratio.expression(inputs));
        Refinement.Scored last = best;
        while (!(last.descriptionLength() > best.descriptionLength() + PATIENCE)) {
            Ratio smaller = ratio.smaller();
            if (smaller.size() == ratio.size()) {
                break;
            }
            ratio = smaller.reweighted();
            last = refinement.score(ratio.expression(inputs));
            best = last.descriptionLength() < best.descriptionLength() ? last : best;
        }
        return best;
    }
}
