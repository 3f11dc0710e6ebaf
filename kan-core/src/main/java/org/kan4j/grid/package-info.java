/**
 * Knot grids of spline edges, and what a spline does outside of its grid. Functions on a grid belong to {@code basis}, and how grids
 * follow the data of a training to {@code kernel}.
 */
package org.kan4j.grid;
