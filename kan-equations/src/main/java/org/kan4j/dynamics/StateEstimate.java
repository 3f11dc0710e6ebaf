package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.List;

/** What is known of the states of runs at their times, and how well. */
interface StateEstimate {

    /** The runs. */
    TimeSeries series();

    /** Number of variables of a law: states, their velocities where the law gives accelerations, and inputs of the system. */
    int inputs();

    /**
     * The variables of a law.
     *
     * @param run number of the run
     * @param t time
     * @return [inputs]
     */
    double[] at(int run, double t);

    /** Fills in the inputs of the system at a time, and leaves the other variables as they are. */
    void control(int run, double t, double[] row);

    /** How large the error of a measured value is. */
    double error(int run, int state, double t);

    /** Number of equations. */
    default int equations() {
        return series().states().size();
    }

    /** The variables of a law at all times that were measured. */
    default List<double[]> points() {
        List<double[]> points = new ArrayList<>();
        for (int r = 0; r < series().trajectories().size(); r++) {
            for (double t : series().trajectories().get(r).times()) {
                points.add(at(r, t));
            }
        }
        return points;
    }
}
