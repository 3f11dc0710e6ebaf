package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Expression;
import org.kan4j.numeric.Parallel;

/**
 * What finders work with.
 *
 * @param stop asked often; whether to end soon with what there is
 * @param parallel runs tasks on the search's threads
 * @param seed of the search
 * @param round how often the search tried all it has, from 0; each round begins elsewhere
 * @param effort 0 … 1: the share of its usual work that a finder of much work does, less where there is little time
 * @param errors whether weights of rows are inverse squares of standard errors
 * @param choice nats that an input costs beside its node, since it was chosen among more
 * @param wishes what formulas for the whole table must be
 */
public record SearchContext(
        BooleanSupplier stop,
        Parallel parallel,
        long seed,
        int round,
        double effort,
        boolean errors,
        double choice,
        Wishes wishes) {
    /** Steps that fit starts, of which there are many. */
    private static final int ITERATIONS = 30;

    /** Spreads seeds that users count up, so that their rounds do not meet. */
    private static final long SEEDS_APART = 1_000_003;

    /** The most random choices of a round. */
    private static final long CHOICES = 1000;

    /** This context in another round. */
    public SearchContext withRound(int changed) {
        return new SearchContext(stop, parallel, seed, changed, effort, errors, choice, wishes);
    }

    /** This context with rows whose weights are inverse squares of standard errors. */
    public SearchContext withErrors() {
        return new SearchContext(stop, parallel, seed, round, effort, true, choice, wishes);
    }

    /** This context for tables of other inputs: of what is wished only the functions mean something there. */
    public SearchContext ofFunctionsAlone() {
        return new SearchContext(stop, parallel, seed, round, effort, errors, choice, wishes.ofFunctionsAlone());
    }

    /** A refinement on rows. */
    public Refinement refinement(Batch data) {
        return new Refinement(data, stop).ofErrors(errors).ofChoice(choice);
    }

    /** Seed of random choices that are made once in a search. */
    public long searchSeed() {
        return seed * SEEDS_APART;
    }

    /** Seed of random choices that are made in every round. */
    public long roundSeed() {
        return searchSeed() + CHOICES * round;
    }

    /** Fits the constants of formulas by a few steps each; those of the shortest description first. */
    public List<Refinement.Scored> fitted(Refinement refinement, List<Expression> starts) {
        List<Callable<Refinement.Scored>> fits = new ArrayList<>();
        for (Expression start : starts) {
            fits.add(() -> refinement.fit(start, ITERATIONS));
        }
        return parallel.all(fits).stream()
                .sorted(Comparator.comparingDouble(Refinement.Scored::descriptionLength))
                .toList();
    }
}
