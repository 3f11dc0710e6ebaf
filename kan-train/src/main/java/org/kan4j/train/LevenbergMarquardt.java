package org.kan4j.train;

import java.util.function.BooleanSupplier;
import org.kan4j.kernel.Gram;

/**
 * Minimises a sum of squares by damped Gauss–Newton steps, with Marquardt's scaling and Nielsen's rule for the damping
 * (Madsen, Nielsen and Tingleff, Methods for Non-Linear Least Squares Problems, 2004, algorithm 3.16). For problems of up
 * to about 2,000 unknowns. A step that raises the cost, or gives a cost that is not a number, is never taken, so the result
 * is at least as good as the start.
 *
 * @param maxIterations number of steps tried at the most
 * @param tolerance stops when three steps in a row lower the cost by less than this share each
 * @param target stops at or below this sum of squares
 * @param damping initial damping, relative to the diagonal of the normal equations
 * @param stop asked before each step; ends the run with what it has
 */
public record LevenbergMarquardt(
        int maxIterations, double tolerance, double target, double damping, BooleanSupplier stop) {

    /**
     * The outcome.
     *
     * @param unknowns the best vector found
     * @param cost its sum of squares, penalty included
     * @param iterations steps tried
     * @param damping at the end, to carry on with
     */
    public record Result(double[] unknowns, double cost, int iterations, double damping) {}

    /** A run of at most so many steps, to a relative tolerance of 1e-9. */
    public static LevenbergMarquardt of(int maxIterations) {
        return new LevenbergMarquardt(maxIterations, 1e-9, 0, 1e-3, () -> false);
    }

    /** The same with another tolerance. */
    public LevenbergMarquardt withTolerance(double changed) {
        return new LevenbergMarquardt(maxIterations, changed, target, damping, stop);
    }

    /** The same with another initial damping. */
    public LevenbergMarquardt withDamping(double changed) {
        return new LevenbergMarquardt(maxIterations, tolerance, target, changed, stop);
    }

    /** The same with another sum of squares to stop at. */
    public LevenbergMarquardt withTarget(double changed) {
        return new LevenbergMarquardt(maxIterations, tolerance, changed, damping, stop);
    }

    /** The same with another condition to stop at. */
    public LevenbergMarquardt withStop(BooleanSupplier changed) {
        return new LevenbergMarquardt(maxIterations, tolerance, target, damping, changed);
    }

    /**
     * Minimises.
     *
     * @param problem what to minimise
     * @param start [unknowns], not modified
     * @return the best found; its cost is NaN or infinite only where that of the start is
     */
    public Result minimize(LeastSquaresProblem problem, double[] start) {
        int n = problem.unknowns();
        int rows = problem.residuals();
        double[] p = start.clone();
        double[] r = new double[rows];
        double[] jacobian = new double[Math.multiplyExact(rows, n)];
        Gram gram = problem.gram();
        double[] jtj = new double[n * n];
        double[] gradient = new double[n];
        double[] matrix = new double[n * n];
        double[] step = new double[n];
        double[] trial = new double[n];
        double[] trialResiduals = new double[rows];
        double mu = damping;
        double growth = 2;
        int small = 0;
        problem.jacobian(p, r, jacobian);
        double cost = squares(r) + problem.penalty(p);
        boolean fresh = true;
        int iteration = 0;
        while (iteration < maxIterations && small < 3 && cost > target && n > 0 && !stop.getAsBoolean()) {
            iteration++;
            if (fresh) {
                gram.form(jacobian, r, rows, jtj, gradient);
                problem.addPenalty(p, gradient, jtj);
                fresh = false;
            }
            double largest = 0;
            for (int i = 0; i < n; i++) {
                largest = Math.max(largest, jtj[i * n + i]);
            }
            if (!(largest > 0) || !Double.isFinite(largest)) {
                break;
            }
            System.arraycopy(jtj, 0, matrix, 0, n * n);
            for (int i = 0; i < n; i++) {
                matrix[i * n + i] += mu * Math.max(jtj[i * n + i], 1e-8 * largest) + 1e-15 * largest;
                step[i] = -gradient[i];
            }
            double predicted = 0;
            boolean better = false;
            if (NormalEquations.solve(matrix, step, n)) {
                for (int i = 0; i < n; i++) {
                    trial[i] = p[i] + step[i];
                    predicted += step[i] * (mu * Math.max(jtj[i * n + i], 1e-8 * largest) * step[i] - gradient[i]);
                }
                problem.residuals(trial, trialResiduals);
                double trialCost = squares(trialResiduals) + problem.penalty(trial);
                double gain = (cost - trialCost) / predicted;
                if (trialCost < cost) {
                    better = true;
                    small = cost - trialCost < tolerance * cost ? small + 1 : 0;
                    System.arraycopy(trial, 0, p, 0, n);
                    problem.jacobian(p, r, jacobian);
                    cost = trialCost;
                    fresh = true;
                    double cube = 2 * gain - 1;
                    mu = Math.max(1e-12, mu * Math.max(1.0 / 5, 1 - cube * cube * cube));
                    growth = 2;
                }
            }
            if (!better) {
                mu *= growth;
                growth *= 2;
                if (!(mu < 1e12)) {
                    break;
                }
            }
        }
        return new Result(p, cost, iteration, mu);
    }

    private static double squares(double[] r) {
        double sum = 0;
        for (double v : r) {
            sum += v * v;
        }
        return sum;
    }
}
