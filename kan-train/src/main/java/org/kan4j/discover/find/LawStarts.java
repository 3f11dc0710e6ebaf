package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;
import org.kan4j.numeric.LeastSquares;

/**
 * Formulas of a form to begin with: constants within terms on a grid, factors of terms by linear least squares. Factors of terms below are
 * found by multiplying with the divisor, each row divided by the divisor of the time before (Sanathanan and Koerner, IEEE Transactions on
 * Automatic Control 8, 1963).
 */
final class LawStarts {
    /** Times that rows are divided by the divisor of the time before. */
    private static final int DIVISIONS = 4;

    /** Weights against terms below, which else may have a pole between the rows. */
    private static final double[] RIDGES = {0, 1e-3, 1e-2, 0.1};

    /** Rows that starts are compared on. */
    private static final int ROWS = 150;

    private final Batch data;
    private final int[] of;
    private final double[][] columns;
    private final double[] roots;
    private final LawGrid grid;

    private record Start(double[] within, double[] factors, double squares) {}

    /**
     * Starts.
     *
     * @param rows of one target
     * @param of the inputs that x and z are
     */
    LawStarts(Batch rows, int... of) {
        this(of, rows.thinned(ROWS));
    }

    /** Starts that are compared on all rows, as thresholds must be. */
    static LawStarts onAll(Batch rows, int... of) {
        return new LawStarts(of, rows);
    }

    private LawStarts(int[] of, Batch rows) {
        this.data = rows;
        this.of = of;
        this.columns = new double[of.length][data.rows()];
        for (int i = 0; i < of.length; i++) {
            for (int r = 0; r < data.rows(); r++) {
                columns[i][r] = data.x()[r * data.in() + of[i]];
            }
        }
        this.grid = new LawGrid(columns);
        this.roots = new double[data.rows()];
        Arrays.setAll(roots, r -> Math.sqrt(data.weight(r)));
    }

    /** The inputs that x and z are. */
    int[] of() {
        return of.clone();
    }

    /** The best formulas of a form, the best first; none where it has more terms than there are rows, or is not finite. */
    List<Expression> best(LawForm form, int most) {
        List<Start> starts = new ArrayList<>();
        if (form.terms() <= data.rows()) {
            for (double[] within : grid.combinations(form.constants())) {
                Start start = start(form, within);
                if (start.squares < Double.POSITIVE_INFINITY) {
                    starts.add(start);
                }
            }
        }
        return starts.stream()
                .sorted(Comparator.comparingDouble(Start::squares))
                .limit(most)
                .map(s -> form.formula(of, s.within, s.factors))
                .toList();
    }

    private Start start(LawForm form, double[] within) {
        double[][] values = form.values(columns, within);
        if (form.below().isEmpty()) {
            double[] divisors = ones();
            return judged(form, within, values, factors(form, values, divisors, 0), divisors);
        }
        Start best = new Start(within, new double[0], Double.POSITIVE_INFINITY);
        for (double ridge : RIDGES) {
            double[] divisors = ones();
            for (int k = 0; k < DIVISIONS; k++) {
                double[] factors = factors(form, values, divisors, ridge);
                Start start = judged(form, within, values, factors, divisors);
                best = start.squares < best.squares ? start : best;
            }
        }
        return best;
    }

    private double[] ones() {
        double[] ones = new double[data.rows()];
        Arrays.fill(ones, 1);
        return ones;
    }

    private double[] factors(LawForm form, double[][] values, double[] divisors, double ridge) {
        int n = form.terms();
        int above = form.above().size();
        int rows = data.rows() + form.below().size();
        double[] design = new double[rows * n];
        double[] y = new double[rows];
        double[] squares = new double[n];
        for (int r = 0; r < data.rows(); r++) {
            double weight = roots[r] / divisors[r];
            y[r] = weight * data.y()[r];
            for (int k = 0; k < n; k++) {
                double value = weight * values[k][r] * (k < above ? 1 : -data.y()[r]);
                design[r * n + k] = value;
                squares[k] += value * value;
            }
        }
        for (int k = above; k < n; k++) {
            design[(data.rows() + k - above) * n + k] = ridge * Math.sqrt(squares[k]);
        }
        return LeastSquares.solve(design, y, rows, n);
    }

    /** The start with its sum of squares; leaves the divisors of its rows. */
    private Start judged(LawForm form, double[] within, double[][] values, double[] factors, double[] divisors) {
        int above = form.above().size();
        double squares = 0;
        boolean positive = false;
        boolean negative = false;
        for (int r = 0; r < data.rows(); r++) {
            double sum = 0;
            double divisor = 1;
            for (int k = 0; k < values.length; k++) {
                if (k < above) {
                    sum += factors[k] * values[k][r];
                } else {
                    divisor += factors[k] * values[k][r];
                }
            }
            positive |= divisor > 0;
            negative |= divisor < 0;
            double residual = roots[r] * (sum / divisor - data.y()[r]);
            squares += residual * residual;
            divisors[r] = Math.abs(divisor);
        }
        boolean pole = positive && negative;
        return new Start(within, factors, Double.isFinite(squares) && !pole ? squares : Double.POSITIVE_INFINITY);
    }
}
