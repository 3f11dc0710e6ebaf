package org.kan4j;

import java.util.Map;
import java.util.Optional;
import org.kan4j.model.Trend;
import org.kan4j.train.Loss;

/**
 * What a fit is told that finds its shape itself.
 *
 * @param interactions pairs of inputs that the network may have a function of, at the most, ≥ 0
 * @param folds parts of the rows of which each judges what was fitted to the others, ≥ 2; 5, or as many as there are rows, where it is empty
 * @param loss of a row's outputs against its targets; squares, of classes the log loss, where it is empty
 * @param timeLimit seconds within which larger shapes are tried, &gt; 0
 * @param trends by the names of inputs, how predictions must go with them; such an input is in no pair
 * @param bagged whether the model is the mean of those that were fitted to all folds but one, each in turn
 * @param blended whether the model is a mean of all rungs of the ladder, with weights by the rows that they were not fitted to
 * @param seed of the split of the rows and of the folds
 */
public record ShapeOptions(
        int interactions,
        Optional<Integer> folds,
        Optional<Loss> loss,
        double timeLimit,
        Map<String, Trend> trends,
        boolean bagged,
        boolean blended,
        long seed) {
    /** Pairs of inputs, folds and seconds where nothing is said of them. */
    public static final ShapeOptions DEFAULTS =
            new ShapeOptions(10, Optional.empty(), Optional.empty(), 60, Map.of(), false, false, 0);

    /** More pairs than anybody reads. */
    private static final int MOST_INTERACTIONS = 100;

    /**
     * Validates.
     *
     * @param interactions pairs of inputs that the network may have a function of, at the most, ≥ 0
     * @param folds parts of the rows of which each judges what was fitted to the others, ≥ 2; 5, or as many as there are rows, where it is empty
     * @param loss of a row's outputs against its targets; squares, of classes the log loss, where it is empty
     * @param timeLimit seconds within which larger shapes are tried, &gt; 0
     * @param trends by the names of inputs, how predictions must go with them; such an input is in no pair
     * @param bagged whether the model is the mean of those that were fitted to all folds but one, each in turn
     * @param blended whether the model is a mean of all rungs of the ladder, with weights by the rows that they were not fitted to
     * @param seed of the split of the rows and of the folds
     */
    public ShapeOptions {
        trends = Map.copyOf(trends);
        if (!(interactions >= 0 && interactions <= MOST_INTERACTIONS)) {
            throw new OptionException("interactions", "0 to " + MOST_INTERACTIONS + " required, got " + interactions);
        }
        if (folds.isPresent() && !(folds.get() >= 2)) {
            throw new OptionException("folds", "2 or more required, got " + folds.get());
        }
        if (bagged && blended) {
            throw new OptionException("blend", "no --bag required");
        }
        if (!(timeLimit > 0)) {
            throw new OptionException("time-limit", "seconds above 0 required, got " + timeLimit);
        }
    }

    /**
     * {@return a copy with so many pairs}
     *
     * @param changed at the most, ≥ 0
     */
    public ShapeOptions withInteractions(int changed) {
        return new ShapeOptions(changed, folds, loss, timeLimit, trends, bagged, blended, seed);
    }

    /**
     * {@return a copy with this seed}
     *
     * @param changed of the split of the rows and of the folds
     */
    public ShapeOptions withSeed(long changed) {
        return new ShapeOptions(interactions, folds, loss, timeLimit, trends, bagged, blended, changed);
    }

    /**
     * {@return a copy with this loss}
     *
     * @param changed of a row's outputs against its targets
     */
    public ShapeOptions withLoss(Loss changed) {
        return new ShapeOptions(interactions, folds, Optional.of(changed), timeLimit, trends, bagged, blended, seed);
    }

    /**
     * {@return a copy with these trends}
     *
     * @param changed by the names of inputs
     */
    public ShapeOptions withTrends(Map<String, Trend> changed) {
        return new ShapeOptions(interactions, folds, loss, timeLimit, changed, bagged, blended, seed);
    }

    /**
     * {@return a copy whose model is the mean of models}
     *
     * @param models how many, each fitted to all folds but one of as many, ≥ 2
     */
    public ShapeOptions withBag(int models) {
        return new ShapeOptions(interactions, Optional.of(models), loss, timeLimit, trends, true, blended, seed);
    }

    /** {@return a copy whose model is a mean of all rungs of the ladder} */
    public ShapeOptions withBlend() {
        return new ShapeOptions(interactions, folds, loss, timeLimit, trends, bagged, true, seed);
    }
}
