package org.kan4j.discover.score;

import java.math.BigDecimal;

/** The decimals that a table leaves out of its target: no formula can be nearer to the numbers than these allow. */
public final class TableRounding {
    /** A target whose last digits are a larger share of its spread may have levels; no law is told from another by them. */
    private static final double COARSE = 1e-3;

    /** The largest share by which chance may raise the mean square of rounding errors. */
    private static final double CHANCE = 1.5;

    private TableRounding() {}

    /**
     * The largest rounding errors: half a unit of the last decimal or significant digit that is used anywhere. None of whole
     * numbers, which may be counted, and none where they are large beside the spread.
     *
     * @param y [rows], not modified
     * @return [rows]
     */
    public static double[] errors(double[] y) {
        int decimals = 0;
        int digits = 0;
        for (double v : y) {
            BigDecimal decimal = BigDecimal.valueOf(v).stripTrailingZeros();
            decimals = Math.max(decimals, decimal.scale());
            digits = Math.max(digits, decimal.precision());
        }
        double[] errors = new double[y.length];
        for (int r = 0; r < y.length && decimals > 0; r++) {
            BigDecimal decimal = BigDecimal.valueOf(y[r]);
            int last = Math.min(decimals, decimal.scale() - decimal.precision() + digits);
            errors[r] = Math.pow(10, -last) / 2;
        }
        return share(y, errors) < COARSE * COARSE ? errors : new double[y.length];
    }

    /** The share of the target's variance that errors have which are uniform up to some largest ones. */
    public static double share(double[] y, double[] largest) {
        double squares = 0;
        for (double e : largest) {
            squares += e * e / (3 * largest.length);
        }
        double spread = Fit.spread(y);
        return squares > 0 ? squares / (spread * spread) : 0;
    }

    /** The share of the target's variance that an exact formula may leave. */
    public static double tolerance(double exact, double[] y) {
        return tolerance(exact, y, errors(y));
    }

    /** The share of the variance of a function of a target that an exact formula may leave, by the largest errors of that function. */
    public static double tolerance(double exact, double[] y, double[] largest) {
        return Math.max(exact, CHANCE * share(y, largest));
    }
}
