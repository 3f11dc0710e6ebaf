package org.kan4j.discover.score;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Expression;

/**
 * Rows that a formula for all others leaves far off. Formulas are fitted by iterated weights, first those of least absolute residuals and then
 * Tukey's (Beaton and Tukey, Technometrics 16, 1974), with the median of the absolute residuals as their scale.
 */
public final class Outliers {
    private static final int ROUNDS = 5;

    private static final int ITERATIONS = 15;

    /** Where Tukey's weight becomes 0, in units of the scale: 95% efficient for normal errors. */
    private static final double TUKEY = 4.685;

    /** The standard deviation of normal errors by the median of their sizes. */
    private static final double BY_MEDIAN = 1.4826;

    /** Residuals of outliers, in units of the scale. */
    private static final double FAR = 6;

    /** The largest share of rows that may be outliers; one may be in any case. */
    private static final double MOST = 0.1;

    /** A formula that leaves a larger share of the variance of the other rows does not know what is far off. */
    private static final double KNOWN = 0.05;

    /** Nats that one outlier costs beside which row it is. */
    private static final double COST = 3;

    /** Nats by which a formula and its outliers must describe the rows better than a formula of all of them. */
    private static final double CLEAR = 5;

    private static final int FEWEST_ROWS = 8;

    private Outliers() {}

    /**
     * The outliers of a table.
     *
     * @param formulas to judge by
     * @param best the formula of all rows to compare with
     * @param data rows of one target
     * @param stop asked while constants are fitted
     * @return numbers of rows, increasing; none where a formula of all rows describes them as well, or they are too many, or lie side by side
     */
    public static int[] of(List<Expression> formulas, Expression best, Batch data, BooleanSupplier stop) {
        if (data.rows() < FEWEST_ROWS) {
            return new int[0];
        }
        double least = description(best, data, new int[0]) - CLEAR;
        int[] outliers = {};
        for (Expression formula : formulas) {
            if (stop.getAsBoolean() || !Double.isFinite(Fit.rmse(formula, data))) {
                continue;
            }
            Expression robust = robust(formula, data, stop);
            int[] far = far(robust, data);
            if (far.length > 0 && far.length <= Math.max(1, MOST * data.rows()) && !sideBySide(far, data)) {
                double description = description(robust, data, far);
                if (unexplained(robust, data, far) < KNOWN && description < least) {
                    least = description;
                    outliers = far;
                }
            }
        }
        return outliers;
    }

    /** A formula with its constants fitted so that rows far off do not count. */
    static Expression robust(Expression formula, Batch data, BooleanSupplier stop) {
        Expression fitted = formula;
        for (int round = 0; round < 2 * ROUNDS; round++) {
            double[] sizes = sizes(fitted, data);
            double scale = scale(sizes);
            if (!(scale > 0)) {
                break;
            }
            boolean tukey = round >= ROUNDS;
            double[] weights = Arrays.stream(sizes)
                    .map(size -> tukey ? tukey(size / (TUKEY * scale)) : 1 / Math.max(size / scale, 0.1))
                    .toArray();
            for (int r = 0; r < weights.length; r++) {
                weights[r] *= data.weight(r);
            }
            Batch weighted = new Batch(data.x(), data.y(), weights, data.rows());
            fitted = new Refinement(weighted, stop).fit(fitted, ITERATIONS).expression();
        }
        return fitted;
    }

    private static double tukey(double size) {
        double rest = Math.max(0, 1 - size * size);
        return rest * rest;
    }

    /** Residuals without sign, as if all rows counted once. */
    private static double[] sizes(Expression formula, Batch data) {
        double[] residuals = Fit.residuals(formula, data);
        return IntStream.range(0, residuals.length)
                .mapToDouble(r -> Math.abs(residuals[r]) * Math.sqrt(data.weight(r)))
                .toArray();
    }

    private static double scale(double[] sizes) {
        double[] sorted = sizes.clone();
        Arrays.sort(sorted);
        return BY_MEDIAN * sorted[sorted.length / 2];
    }

    private static int[] far(Expression formula, Batch data) {
        double[] sizes = sizes(formula, data);
        double scale = Math.max(scale(sizes), Math.sqrt(Refinement.ROUNDING) * Fit.spread(data));
        return IntStream.range(0, sizes.length)
                .filter(r -> !(sizes[r] <= FAR * scale))
                .toArray();
    }

    /** Nats of the residuals, the constants and the outliers. */
    static double description(Expression formula, Batch data, int[] outliers) {
        int n = data.rows() - outliers.length;
        double spread = Fit.spread(data);
        double unexplained = Math.max(squares(formula, data, outliers) / n / (spread * spread), Refinement.ROUNDING);
        int constants = CompiledExpression.of(formula).parameterCount();
        return n / 2.0 * Math.log(unexplained)
                + constants * Math.log(data.rows()) / 2
                + outliers.length * (COST + Math.log(data.rows()));
    }

    private static double squares(Expression formula, Batch data, int[] outliers) {
        double[] sizes = sizes(formula, data);
        double squares = Arrays.stream(sizes).map(v -> v * v).sum();
        for (int r : outliers) {
            squares -= sizes[r] * sizes[r];
        }
        return squares;
    }

    /** The share of the variance of all rows but the outliers that a formula leaves. */
    private static double unexplained(Expression formula, Batch data, int[] outliers) {
        Batch others = data.subset(IntStream.range(0, data.rows())
                .filter(r -> Arrays.binarySearch(outliers, r) < 0)
                .toArray());
        double share = Fit.rmse(formula, others) / Fit.spread(others);
        return share * share;
    }

    /** Whether half of the rows have another one of them as the nearest row: that is another law there, and not an error. */
    private static boolean sideBySide(int[] outliers, Batch data) {
        long together = Arrays.stream(outliers)
                .filter(r -> Arrays.binarySearch(outliers, Residuals.nearest(data, r)) >= 0)
                .count();
        return 2 * together > outliers.length;
    }
}
