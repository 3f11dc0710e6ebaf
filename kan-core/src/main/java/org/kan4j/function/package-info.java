/**
 * Named functions of one variable, with exact derivatives: what a symbolic edge {@code c*f(a*x + b) + d} applies.
 */
package org.kan4j.function;
