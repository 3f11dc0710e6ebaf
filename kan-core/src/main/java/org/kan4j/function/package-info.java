/**
 * Named functions of one variable: what a symbolic edge {@code c*f(a*x + b) + d} applies. The table of {@link
 * org.kan4j.function.Functions} says of each its value, three derivatives, domain, parity and formula.
 *
 * <p>Bases, which are functions with parameters of their own, do not belong here, and neither does how a formula is read, written or
 * simplified: that is kan-train's package {@code formula}.
 */
package org.kan4j.function;
