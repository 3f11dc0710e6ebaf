package org.kan4j.additive;

/**
 * A combination of coefficients that must not fall below a number.
 *
 * @param places of the coefficients
 * @param values their shares
 * @param least the number
 */
record Limit(int[] places, double[] values, double least) {
    /** The combination of some coefficients. */
    double of(double[] coefficients) {
        double sum = 0;
        for (int k = 0; k < places.length; k++) {
            sum += values[k] * coefficients[places[k]];
        }
        return sum;
    }

    /** This limit for coefficients that begin at another place. */
    Limit from(int first) {
        int[] moved = places.clone();
        for (int k = 0; k < moved.length; k++) {
            moved[k] += first;
        }
        return new Limit(moved, values, least);
    }
}
