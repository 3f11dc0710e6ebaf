package org.kan4j.edit;

/**
 * A function that an edge may become.
 *
 * @param function its name
 * @param error of the network with it, all other parameters refitted, on the rows that judge: the RMSE in the target's units, the mean over targets where there are several, or the log
 *     loss of classes
 * @param a inner factor of c·f(a·x + b) + d, in the network's units, before the refit
 * @param b inner shift
 * @param c outer factor
 * @param d outer shift
 */
public record Suggestion(String function, double error, double a, double b, double c, double d) {}
