package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.formula.CompiledExpression;

/**
 * Laws as linear equations for their coefficients, without a derivative of what was measured: x' = Σ c·θ(x), integrated against test functions
 * φ(t) = (1 − s²)⁴ that vanish at the ends of short windows, is −∫φ'·x = Σ c·∫φ·θ(x) (Messenger and Bortz 2021). For x'' the left side is
 * ∫φ''·x. Rows are divided by the size of their error.
 */
final class WeakForm implements Candidates.Equations {
    private static final int POWER = 4;
    /** Half the width of a window, in rows: at least, and for each row that noise is averaged over. */
    private static final double NARROWEST = 3;

    private static final double WIDTH = 2;

    /** Points of the grid for each row, and windows at most. */
    private static final int FINE = 8;

    private static final int MOST_WINDOWS = 700;

    private final SmoothedSeries smoothed;
    private final List<Window> windows = new ArrayList<>();
    private final double[][] targets;

    /**
     * A window.
     *
     * @param columns [inputs][points] the variables of a law
     * @param weights [points] of φ in the integral
     * @param scale [equations] one over the size of the error
     */
    private record Window(double[][] columns, double[] weights, double[] scale) {}

    WeakForm(SmoothedSeries smoothed) {
        this.smoothed = smoothed;
        List<double[]> left = new ArrayList<>();
        int rows = smoothed.series().rows();
        for (int run = 0; run < smoothed.series().trajectories().size(); run++) {
            add(run, rows, left);
        }
        int equations = smoothed.equations();
        targets = new double[equations][left.size()];
        for (int w = 0; w < left.size(); w++) {
            for (int s = 0; s < equations; s++) {
                targets[s][w] = left.get(w)[s];
            }
        }
    }

    private void add(int run, int rows, List<double[]> left) {
        Trajectory trajectory = smoothed.series().trajectories().get(run);
        int n = trajectory.rows();
        double half = Math.min(Math.max(NARROWEST, WIDTH * smoothed.rowsPerFreedom(run)), (n - 1) / 2.5);
        double step = Math.max(half / 3, (double) rows / MOST_WINDOWS);
        int count = Math.max(2, (int) Math.ceil((n - 1 - 2 * half) / step) + 1);
        for (int k = 0; k < count; k++) {
            double centre = half + (n - 1 - 2 * half) * k / (count - 1);
            window(run, timeAt(trajectory, centre - half), timeAt(trajectory, centre + half), half, left);
        }
    }

    /** The time at a place between rows. */
    private static double timeAt(Trajectory run, double place) {
        int row = Math.min(Math.max((int) place, 0), run.rows() - 2);
        return run.times()[row] + (place - row) * (run.times()[row + 1] - run.times()[row]);
    }

    private void window(int run, double from, double to, double half, List<double[]> left) {
        int points = (int) Math.min(400, Math.max(24, 2 * half * FINE));
        int equations = smoothed.equations();
        double[][] columns = new double[smoothed.inputs()][points];
        double[] weights = new double[points];
        double[] integral = new double[equations];
        double[] variance = new double[equations];
        double width = (to - from) / 2;
        double dt = (to - from) / (points + 1);
        for (int p = 0; p < points; p++) {
            double s = 2.0 * (p + 1) / (points + 1) - 1;
            double t = from + (p + 1) * dt;
            double[] row = smoothed.at(run, t);
            for (int c = 0; c < row.length; c++) {
                columns[c][p] = row[c];
            }
            double u = 1 - s * s;
            weights[p] = dt * Math.pow(u, POWER) / width;
            double first = -2 * POWER * s * Math.pow(u, POWER - 1) / width;
            double second =
                    (-2 * POWER * Math.pow(u, POWER - 1) + 4 * POWER * (POWER - 1) * s * s * Math.pow(u, POWER - 2))
                            / (width * width);
            double derivative = smoothed.order() == 2 ? second : -first;
            for (int e = 0; e < equations; e++) {
                integral[e] += dt * derivative * row[e] / width;
                double doubt = smoothed.doubt(run, e, t);
                variance[e] += dt * derivative * derivative * doubt * doubt / width;
            }
        }
        double[] scale = new double[equations];
        double[] target = new double[equations];
        for (int e = 0; e < equations; e++) {
            scale[e] = 1 / Math.sqrt(variance[e]);
            target[e] = integral[e] * scale[e];
        }
        windows.add(new Window(columns, weights, scale));
        left.add(target);
    }

    @Override
    public int rows() {
        return windows.size();
    }

    /** The left side of an equation, [rows]. */
    @Override
    public double[] target(int equation) {
        return targets[equation];
    }

    /** The integrals of a term, [rows], without the scale of an equation. */
    @Override
    public double[] integrals(RateForm term) {
        CompiledExpression compiled = CompiledExpression.of(
                term.expression(),
                new boolean[CompiledExpression.constants(term.expression()).size()]);
        double[] out = new double[windows.size()];
        double[] values = new double[400];
        for (int w = 0; w < out.length; w++) {
            Window window = windows.get(w);
            compiled.values(new double[0], window.columns, window.weights.length, values);
            for (int p = 0; p < window.weights.length; p++) {
                out[w] += window.weights[p] * values[p];
            }
        }
        return out;
    }

    /** Integrals in the scale of an equation. */
    @Override
    public double[] scaled(double[] integrals, int equation) {
        double[] out = new double[integrals.length];
        for (int w = 0; w < out.length; w++) {
            out[w] = integrals[w] * windows.get(w).scale[equation];
        }
        return out;
    }

    @Override
    public double independent() {
        double rows = 0;
        for (int run = 0; run < smoothed.series().trajectories().size(); run++) {
            rows += smoothed.series().trajectories().get(run).rows() / smoothed.rowsPerFreedom(run);
        }
        return Math.min(rows, windows.size());
    }
}
