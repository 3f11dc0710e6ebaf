/** Knot grids of spline edges, and what a spline does outside of its grid. */
package org.kan4j.grid;
