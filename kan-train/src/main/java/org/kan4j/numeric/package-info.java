/**
 * Numerical methods that know no network and no formula: linear least squares, the minimiser of sums of squares, lists of tasks
 * for several threads. What a method is applied to belongs to those who apply it.
 */
package org.kan4j.numeric;
