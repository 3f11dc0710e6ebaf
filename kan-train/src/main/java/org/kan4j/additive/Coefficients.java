package org.kan4j.additive;

/**
 * What a fit found.
 *
 * @param values [outputs][columns] of the design
 * @param weights [outputs][penalties of all terms] of the penalties; infinite for a term that the rows have no use for
 * @param freedom [outputs][terms] effective degrees of freedom: the number of free coefficients that a term is worth
 * @param rounds how many steps every output took
 */
record Coefficients(double[][] values, double[][] weights, double[][] freedom, int rounds) {}
