package org.kan4j.symbolic;

import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;

/**
 * A function f that an edge c&middot;f(a&middot;x + b) + d may become, with what the search has to know about it.
 *
 * <p>Some of the four constants are redundant for some functions: c&middot;exp(a&middot;x + b) has no use for b. A fit
 * that leaves a redundant constant free walks along a valley instead of converging, so {@link Form} says which are free.
 *
 * @param function f; for {@link Form#POWER} any member of the family
 * @param form which constants are free
 * @param complexity what the function adds to the size of a formula, at least 0; the identity has 0
 */
public record SymbolicFunction(UnivariateFunction function, Form form, int complexity) {

    /** Which constants of c&middot;f(a&middot;x + b) + d are free; c and d always are. */
    public enum Form {
        /** a = 1 and b = 0: f(x) itself. */
        PLAIN(0),
        /**
         * a = &plusmn;1 and b free, for f whose scaled f(k&middot;u) is an affine function of f(u): powers, logarithm,
         * absolute value. The domain is the whole line or the half line from 0.
         */
        SHIFT(1),
        /** a free and b = 0, for f whose shifted f(u + k) is a multiple of f(u): exponentials. */
        SCALE(1),
        /** a and b free. */
        AFFINE(2),
        /** a and b free; starts come from a periodogram. */
        PERIODIC(2),
        /** |u|^p with p free, a = &plusmn;1 and b free, u &gt; 0. */
        POWER(2);

        private final int constants;

        Form(int constants) {
            this.constants = constants;
        }

        /**
         * The number of free constants beside c and d.
         *
         * @return 0, 1 or 2
         */
        public int constants() {
            return constants;
        }
    }

    /**
     * Checks the domain and the complexity.
     *
     * @param function f; for {@link Form#POWER} any member of the family
     * @param form which constants are free
     * @param complexity what the function adds to the size of a formula, at least 0; the identity has 0
     */
    public SymbolicFunction {
        String subject = "symbolic function " + function.name() + ": ";
        double lower = function.domain().lower();
        double upper = function.domain().upper();
        if (!(lower < upper && (upper == Double.POSITIVE_INFINITY || Double.isFinite(lower)))) {
            throw new IllegalArgumentException(
                    subject + "domain must be the line, a half line to +infinity or an interval, got [" + lower + ", "
                            + upper + "]");
        }
        boolean cone = upper == Double.POSITIVE_INFINITY && (lower == 0 || lower == Double.NEGATIVE_INFINITY);
        if ((form == Form.SHIFT || form == Form.POWER) && !cone) {
            throw new IllegalArgumentException(
                    subject + "form " + form + " needs the domain (-infinity, infinity) or [0," + " infinity), got ["
                            + lower + ", " + upper + "]");
        }
        if ((form == Form.PERIODIC || form == Form.SCALE) && lower != Double.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException(subject + "form " + form
                    + " needs the domain (-infinity, infinity), got [" + lower + ", " + upper + "]");
        }
        if (complexity < 0) {
            throw new IllegalArgumentException(subject + "complexity >= 0 required, got " + complexity);
        }
    }

    /**
     * The family of all real powers u^p, with p fitted; a fit's function is then {@link Functions#power}.
     *
     * @param complexity at least 0
     * @return the entry, named {@code power}
     */
    public static SymbolicFunction anyPower(int complexity) {
        return new SymbolicFunction(Functions.power(1), Form.POWER, complexity);
    }

    /**
     * The entry's name in its library.
     *
     * @return the function's name, or {@code power} for the family of real powers
     */
    public String name() {
        return form == Form.POWER ? "power" : function.name();
    }

    /**
     * The lower end of the interval of arguments that samples must stay in, one connected part of the domain; the end itself is
     * allowed where f has a finite value there.
     *
     * @return 0 for the logarithm, minus infinity for the sine
     */
    double lower() {
        return function.domain().lower();
    }

    /**
     * The upper end of the interval of arguments that samples must stay in.
     *
     * @return 1 for the arc sine, infinity for the logarithm
     */
    double upper() {
        return function.domain().upper();
    }

    /**
     * Whether f(-u) is an affine function of f(u) (even, odd, logistic), so that a &gt; 0 loses nothing.
     *
     * @return the function's {@link org.kan4j.function.Parity#isAffine}
     */
    boolean symmetric() {
        return function.parity().isAffine();
    }
}
