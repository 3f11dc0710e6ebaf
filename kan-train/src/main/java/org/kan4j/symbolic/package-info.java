/**
 * Symbolic edges: finds {@code c*f(a*x + b) + d} for samples of a function of one variable, over a library of functions f, and writes a
 * network of such edges as an expression.
 *
 * <p>{@link org.kan4j.symbolic.EdgeFitter} is the way in. Behind it {@code EdgeSamples} are the samples in standard units, {@code
 * EdgeStarts} where the constants may begin ({@code Landmarks} and {@code Periodogram} read it off the samples), {@code EdgePolish} the way
 * from there, {@code EdgeSolution} what is reached, and {@code EdgeChoice} the best of it.
 *
 * <p>One edge is judged here by its own samples. Which function an edge gets in the end is decided by the whole formula, in {@code
 * discover}; what a function is, in kan-core's {@code function}; how it is written, in {@code formula}.
 */
package org.kan4j.symbolic;
