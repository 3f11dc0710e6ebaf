package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.data.DataException;

/** States as they were measured, for laws that lead from row to row, and these laws as equations for coefficients. */
final class MeasuredSeries implements StateEstimate, Candidates.Equations {
    /** Steps of time differ by less than this part. */
    private static final double EVEN = 1e-3;

    private static final int SHORTEST_RUN = 4;

    private final TimeSeries series;
    private final List<double[]> rows = new ArrayList<>();
    private final double[][] targets;

    MeasuredSeries(TimeSeries whole) {
        series = whole.withTrajectories(whole.trajectories().stream()
                .flatMap(run -> unbroken(run).stream())
                .toList());
        if (series.rows() < TimeSeries.FEWEST_ROWS) {
            throw new DataException(whole.source() + ": at least " + TimeSeries.FEWEST_ROWS
                    + " rows at even steps of \"" + whole.time() + "\" without gaps required for a map, got "
                    + series.rows());
        }
        List<double[]> next = new ArrayList<>();
        for (int r = 0; r < series.trajectories().size(); r++) {
            Trajectory run = series.trajectories().get(r);
            for (int row = 0; row + 1 < run.rows(); row++) {
                rows.add(at(r, run.times()[row]));
                next.add(at(r, run.times()[row + 1]));
            }
        }
        targets = new double[equations()][];
        for (int e = 0; e < targets.length; e++) {
            int state = e;
            targets[e] = next.stream().mapToDouble(point -> point[state]).toArray();
        }
    }

    /** The parts of a run in which each row follows on the one before. */
    private static List<Trajectory> unbroken(Trajectory run) {
        double step = Double.POSITIVE_INFINITY;
        for (int r = 1; r < run.rows(); r++) {
            step = Math.min(step, run.times()[r] - run.times()[r - 1]);
        }
        List<Trajectory> parts = new ArrayList<>();
        int from = 0;
        for (int r = 0; r <= run.rows(); r++) {
            boolean gap = r == run.rows() || complete(run, r) == 0;
            if (gap || r > from && run.times()[r] - run.times()[r - 1] > (1 + EVEN) * step) {
                if (r - from >= SHORTEST_RUN) {
                    parts.add(run.rows(from, r));
                }
                from = gap ? r + 1 : r;
            }
        }
        return parts;
    }

    private static int complete(Trajectory run, int row) {
        return Arrays.stream(run.states()).anyMatch(state -> Double.isNaN(state[row])) ? 0 : 1;
    }

    @Override
    public TimeSeries series() {
        return series;
    }

    @Override
    public int inputs() {
        return equations() + series.controls().size();
    }

    @Override
    public double[] at(int run, double t) {
        Trajectory trajectory = series.trajectories().get(run);
        double[] row = new double[inputs()];
        for (int s = 0; s < equations(); s++) {
            row[s] = trajectory.states()[s][row(trajectory, t)];
        }
        control(run, t, row);
        return row;
    }

    private static int row(Trajectory run, double t) {
        return Arrays.binarySearch(run.times(), t);
    }

    @Override
    public void control(int run, double t, double[] row) {
        Trajectory trajectory = series.trajectories().get(run);
        for (int c = 0; c < trajectory.controls().length; c++) {
            row[equations() + c] = trajectory.controls()[c][row(trajectory, t)];
        }
    }

    @Override
    public double error(int run, int state, double t) {
        return SmoothedSeries.FLOOR * series.spread(state);
    }

    // Equations for coefficients

    @Override
    public int rows() {
        return rows.size();
    }

    @Override
    public double[] target(int equation) {
        return targets[equation];
    }

    @Override
    public double[] integrals(RateForm term) {
        return rows.stream().mapToDouble(term.expression()::evaluate).toArray();
    }

    @Override
    public double[] scaled(double[] integrals, int equation) {
        return integrals;
    }

    @Override
    public double independent() {
        return rows.size();
    }
}
