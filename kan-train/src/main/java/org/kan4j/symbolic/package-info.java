/**
 * Symbolic edges: finds {@code c*f(a*x + b) + d} for samples of a function of one variable, over a library of functions f.
 */
package org.kan4j.symbolic;
