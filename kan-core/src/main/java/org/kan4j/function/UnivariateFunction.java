package org.kan4j.function;

/**
 * A smooth (or piecewise smooth) function of one real variable: its value and first three derivatives in closed form, and what is known
 * about it.
 *
 * <p>Implementations are stateless and safe for use by several threads. Outside the function's domain value and
 * derivatives are NaN; at a point of the domain where a derivative is unbounded (the square root at 0) that derivative
 * is infinite. A NaN argument gives NaN.
 */
public interface UnivariateFunction {
    /**
     * The identifier by which model files and {@link Functions#byName} know this function.
     *
     * @return a name of the characters {@code [a-z0-9_.+-]}, never empty
     */
    String name();

    /**
     * The value f(u).
     *
     * @param u the argument
     * @return f(u), NaN outside the domain
     */
    double value(double u);

    /**
     * The first derivative f'(u).
     *
     * @param u the argument
     * @return f'(u), NaN outside the domain
     */
    double derivative(double u);

    /**
     * The second derivative f''(u).
     *
     * @param u the argument
     * @return f''(u), NaN outside the domain
     */
    double secondDerivative(double u);

    /**
     * The third derivative f'''(u).
     *
     * @param u the argument
     * @return f'''(u), NaN outside the domain
     */
    double thirdDerivative(double u);

    /**
     * Where f is defined.
     *
     * @return the interval that samples should stay in, and whether there is more of the domain beyond it
     */
    Domain domain();

    /**
     * What f(-u) has to do with f(u).
     *
     * @return the parity
     */
    Parity parity();

    /**
     * f as plain text in the variable u, such as {@code exp(-u^2)}, as formulas write it. This module does not interpret it.
     *
     * @return an expression in u, never empty
     */
    String formula();
}
