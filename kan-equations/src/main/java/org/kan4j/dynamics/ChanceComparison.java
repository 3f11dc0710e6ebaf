package org.kan4j.dynamics;

import java.util.Arrays;

/**
 * A state described by a law against the same described without one: by chance about its mean, by steps at random, or by steps that lead
 * back to a mean, each to the next row (an autoregression of order 1). Both are paid for by the same rule, in nats.
 */
final class ChanceComparison {
    /** By how many nats a law must be shorter; one in some hundred series without a law is by chance. */
    static final double MARGIN = 6;

    private ChanceComparison() {}

    /** By how many nats the description of a state is shorter with the law than without one. */
    static double gain(StateEstimate states, Shooting.Fit fit, int equation) {
        TimeSeries series = states.series();
        int n = 0;
        double logs = 0;
        for (int run = 0; run < series.trajectories().size(); run++) {
            Trajectory trajectory = series.trajectories().get(run);
            for (int row : trajectory.known(equation)) {
                logs += Math.log(states.error(run, equation, trajectory.times()[row]));
                n++;
            }
        }
        RateForm rate = fit.law().rates().get(equation);
        double starts =
                fit.pieces().size() * (double) fit.law().dimension() / fit.law().equations();
        double law = n * Math.log(fit.ratios()[equation])
                + logs
                + 0.5 * Math.log(n) * (rate.constants().length + starts)
                + Law.size(rate.form());
        boolean map = fit.law().kind() == LawKind.MAP;
        return Math.min(mean(series, equation, n), steps(series, equation, n, map)) - law;
    }

    private static double mean(TimeSeries series, int state, int n) {
        return n * Math.log(series.spread(state)) + 0.5 * Math.log(n);
    }

    /** Steps at random, and, unless that is a law of its own, those that lead back to a mean. */
    private static double steps(TimeSeries series, int state, int n, boolean map) {
        double[] sums = new double[6];
        for (Trajectory run : series.trajectories()) {
            int[] known = run.known(state);
            for (int k = 1; k < known.length; k++) {
                double x = run.states()[state][known[k - 1]];
                double y = run.states()[state][known[k]];
                double[] terms = {1, x, y, x * x, x * y, y * y};
                Arrays.setAll(sums, i -> sums[i] + terms[i]);
            }
        }
        double m = Math.max(1, sums[0]);
        double xx = sums[3] / m - sums[1] * sums[1] / (m * m);
        double xy = sums[4] / m - sums[1] * sums[2] / (m * m);
        double yy = sums[5] / m - sums[2] * sums[2] / (m * m);
        double random = Math.max(xx - 2 * xy + yy, 1e-300);
        double back = Math.max(yy - xy * xy / Math.max(xx, 1e-300), 1e-300);
        double length = 0.5 * n * Math.log(random) + 0.5 * Math.log(n);
        return map ? length : Math.min(length, 0.5 * n * Math.log(back) + Math.log(n));
    }
}
