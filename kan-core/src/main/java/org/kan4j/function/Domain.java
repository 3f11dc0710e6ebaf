package org.kan4j.function;

/**
 * Where a function is defined: an interval, and whether there is more beyond it. The ends belong to it where the function has a finite
 * value there.
 *
 * @param lower lower end; of several intervals that of the one that samples should stay in, such as 0 for 1/u
 * @param upper upper end
 * @param whole whether that is all of the domain; else there is more beyond a pole at one of the ends
 */
public record Domain(double lower, double upper, boolean whole) {
    /** All numbers. */
    public static final Domain LINE = new Domain(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true);

    /** No negative numbers. */
    public static final Domain HALF_LINE = new Domain(0, Double.POSITIVE_INFINITY, true);

    /** All numbers but 0; the positive ones are the interval. */
    public static final Domain POLE_AT_ZERO = new Domain(0, Double.POSITIVE_INFINITY, false);

    /** From −1 to 1. */
    public static final Domain UNIT = new Domain(-1, 1, true);

    /**
     * Checks the interval.
     *
     * @param lower lower end; of several intervals that of the one that samples should stay in, such as 0 for 1/u
     * @param upper upper end
     * @param whole whether that is all of the domain; else there is more beyond a pole at one of the ends
     */
    public Domain {
        if (!(lower < upper)) {
            throw new IllegalArgumentException("domain: lower < upper required, got [" + lower + ", " + upper + "]");
        }
    }
}
