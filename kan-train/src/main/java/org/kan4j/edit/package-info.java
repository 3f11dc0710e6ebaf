/**
 * Changes to networks by hand: an edge becomes a function and a spline again, goes, or gets constants; a list of changes is kept and made again. What pruning and
 * the search of formulas do by themselves belongs to {@code prune} and {@code discover}.
 */
package org.kan4j.edit;
