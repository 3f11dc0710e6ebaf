package org.kan4j.symbolic;

/**
 * A point in the space of the constants inside f.
 *
 * @param map how u is made from t
 * @param theta scale, place and exponent as {@link VariableProjection} numbers them, [3], kept
 * @param cost 1 - R&sup2; there, on the samples that it was computed with; infinite outside the domain
 */
record EdgePoint(VariableProjection.Map map, double[] theta, double cost) {}
