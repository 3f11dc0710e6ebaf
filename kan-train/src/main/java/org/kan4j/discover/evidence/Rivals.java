package org.kan4j.discover.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.discover.score.Fit;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;

/**
 * Formulas that explain the data as well as the one that was chosen but predict something else. Two formulas are taken to be
 * equally good where the mean difference of their squared errors is within two of its standard errors, row by row; predictions
 * differ where they do so by more than three root mean squared errors, so that a measurement there could tell.
 */
public final class Rivals {
    private static final int MOST = 3;

    /** With fewer rows held back all rows judge. */
    private static final int ENOUGH_ROWS = 20;

    /** Sizes up to so many times the formula's, and a few nodes more, are similar. */
    private static final double LARGER = 1.5;

    private static final int NODES = 3;

    /** A formula with so many times the error is worse, whatever one outlier does to the standard error. */
    private static final double WORSE = 1.1;

    private static final double STANDARD_ERRORS = 2;
    private static final double NOTICEABLE = 3;

    /** Errors below this share of the target's spread: the formula is exact, and so must its rivals be. */
    private static final double EXACT = 1e-9;

    private static final double AS_EXACT = 1e-12;

    /** The share of the target's spread by which rivals of an exact formula differ from it. */
    private static final double EXACT_NOTICEABLE = 1e-3;

    /** How far beyond the ranges seen predictions are compared, in units of these. */
    private static final double BEYOND = 0.25;

    private static final int POINTS = 2000;

    private final Formula formula;
    private final Dataset data;
    private final Batch judge;
    private final boolean heldBack;
    private final double noticeable;

    /**
     * Rivals of a formula.
     *
     * @param formula that they compete with
     * @param data all rows
     * @param test the rows held back
     */
    public Rivals(Formula formula, Dataset data, Batch test) {
        this.formula = formula;
        this.data = data;
        heldBack = test.rows() >= ENOUGH_ROWS;
        judge = heldBack ? test : Batch.of(data);
        double spread = Fit.spread(judge.y());
        double rmse = Fit.rmse(formula.expression(), judge);
        noticeable = rmse > EXACT * spread ? NOTICEABLE * rmse : EXACT_NOTICEABLE * spread;
    }

    /**
     * {@return the best rivals among other formulas, which differ among one another too}
     *
     * @param others formulas of the same table
     */
    public List<Evidence.Rival> among(List<Formula> others) {
        List<Formula> equal = others.stream()
                .filter(f -> f.size() <= LARGER * formula.size() + NODES)
                .filter(f -> asGood(f.expression()))
                .sorted(Comparator.comparingInt(Formula::size))
                .toList();
        List<Evidence.Rival> rivals = new ArrayList<>();
        for (Formula other : equal) {
            boolean known = rivals.stream()
                    .anyMatch(r -> difference(r.formula().expression(), other).isEmpty());
            if (rivals.size() < MOST && !known) {
                difference(formula.expression(), other).ifPresent(rivals::add);
            }
        }
        return rivals;
    }

    private boolean asGood(Expression other) {
        double[] own = Fit.residuals(formula.expression(), judge);
        double[] its = Fit.residuals(other, judge);
        double spread = Fit.spread(judge.y());
        double rmse = Fit.rmse(other, judge);
        double ownRmse = Fit.rmse(formula.expression(), judge);
        if (!(ownRmse > EXACT * spread)) {
            return rmse <= AS_EXACT * spread;
        }
        int n = own.length;
        double mean = 0;
        double squares = 0;
        for (int r = 0; r < n; r++) {
            double d = (its[r] * its[r] - own[r] * own[r]) / (ownRmse * ownRmse);
            mean += d / n;
            squares += d * d / n;
        }
        double standardError = Math.sqrt((squares - mean * mean) / (n - 1));
        return rmse <= WORSE * ownRmse && Math.abs(mean) <= STANDARD_ERRORS * standardError;
    }

    /** Where predictions differ most: within the ranges seen if they do so noticeably there, else a bit beyond; nothing if nowhere. */
    private Optional<Evidence.Rival> difference(Expression one, Formula other) {
        return largest(one, other, 0).or(() -> largest(one, other, BEYOND));
    }

    private Optional<Evidence.Rival> largest(Expression one, Formula other, double beyond) {
        Batch points = points(beyond);
        double[] a = Fit.values(one, points);
        double[] b = Fit.values(other.expression(), points);
        int most = 0;
        double largest = 0;
        for (int r = 0; r < points.rows(); r++) {
            double d = Math.abs(a[r] - b[r]);
            if (Double.isFinite(d) && d > largest) {
                largest = d;
                most = r;
            }
        }
        if (!(largest > noticeable)) {
            return Optional.empty();
        }
        SortedSet<Integer> used = new TreeSet<>(one.variables());
        used.addAll(other.expression().variables());
        Map<String, Double> where = new LinkedHashMap<>();
        for (int i : used) {
            where.put(data.inputNames().get(i), points.x()[most * points.in() + i]);
        }
        double rmse = Fit.rmse(other.expression(), judge);
        return Optional.of(new Evidence.Rival(other, rmse, heldBack, where, beyond > 0, a[most], b[most]));
    }

    /** Points between the least and the greatest number of each input, widened; some on the edges, where differences are largest. */
    private Batch points(double beyond) {
        int in = data.inputs();
        SplittableRandom random = new SplittableRandom(in);
        double[] x = new double[POINTS * in];
        for (int i = 0; i < in; i++) {
            Evidence.Range range = Evidence.input(data, i);
            double margin = beyond * (range.max() - range.min());
            double low = range.min() - margin;
            if (range.min() > 0) {
                low = Math.max(low, range.min() / 2);
            }
            double high = range.max() + margin;
            for (int r = 0; r < POINTS; r++) {
                int edge = random.nextInt(4);
                double inside = low + (high - low) * random.nextDouble();
                x[r * in + i] = edge == 0 ? low : edge == 1 ? high : inside;
            }
        }
        return new Batch(x, new double[POINTS], POINTS);
    }
}
