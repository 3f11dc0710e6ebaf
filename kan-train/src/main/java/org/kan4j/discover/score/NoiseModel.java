package org.kan4j.discover.score;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.data.Batch;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Expression;

/** How the size of errors goes with the size of the target: its variance is a power of it. */
public enum NoiseModel {
    /** Errors of one size. */
    EQUAL(0),
    /** Errors as those of counts: with the root of the target. */
    COUNTS(1),
    /** Errors in proportion to the target. */
    RELATIVE(2);

    /** Nats by which another model must explain the residuals better than errors of one size. */
    private static final double CLEAR = 3;

    /** Times that formula and weights are fitted in turn. */
    private static final int ROUNDS = 4;

    private static final int ITERATIONS = 20;

    /** The smallest target that counts as such, as a share of the largest. */
    private static final double SMALLEST = 1e-6;

    private static final int FEWEST_ROWS = 8;

    private final int power;

    NoiseModel(int power) {
        this.power = power;
    }

    /**
     * A model of noise for a table.
     *
     * @param model the model
     * @param formula that the model was judged by
     * @param size of the errors, in units of the target to half the power
     */
    public record Fitted(NoiseModel model, Expression formula, double size) {}

    /** {@return what the model is called in results} */
    public String text() {
        return switch (this) {
            case EQUAL -> "equal";
            case COUNTS -> "counts";
            case RELATIVE -> "relative";
        };
    }

    /**
     * The model other than {@link #EQUAL} that explains what formulas leave clearly better, with their constants fitted anew.
     *
     * @param formulas to judge by: some that were fitted to rows of equal weight, and some that were not
     * @param data rows without weights
     * @param stop asked while constants are fitted
     * @return nothing where errors of one size do, where targets have both signs, or where the rows are few
     */
    public static Optional<Fitted> of(List<Expression> formulas, Batch data, BooleanSupplier stop) {
        if (!applies(data)) {
            return Optional.empty();
        }
        Map<NoiseModel, Trial> best = new EnumMap<>(NoiseModel.class);
        for (NoiseModel model : values()) {
            formulas.stream()
                    .map(formula -> model.fitted(formula, data, stop))
                    .filter(trial -> Double.isFinite(trial.score))
                    .max(Comparator.comparingDouble(Trial::score))
                    .ifPresent(trial -> best.put(model, trial));
        }
        double most = best.containsKey(EQUAL) ? best.get(EQUAL).score + CLEAR : Double.NEGATIVE_INFINITY;
        return best.values().stream()
                .filter(trial -> trial.fitted.model != EQUAL && trial.score > most)
                .max(Comparator.comparingDouble(Trial::score))
                .map(Trial::fitted);
    }

    /** Whether another model than {@link #EQUAL} may hold: targets have one sign, and are not few. */
    public static boolean applies(Batch data) {
        double[] y = data.y();
        boolean oneSign =
                Arrays.stream(y).allMatch(v -> v > 0) || Arrays.stream(y).allMatch(v -> v < 0);
        return oneSign && data.rows() >= FEWEST_ROWS;
    }

    /** {@return the weights, of mean 1, that rows have by this model where what they should be is known, or nearly} */
    public double[] weights(double[] values) {
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(1);
        double[] weights = Arrays.stream(values)
                .map(v -> Math.pow(Math.max(Math.abs(v), SMALLEST * largest), -power))
                .toArray();
        double mean = Arrays.stream(weights).average().orElse(1);
        return Arrays.stream(weights).map(w -> w / mean).toArray();
    }

    /** A fit; its score is its likelihood, in nats, less what its constants cost by Akaike's criterion for few rows. */
    private record Trial(Fitted fitted, double score) {}

    private Trial fitted(Expression formula, Batch data, BooleanSupplier stop) {
        int n = data.rows();
        Expression fitted = formula;
        double[] weights = new double[n];
        if (!Double.isFinite(Fit.rmse(formula, data))) {
            return new Trial(new Fitted(this, formula, Double.NaN), Double.NaN);
        }
        for (int round = 0; round < (this == EQUAL ? 1 : ROUNDS); round++) {
            weights = weights(Fit.values(fitted, data));
            if (!Arrays.stream(weights).allMatch(Double::isFinite)) {
                return new Trial(new Fitted(this, formula, Double.NaN), Double.NaN);
            }
            Batch weighted = new Batch(data.x(), data.y(), weights, n);
            fitted = new Refinement(weighted, stop).fit(fitted, ITERATIONS).expression();
        }
        Batch weighted = new Batch(data.x(), data.y(), weights, n);
        double variance = Math.pow(Fit.rmse(fitted, weighted), 2);
        double logarithms = Arrays.stream(weights).map(Math::log).sum();
        double likelihood = (logarithms - n * Math.log(variance)) / 2;
        double cost = cost(CompiledExpression.of(fitted).parameterCount(), n);
        // Weights have mean 1: undo that for the size of the errors.
        double unit = Math.pow(Math.abs(Fit.values(fitted, data)[0]), power) * weights[0];
        return new Trial(new Fitted(this, fitted, Math.sqrt(variance / unit)), likelihood - cost);
    }

    /** What constants and the size of the errors cost by Akaike's criterion for few rows, in nats. */
    static double cost(int constants, int rows) {
        int k = constants + 1;
        return k + k * (k + 1) / Math.max(rows - k - 1, 0.5);
    }
}
