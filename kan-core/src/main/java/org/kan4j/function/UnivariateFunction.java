package org.kan4j.function;

/**
 * A smooth (or piecewise smooth) function of one real variable with its first two derivatives in closed form.
 *
 * <p>Implementations are stateless and safe for use by several threads. Outside the function's domain all three
 * methods return NaN; at a point of the domain where a derivative is unbounded (the square root at 0) that derivative
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
}
