package org.kan4j.function;

/** What the value of a function at −u has to do with that at u. */
public enum Parity {
    /** f(−u) = f(u). */
    EVEN,
    /** f(−u) = −f(u). */
    ODD,
    /** f(−u) = 2f(0) − f(u) with f(0) other than 0: odd about its value at 0, such as the logistic function. */
    ODD_ABOUT_VALUE,
    /** None of these. */
    NONE;

    /**
     * Whether f(−u) is an affine function of f(u), so that c&middot;f(a&middot;u) + d loses nothing where a is positive.
     *
     * @return false for {@link #NONE}
     */
    public boolean isAffine() {
        return this != NONE;
    }
}
