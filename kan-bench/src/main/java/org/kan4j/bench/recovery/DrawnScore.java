package org.kan4j.bench.recovery;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.kan4j.data.Batch;
import org.kan4j.formula.Formula;

/**
 * How near an answer comes to the formula that the rows were drawn from.
 *
 * @param exact every fresh row within 1e-6 · (interquartile range + |y|), at no more than twice the truth's size and 4 nodes
 * @param symbolic exact, or by the rule of SRBench (arXiv:2107.14351): once constants are rounded to three digits, the difference or the
 *     ratio to the truth is constant; at no more than three times the truth's size and 10 nodes
 * @param accurate R² &gt; 0.999 on fresh rows
 * @param r2 on fresh rows; NaN where the answer is not finite on all
 * @param worst the largest error, relative as for {@code exact}
 * @param size in SymPy's nodes; 0 without an answer
 * @param trueSize of the truth
 */
record DrawnScore(boolean exact, boolean symbolic, boolean accurate, double r2, double worst, int size, int trueSize) {
    private static final double ACCURATE = 0.999;
    private static final double WITHIN = 1e-6;
    private static final double CONSTANT = 1e-7;
    /** R² from which the rule of SRBench may speak where there is noise. */
    private static final double NOISY = 0.5;

    /** The score of no answer. */
    static DrawnScore none(KnownFormula truth) {
        return new DrawnScore(
                false, false, false, Double.NaN, Double.NaN, 0, truth.sym().size());
    }

    /**
     * Scores an answer.
     *
     * @param fresh rows of the truth
     * @param noisy whether the answer was found from rows with noise
     */
    static DrawnScore of(KnownFormula truth, Formula answer, Batch fresh, boolean noisy) {
        Sym known = truth.sym();
        Sym found = SymReader.read(answer.sympy(), answer.symbols());
        int size = found.size();
        double[] y = fresh.y();
        double[] p = values(answer.expression()::evaluate, fresh);
        if (!Spread.isFinite(p)) {
            return new DrawnScore(false, false, false, Double.NaN, Double.NaN, size, known.size());
        }
        double spread = Spread.betweenQuartiles(y);
        double worst = 0;
        double left = 0;
        for (int r = 0; r < p.length; r++) {
            worst = Math.max(worst, Math.abs(p[r] - y[r]) / (spread + Math.abs(y[r])));
            left += (p[r] - y[r]) * (p[r] - y[r]);
        }
        double deviation = Spread.deviation(y);
        double r2 = 1 - left / (y.length * deviation * deviation);
        boolean exact = worst < WITHIN && size <= 2 * known.size() + 4;
        boolean symbolic = exact
                || (r2 > (noisy ? NOISY : ACCURATE)
                        && size <= 3 * known.size() + 10
                        && sameOnceRounded(known, found, fresh));
        return new DrawnScore(exact, symbolic, r2 > ACCURATE, r2, worst, size, known.size());
    }

    private static boolean sameOnceRounded(Sym known, Sym found, Batch fresh) {
        double[] a = values(Rounding.rounded(known)::value, fresh);
        double[] b = values(Rounding.rounded(found)::value, fresh);
        if (!Spread.isFinite(b) || !(Spread.range(b) > 0)) {
            return false;
        }
        double[] difference = new double[a.length];
        Arrays.setAll(difference, r -> a[r] - b[r]);
        double[] ratio = new double[a.length];
        Arrays.setAll(ratio, r -> b[r] / a[r]);
        return Spread.range(difference) < CONSTANT * (Spread.betweenQuartiles(a) + Double.MIN_NORMAL)
                || (Spread.isFinite(ratio) && Spread.range(ratio) < CONSTANT * Math.abs(Spread.mean(ratio)));
    }

    private static double[] values(ToDoubleFunction<double[]> function, Batch rows) {
        return Spread.values(function, rows.x(), rows.in());
    }

    Map<String, Boolean> marks() {
        Map<String, Boolean> marks = new LinkedHashMap<>();
        marks.put("exact", exact);
        marks.put("symbolic", symbolic);
        marks.put("accurate", accurate);
        return marks;
    }

    Map<String, Double> numbers() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("r2", r2);
        numbers.put("worst", worst);
        numbers.put("size", (double) size);
        numbers.put("true_size", (double) trueSize);
        return numbers;
    }
}
