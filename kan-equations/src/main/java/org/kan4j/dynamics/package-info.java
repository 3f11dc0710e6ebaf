/**
 * Laws of motion found in time series. What belongs here: trajectories, their noise and rates, and the search for the equation of each state's rate.
 * What does not: equations that are known and to be solved, which are {@code org.kan4j.equations}.
 */
package org.kan4j.dynamics;
