package org.kan4j;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.network.Shape;
import org.kan4j.train.Loss;

/**
 * What a fit is told. Where it is told nothing, {@link FitPlan} chooses by the table: the optimiser and its steps by the size of the
 * problem, the ridge of small regressions by rows that judge.
 *
 * @param shape widths of the network
 * @param basis of every edge, with the number of intervals to begin with
 * @param refinements numbers of intervals to refine to, each a multiple of the one before
 * @param steps who lowers the loss, and how far
 * @param starts short trainings, of which the best goes on, ≥ 1
 * @param loss of a row's outputs against its targets; squares, of classes the log loss, where it is empty
 * @param weights of what is added to the loss
 * @param folds cross-validation on the rows that are not held back for the test, all of which are fitted then, ≥ 2; rows that judge where
 *     it is empty
 * @param seed of the split of the rows and of all that is random
 */
public record FitOptions(
        Shape shape,
        Basis basis,
        List<Integer> refinements,
        Steps steps,
        int starts,
        Optional<Loss> loss,
        Weights weights,
        Optional<Integer> folds,
        long seed) {
    /** More breakpoints than any table gives a meaning to. */
    private static final int MOST_INTERVALS = 10_000;
    /** Grids before there are data, in standard deviations of an input. */
    private static final double RANGE = 2;

    /** Who takes the steps. */
    public enum Minimizer {
        /** Whichever suits the size of the problem. */
        AUTO,
        /** Levenberg–Marquardt. */
        LM,
        /** L-BFGS. */
        LBFGS,
        /** Adam on mini-batches. */
        ADAM
    }

    /**
     * How the loss is lowered.
     *
     * @param optimizer who takes the steps
     * @param iterations steps of lm and lbfgs, passes of adam, at each number of intervals, ≥ 1; by size where it is empty
     * @param patience steps without a lower validation error that end a run, 0 for never; by optimiser where it is empty
     * @param rate highest learning rate of adam; 0.01 where it is empty
     * @param batchRows rows in a mini-batch of adam; 128 where it is empty
     * @param decay decoupled weight decay of adam; 0 where it is empty
     * @param baseWidth of hidden layers that the rate of adam is meant for, in the maximal update parameterisation; one rate for all
     *     parameters where it is empty
     */
    public record Steps(
            Minimizer optimizer,
            Optional<Integer> iterations,
            Optional<Integer> patience,
            Optional<Double> rate,
            Optional<Integer> batchRows,
            Optional<Double> decay,
            Optional<Integer> baseWidth) {
        /** Everything by the size of the problem. */
        public static final Steps AUTO = of(Minimizer.AUTO);

        /**
         * Validates.
         *
         * @param optimizer who takes the steps
         * @param iterations steps of lm and lbfgs, passes of adam, at each number of intervals, ≥ 1; by size where it is empty
         * @param patience steps without a lower validation error that end a run, 0 for never; by optimiser where it is empty
         * @param rate highest learning rate of adam; 0.01 where it is empty
         * @param batchRows rows in a mini-batch of adam; 128 where it is empty
         * @param decay decoupled weight decay of adam; 0 where it is empty
         * @param baseWidth of hidden layers that the rate of adam is meant for, in the maximal update parameterisation; one rate for all
         *     parameters where it is empty
         */
        public Steps {
            Objects.requireNonNull(optimizer, "optimizer");
        }

        /**
         * {@return the steps of an optimiser, as many as are usual for it}
         *
         * @param optimizer which
         */
        public static Steps of(Minimizer optimizer) {
            return new Steps(
                    optimizer,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /**
         * {@return these steps, but so many}
         *
         * @param changed steps of lm and lbfgs, passes of adam, ≥ 1
         */
        public Steps withIterations(int changed) {
            return new Steps(optimizer, Optional.of(changed), patience, rate, batchRows, decay, baseWidth);
        }

        /** Whether anything is said that only adam understands. */
        boolean adamAlone() {
            return Stream.of(rate, batchRows, decay, baseWidth).anyMatch(Optional::isPresent);
        }
    }

    /**
     * Weights of what is added to the mean loss, as {@link org.kan4j.train.Penalties} explains them.
     *
     * @param l1 of the edges' standard deviations, ≥ 0
     * @param entropy of the shares that edges have in their layer, ≥ 0
     * @param smoothness of third derivatives; where it is empty by the evidence in the rows with lm, 4e-9 with others, 1e-4 for classes
     * @param ridge of squared parameters
     */
    public record Weights(double l1, double entropy, Optional<Double> smoothness, Ridge ridge) {
        /** No sparsity; smoothness and ridge as the table suggests. */
        public static final Weights AUTO = new Weights(0, 0, Optional.empty(), Ridge.USUAL);

        /**
         * Validates.
         *
         * @param l1 of the edges' standard deviations, ≥ 0
         * @param entropy of the shares that edges have in their layer, ≥ 0
         * @param smoothness of third derivatives; where it is empty by the evidence in the rows with lm, 4e-9 with others, 1e-4 for classes
         * @param ridge of squared parameters
         */
        public Weights {
            Objects.requireNonNull(ridge, "ridge");
        }
    }

    /**
     * The weight of squared parameters.
     *
     * @param weight the number; empty where the table decides
     * @param chosen whether it is chosen by rows that judge, or by folds, whatever the table
     */
    public record Ridge(Optional<Double> weight, boolean chosen) {
        /** Chosen for small regressions, else 1e-13, and 1 / (2·rows) for classes. */
        public static final Ridge USUAL = new Ridge(Optional.empty(), false);
        /** Chosen by rows that judge, or by folds. */
        public static final Ridge CHOSEN = new Ridge(Optional.empty(), true);

        /**
         * Validates.
         *
         * @param weight the number; empty where the table decides
         * @param chosen whether it is chosen by rows that judge, or by folds, whatever the table
         */
        public Ridge {
            if (chosen && weight.isPresent()) {
                throw new OptionException("ridge", "a weight or the choice of one required, got both");
            }
        }

        /**
         * {@return this weight}
         *
         * @param weight ≥ 0
         */
        public static Ridge of(double weight) {
            return new Ridge(Optional.of(weight), false);
        }
    }

    /**
     * Validates.
     *
     * @param shape widths of the network
     * @param basis of every edge, with the number of intervals to begin with
     * @param refinements numbers of intervals to refine to, each a multiple of the one before
     * @param steps who lowers the loss, and how far
     * @param starts short trainings, of which the best goes on, ≥ 1
     * @param loss of a row's outputs against its targets; squares, of classes the log loss, where it is empty
     * @param weights of what is added to the loss
     * @param folds cross-validation on the rows that are not held back for the test, all of which are fitted then, ≥ 2; rows that judge where
     *     it is empty
     * @param seed of the split of the rows and of all that is random
     */
    public FitOptions {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(steps, "steps");
        Objects.requireNonNull(weights, "weights");
        refinements = List.copyOf(refinements);
        Stream.concat(Stream.of(basis.count()), refinements.stream()).forEach(FitOptions::requireIntervals);
        if (!(starts >= 1)) {
            throw new OptionException("starts", "at least 1 required, got " + starts);
        }
        if (folds.isPresent() && !(folds.get() >= 2)) {
            throw new OptionException("folds", "2 or more required, got " + folds.get());
        }
    }

    private static void requireIntervals(int intervals) {
        if (!(intervals <= MOST_INTERVALS)) {
            throw new OptionException("intervals, refine", "1 to " + MOST_INTERVALS + " required, got " + intervals);
        }
    }

    /**
     * {@return a basis on what standardised inputs mostly are; the data move its grid}
     *
     * @param family a member of the family that is meant
     * @param count of intervals, or of what else counts the functions of the family, such as its degree: 1 to 10,000
     * @throws IllegalArgumentException if there are fewer or more
     */
    public static Basis counting(Basis family, int count) {
        requireIntervals(count);
        return family.counting(-RANGE, RANGE, count);
    }

    /**
     * {@return cubic splines of five intervals, everything else as the table suggests, seed 0}
     *
     * @param shape with as many inputs and outputs as the table
     */
    public static FitOptions of(Shape shape) {
        return new FitOptions(
                shape,
                counting(BSpline.STANDARD, 5),
                List.of(),
                Steps.AUTO,
                1,
                Optional.empty(),
                Weights.AUTO,
                Optional.empty(),
                0);
    }

    /**
     * {@return cubic splines of five intervals, everything else as the table suggests, seed 0}
     *
     * @param shape such as {@code 2,5,1} or {@code 2,3+1p,1}
     * @throws IllegalArgumentException if that is no shape
     */
    public static FitOptions of(String shape) {
        return of(Shape.parse(shape));
    }

    /**
     * {@return a copy that begins with so many intervals, or whatever else counts the functions of its basis}
     *
     * @param changed ≥ 1
     */
    public FitOptions withIntervals(int changed) {
        return withBasis(counting(basis, changed));
    }

    /**
     * {@return a copy with this basis on every edge}
     *
     * @param changed on any range; data move its grid
     */
    public FitOptions withBasis(Basis changed) {
        return new FitOptions(shape, changed, refinements, steps, starts, loss, weights, folds, seed);
    }

    /**
     * {@return a copy that refines to these numbers of intervals}
     *
     * @param changed each a larger multiple of the one before
     */
    public FitOptions withRefinements(Integer... changed) {
        return new FitOptions(shape, basis, List.of(changed), steps, starts, loss, weights, folds, seed);
    }

    /**
     * {@return a copy with these steps}
     *
     * @param changed optimiser and steps
     */
    public FitOptions withSteps(Steps changed) {
        return new FitOptions(shape, basis, refinements, changed, starts, loss, weights, folds, seed);
    }

    /**
     * {@return a copy from so many starts}
     *
     * @param changed ≥ 1
     */
    public FitOptions withStarts(int changed) {
        return new FitOptions(shape, basis, refinements, steps, changed, loss, weights, folds, seed);
    }

    /**
     * {@return a copy with this loss}
     *
     * @param changed of a row's outputs against its targets
     */
    public FitOptions withLoss(Loss changed) {
        return new FitOptions(shape, basis, refinements, steps, starts, Optional.of(changed), weights, folds, seed);
    }

    /**
     * {@return a copy with these weights}
     *
     * @param changed of the penalties
     */
    public FitOptions withWeights(Weights changed) {
        return new FitOptions(shape, basis, refinements, steps, starts, loss, changed, folds, seed);
    }

    /**
     * {@return a copy that cross-validates with so many folds}
     *
     * @param changed ≥ 2
     */
    public FitOptions withFolds(int changed) {
        return new FitOptions(shape, basis, refinements, steps, starts, loss, weights, Optional.of(changed), seed);
    }

    /**
     * {@return a copy with this seed}
     *
     * @param changed of the split of the rows and of all that is random
     */
    public FitOptions withSeed(long changed) {
        return new FitOptions(shape, basis, refinements, steps, starts, loss, weights, folds, changed);
    }
}
