package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.kan4j.data.Batch;
import org.kan4j.data.Places;
import org.kan4j.discover.find.SourceNetwork;
import org.kan4j.discover.find.Wishes;
import org.kan4j.discover.reduce.Dimensions;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Between;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.train.Split;

/** The formulas that a search found for the whole table, each with its error on rows that it was not fitted to. */
final class Candidates {
    /** Parts of a small table that are left out in turn. */
    private static final int FOLDS = 5;

    private static final int FOLD_ITERATIONS = 20;

    /** A formula that leaves less of the target's variance is let go where it will between the rows. */
    private static final double TRUSTED = 1e-12;

    /**
     * A formula.
     *
     * @param formula refined on the rows to fit
     * @param validationRmse in the target's units, on the rows to judge by; cross-validated for a small table
     * @param method name of the finder
     * @param source the network it was read from, if it was
     */
    record Candidate(Refinement.Scored formula, double validationRmse, String method, Optional<SourceNetwork> source) {
        /** How many numbers the data have said. */
        long freeConstants() {
            return CompiledExpression.constants(formula.expression()).stream()
                    .filter(Constant::isFree)
                    .count();
        }
    }

    private final Task whole;
    private final Optional<Dimensions> dimensions;
    private final Wishes wishes;
    private final double trusted;
    private final Between between;
    private final BooleanSupplier stop;
    private final Plainer plainer;
    private final List<Candidate> found = new CopyOnWriteArrayList<>();

    /** Formulas that lack an input which they must hold. */
    private final List<Candidate> incomplete = new CopyOnWriteArrayList<>();

    /** Whether nothing more is to be found; guarded by {@link #found}. */
    private boolean closed;

    /**
     * No formulas yet.
     *
     * @param whole the whole table
     * @param dimensions that formulas must be consistent with, if any
     * @param wishes what formulas must be
     * @param rounding the share of the target's spread that its rounding in the table may leave
     * @param stop asked while constants are fitted
     */
    Candidates(Task whole, Optional<Dimensions> dimensions, Wishes wishes, double rounding, BooleanSupplier stop) {
        this.whole = whole;
        this.dimensions = dimensions;
        this.wishes = wishes;
        this.trusted = Math.max(TRUSTED, rounding * rounding);
        this.between = new Between(whole.rawTrain());
        this.stop = stop;
        this.plainer = new Plainer(whole, Math.max(Plainer.EXACT, rounding * rounding));
    }

    /** Adds a formula, unless it cannot be evaluated, holds a function that it must not, has inconsistent units, or goes astray between the rows. */
    void add(Refinement.Scored formula, String method, Optional<SourceNetwork> source) {
        candidate(formula, method, source).ifPresent(candidate -> {
            synchronized (found) {
                if (!closed) {
                    (complete(candidate) ? found : incomplete).add(candidate);
                }
            }
        });
    }

    /** A candidate that is not added; nothing where {@link #add} would not add it. */
    Optional<Candidate> candidate(Refinement.Scored formula, String method, Optional<SourceNetwork> source) {
        return Refinement.finite(formula)
                .flatMap(this::spelled)
                .map(f -> new Candidate(f, validationRmse(f.expression()), method, source))
                .filter(this::acceptable);
    }

    /** Whether a formula has consistent units and, unless it is exact, stays near the target's values between the rows. */
    private boolean acceptable(Candidate candidate) {
        Expression expression = candidate.formula.expression();
        return consistent(expression) && (candidate.formula.unexplained() < trusted || !between.astray(expression));
    }

    /** A formula in the functions that it may hold; nothing where it cannot be written in them. */
    private Optional<Refinement.Scored> spelled(Refinement.Scored formula) {
        return wishes.vocabulary()
                .spelled(formula.expression())
                .map(e -> new Refinement.Scored(e, formula.unexplained(), formula.descriptionLength()));
    }

    /** Whether a formula has consistent units, or none are known. */
    boolean consistent(Expression expression) {
        return dimensions.isEmpty() || dimensions.get().consistent(expression);
    }

    /** Error on the validation rows; for a small table by cross-validation, the constants refitted on each part. */
    double validationRmse(Expression expression) {
        return validationRmse(expression, rows -> rows);
    }

    /** The error on the same rows, where each counts once. */
    double plainValidationRmse(Expression expression) {
        return validationRmse(expression, rows -> new Batch(rows.x(), rows.y(), rows.rows()));
    }

    private double validationRmse(Expression expression, UnaryOperator<Batch> judged) {
        Batch rawTrain = whole.rawTrain();
        if (!whole.small()) {
            return Fit.rmse(expression, judged.apply(whole.rawValidation()));
        }
        double squares = 0;
        int folds = Math.min(FOLDS, Places.count(Places.of(rawTrain)));
        for (int fold = 0; fold < folds && folds > 1; fold++) {
            Batch others = Split.fold(rawTrain, fold, folds, false);
            Batch held = judged.apply(Split.fold(rawTrain, fold, folds, true));
            double rmse = Fit.rmse(
                    new Refinement(others, stop)
                            .fit(expression, FOLD_ITERATIONS)
                            .expression(),
                    held);
            squares += rmse * rmse * held.totalWeight();
        }
        return Math.sqrt(squares / judged.apply(rawTrain).totalWeight());
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** The formula to choose. */
    Optional<Candidate> best() {
        return best(found);
    }

    /** Whether a formula holds the inputs that it must. */
    boolean complete(Candidate candidate) {
        return wishes.complete(candidate.formula.expression());
    }

    /** So many formulas of the shortest descriptions. */
    List<Refinement.Scored> shortest(int most) {
        return shortest(found, most);
    }

    /** So many of those that lack an input which they must hold. */
    List<Expression> incomplete(int most) {
        return shortest(incomplete, most).stream()
                .map(Refinement.Scored::expression)
                .toList();
    }

    private static List<Refinement.Scored> shortest(List<Candidate> some, int most) {
        return some.stream()
                .map(Candidate::formula)
                .sorted(Comparator.comparingDouble(Refinement.Scored::descriptionLength))
                .limit(most)
                .toList();
    }

    /** The candidate of the shortest description, unless a shorter formula explains a measured curve as well as its rows can tell. */
    Optional<Candidate> best(List<Candidate> some) {
        return (whole.small() ? plainer.better(some) : some)
                .stream()
                        .min(Comparator.comparingDouble(c -> c.formula.descriptionLength()))
                        .map(shortest -> plainer.instead(shortest, some));
    }

    /** The least error on the rows to judge by, in the target's units; infinite where nothing was found. */
    double leastError() {
        return found.stream().mapToDouble(Candidate::validationRmse).min().orElse(Double.POSITIVE_INFINITY);
    }

    /** What was found, incomplete formulas where there are no others; a step that was left behind adds no more to it. */
    List<Candidate> close() {
        synchronized (found) {
            closed = true;
            return new ArrayList<>(found.isEmpty() ? incomplete : found);
        }
    }
}
