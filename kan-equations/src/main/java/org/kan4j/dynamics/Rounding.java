package org.kan4j.dynamics;

import java.math.BigDecimal;
import java.math.MathContext;

/** Constants with no more digits than the data give. */
final class Rounding {
    /** What rounding may change, in standard errors, and as a part of the constant, which integrators do not tell. */
    private static final double ERRORS = 0.05;

    private static final double PART = 1e-7;
    private static final int MOST_DIGITS = 16;

    private Rounding() {}

    /** The shortest decimal that is as good. */
    static double of(double value, double standardError) {
        if (!Double.isFinite(value) || value == 0) {
            return value;
        }
        double allowed =
                Math.max(ERRORS * (Double.isFinite(standardError) ? standardError : 0), PART * Math.abs(value));
        for (int digits = 1; digits <= MOST_DIGITS; digits++) {
            double rounded =
                    new BigDecimal(value).round(new MathContext(digits)).doubleValue();
            if (rounded != 0 && Math.abs(rounded - value) <= allowed) {
                return rounded;
            }
        }
        return value;
    }
}
