/**
 * The front door: {@link org.kan4j.Kan4j} reads a table, fits a network, prunes it, reads a formula off it, discovers formulas, predicts,
 * saves and loads, each with one call. What belongs here: what a task is told ({@code …Options}), what it chooses where it is told nothing
 * ({@link org.kan4j.FitPlan}), and what it gives ({@code …Result}, which prints its text and its JSON). The {@code kan} command goes
 * through the same classes, so both give the same models, bit for bit. What does not: how networks are trained, pruned and read, which
 * is in the packages below and can be used without this one.
 */
package org.kan4j;
