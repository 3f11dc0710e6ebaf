package org.kan4j.dynamics;

import java.util.Arrays;

/**
 * Runs freed of their noise: a spline through each state of each run, and how large the noise is.
 *
 * <p>The noise of a state is either of one size or in proportion to the state, whichever its residuals say is likelier.
 */
final class SmoothedSeries implements StateEstimate {
    /** What a proportional error is at least, as a part of the largest value: no measurement of 0 is free of error. */
    private static final double SMALLEST_PART = 1e-2;
    /** Noise below this part of a state's spread is rounding and what splines cannot follow. */
    static final double FLOOR = 1e-7;

    /** By how much the logarithm of the likelihood must be larger before errors are taken to be in proportion. */
    private static final double EVIDENCE = 3;

    private final TimeSeries series;
    private final int order;
    private final SmoothingSpline[][] states;
    private final SmoothingSpline[][] halves;
    private final SmoothingSpline[][] controls;
    private final boolean[] proportional;
    private final double[] noise;
    private final double[] spread;
    private final double[] largest;

    SmoothedSeries(TimeSeries series, int order) {
        this.series = series;
        this.order = order;
        int runs = series.trajectories().size();
        int count = series.states().size();
        states = new SmoothingSpline[runs][count];
        halves = new SmoothingSpline[runs][count];
        controls = new SmoothingSpline[runs][series.controls().size()];
        proportional = new boolean[count];
        noise = new double[count];
        spread = new double[count];
        largest = new double[count];
        for (int s = 0; s < count; s++) {
            int state = s;
            spread[s] = series.spread(s);
            largest[s] = series.trajectories().stream()
                    .flatMapToDouble(run -> Arrays.stream(run.states()[state]))
                    .filter(v -> !Double.isNaN(v))
                    .map(Math::abs)
                    .max()
                    .orElse(1);
            smooth(s);
        }
        for (int r = 0; r < runs; r++) {
            Trajectory run = series.trajectories().get(r);
            for (int c = 0; c < controls[r].length; c++) {
                controls[r][c] = SmoothingSpline.fit(run.times(), run.controls()[c], ones(run.rows()));
            }
        }
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Fits the splines of a state, with equal weights first and with others where the residuals ask for them. */
    private void smooth(int state) {
        fit(state);
        double squares = 0;
        double relative = 0;
        double logs = 0;
        int n = 0;
        double freedom = 0;
        for (int r = 0; r < states.length; r++) {
            Trajectory run = series.trajectories().get(r);
            freedom += states[r][state].freedom();
            for (int row : run.known(state)) {
                double residual = run.states()[state][row] - states[r][state].at(run.times()[row], 0);
                double size = amplitude(r, state, run.times()[row]);
                squares += residual * residual;
                relative += residual * residual / (size * size);
                logs += Math.log(size);
                n++;
            }
        }
        double gain = 0.5 * n * Math.log(squares / relative) - logs;
        if (gain > EVIDENCE && freedom < 0.8 * n) {
            proportional[state] = true;
            fit(state);
        }
        double sum = 0;
        double left = 0;
        for (int r = 0; r < states.length; r++) {
            Trajectory run = series.trajectories().get(r);
            left += run.known(state).length - states[r][state].freedom();
            for (int row : run.known(state)) {
                double part = (run.states()[state][row] - states[r][state].at(run.times()[row], 0))
                        / (proportional[state] ? amplitude(r, state, run.times()[row]) : 1);
                sum += part * part;
            }
        }
        noise[state] = Math.sqrt(sum / Math.max(left, 1e-9));
    }

    private void fit(int state) {
        for (int r = 0; r < states.length; r++) {
            Trajectory run = series.trajectories().get(r);
            int[] known = run.known(state);
            double[] t = Arrays.stream(known).mapToDouble(k -> run.times()[k]).toArray();
            double[] y = Arrays.stream(known)
                    .mapToDouble(k -> run.states()[state][k])
                    .toArray();
            double[] w = ones(t.length);
            for (int i = 0; proportional[state] && i < t.length; i++) {
                double size = amplitude(r, state, t[i]);
                w[i] = 1 / (size * size);
            }
            SmoothingSpline whole = SmoothingSpline.fit(t, y, w);
            states[r][state] = whole;
            halves[r][state] = t.length < 12 ? whole : SmoothingSpline.fit(everyOther(t), everyOther(y), everyOther(w));
        }
    }

    private static double[] everyOther(double[] values) {
        double[] some = new double[(values.length + 1) / 2];
        for (int i = 0; i < some.length; i++) {
            some[i] = values[2 * i];
        }
        return some;
    }

    /** What a proportional error is relative to. */
    private double amplitude(int run, int state, double t) {
        return Math.max(Math.abs(states[run][state].at(t, 0)), SMALLEST_PART * largest[state]);
    }

    @Override
    public TimeSeries series() {
        return series;
    }

    /** 1 where rates are sought, 2 where accelerations are. */
    int order() {
        return order;
    }

    @Override
    public int inputs() {
        return order * spread.length + series.controls().size();
    }

    @Override
    public double[] at(int run, double t) {
        double[] row = new double[inputs()];
        int n = spread.length;
        for (int s = 0; s < n; s++) {
            row[s] = states[run][s].at(t, 0);
            if (order == 2) {
                row[n + s] = states[run][s].at(t, 1);
            }
        }
        control(run, t, row);
        return row;
    }

    @Override
    public void control(int run, double t, double[] row) {
        for (int c = 0; c < controls[run].length; c++) {
            row[order * spread.length + c] = controls[run][c].at(t, 0);
        }
    }

    double rate(int run, int state, double t) {
        return states[run][state].at(t, order);
    }

    @Override
    public double error(int run, int state, double t) {
        double unit = proportional[state] ? amplitude(run, state, t) : 1;
        return Math.max(FLOOR * spread[state], noise[state] * unit);
    }

    /** How far a spline may be off: its noise, and what it would be with half of the values. */
    double doubt(int run, int state, double t) {
        double change = (states[run][state].at(t, 0) - halves[run][state].at(t, 0)) / 32;
        return Math.hypot(error(run, state, t), change);
    }

    boolean proportional(int state) {
        return proportional[state];
    }

    double noise(int state) {
        return noise[state];
    }

    double spread(int state) {
        return spread[state];
    }

    /** Rows for each effective parameter of the splines: about how many rows noise is averaged over. */
    double rowsPerFreedom(int run) {
        double most = 1;
        for (int s = 0; s < spread.length; s++) {
            most = Math.max(most, states[run][s].freedom());
        }
        return series.trajectories().get(run).rows() / most;
    }
}
