/**
 * From a table to a smaller one with the same law, and back: reductions by structure, units, and logarithms, and the task that carries
 * those that led to it. What is tried on a smaller table belongs to the search.
 */
package org.kan4j.discover.reduce;
