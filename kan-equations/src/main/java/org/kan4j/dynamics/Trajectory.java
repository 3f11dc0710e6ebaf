package org.kan4j.dynamics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One run of a system: its states and inputs at increasing times.
 *
 * @param label what tells this run from others
 * @param times [rows], increasing
 * @param states [states][rows], NaN where a value is missing
 * @param controls [controls][rows], inputs that act on the system, without gaps
 */
public record Trajectory(String label, double[] times, double[][] states, double[][] controls) {

    /** {@return the number of rows} */
    public int rows() {
        return times.length;
    }

    /**
     * {@return some of the rows}
     *
     * @param from first row
     * @param to row after the last
     */
    public Trajectory rows(int from, int to) {
        return new Trajectory(
                label, Arrays.copyOfRange(times, from, to), cut(states, from, to), cut(controls, from, to));
    }

    private static double[][] cut(double[][] columns, int from, int to) {
        return Arrays.stream(columns)
                .map(column -> Arrays.copyOfRange(column, from, to))
                .toArray(double[][]::new);
    }

    /** The rows that have a value of a state. */
    int[] known(int state) {
        return IntStream.range(0, rows())
                .filter(r -> !Double.isNaN(states[state][r]))
                .toArray();
    }
}
