/**
 * Differential equations solved by networks. What belongs here: problems and their files, derivatives of networks with their Jacobians by the
 * parameters, and the solvers. What does not: laws that are looked for in time series, which are {@code org.kan4j.dynamics}.
 */
package org.kan4j.equations;
