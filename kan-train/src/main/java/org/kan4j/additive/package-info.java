/**
 * Networks that are a sum of functions of one input, and of pairs of inputs, fitted as penalised regressions: they are linear in their
 * parameters, so that no start and no step matters, and the weight of every penalty follows from the rows. What belongs here: designs,
 * the solver, the search for pairs, and the network that comes out. What does not: which of several models is taken, which is in
 * {@code org.kan4j}.
 */
package org.kan4j.additive;
