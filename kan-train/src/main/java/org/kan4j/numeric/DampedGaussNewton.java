package org.kan4j.numeric;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.kan4j.kernel.NormalEquations;

/**
 * Minimises a sum of squares by damped Gauss–Newton steps, with Marquardt's scaling and Nielsen's rule for the damping
 * (Madsen, Nielsen and Tingleff, Methods for Non-Linear Least Squares Problems, 2004, algorithm 3.16). For problems of up
 * to about 2,000 unknowns. Where the problem says so, weights of its penalty are chosen anew after every few steps. A step that
 * raises the cost, or gives a cost that is not a number, is never taken, so the result is at least as good as the start.
 *
 * @param maxIterations number of steps tried at the most
 * @param tolerance stops when three steps in a row lower the cost by less than this share each
 * @param target stops at or below this sum of squares
 * @param damping initial damping, relative to the diagonal of the normal equations
 * @param stop asked before each step; ends the run with what it has
 */
public record DampedGaussNewton(
        int maxIterations, double tolerance, double target, double damping, BooleanSupplier stop) {
    /** Initial damping, as Madsen, Nielsen and Tingleff have it for a start that is believed to be near. */
    public static final double DAMPING = 1e-3;

    /** Small gains in a row that end a run. */
    private static final int PATIENCE = 3;

    /** Steps after which weights of the penalty are chosen anew; that is also done after a small gain. */
    private static final int CHOICE = 4;

    /**
     * The outcome.
     *
     * @param unknowns the best vector found
     * @param cost its sum of squares, penalty included
     * @param iterations steps tried
     */
    public record Result(double[] unknowns, double cost, int iterations) {}

    /** A run of at most so many steps, to a relative tolerance of 1e-9. */
    public static DampedGaussNewton of(int maxIterations) {
        return new DampedGaussNewton(maxIterations, 1e-9, 0, DAMPING, () -> false);
    }

    /** A run that stops when steps lower the cost by less than this share. */
    public DampedGaussNewton withTolerance(double changed) {
        return new DampedGaussNewton(maxIterations, changed, target, damping, stop);
    }

    /** A run that stops at or below this sum of squares. */
    public DampedGaussNewton withTarget(double changed) {
        return new DampedGaussNewton(maxIterations, tolerance, changed, damping, stop);
    }

    /** A run that asks this before each step whether to end. */
    public DampedGaussNewton withStop(BooleanSupplier changed) {
        return new DampedGaussNewton(maxIterations, tolerance, target, damping, changed);
    }

    /**
     * Minimises.
     *
     * @param problem what to minimise
     * @param start [unknowns], not modified
     * @return the best found; its cost is NaN or infinite only where that of the start is
     */
    public Result minimize(LeastSquaresProblem problem, double[] start) {
        Descent descent = new Descent(problem, start, tolerance, target, damping);
        int iteration = 0;
        while (iteration < maxIterations && !descent.finished() && !stop.getAsBoolean()) {
            iteration++;
            if (!descent.step()) {
                break;
            }
        }
        return new Result(descent.p, descent.cost, iteration);
    }

    /** A minimisation under way: the vector, its normal equations, and the damping. */
    public static final class Descent {
        private static final int SCALARS = 6;

        private final LeastSquaresProblem problem;
        private final int n;
        private final double[] p;
        private final NormalEquations normal;
        private final LeastSquaresProblem.Sums sums;

        /** Those of the residuals alone, and with the penalty. */
        private final double[] formed;

        private final double[] formedGradient;
        private final double[] jtj;
        private final double[] gradient;
        private final double[] matrix;
        private final double[] step;
        private final double[] trial;
        private final double tolerance;
        private final double target;
        private final double firstDamping;
        private double damping;
        private double growth = 2;
        private int small;
        private int taken;
        private double cost;
        private double squares;
        private boolean formedHere;
        private boolean fresh = true;

        /**
         * Begins.
         *
         * @param problem what to minimise
         * @param start [unknowns], not modified
         * @param tolerance ends when three steps in a row lower the cost by less than this share each
         * @param target ends at or below this sum of squares
         * @param damping initial damping, relative to the diagonal of the normal equations
         */
        public Descent(LeastSquaresProblem problem, double[] start, double tolerance, double target, double damping) {
            this.problem = problem;
            this.tolerance = tolerance;
            this.target = target;
            this.firstDamping = damping;
            this.damping = damping;
            this.n = problem.unknowns();
            this.p = start.clone();
            this.normal = problem.normalEquations();
            this.sums = problem.sums(normal);
            this.formed = new double[n * n];
            this.formedGradient = new double[n];
            this.jtj = new double[n * n];
            this.gradient = new double[n];
            this.matrix = new double[n * n];
            this.step = new double[n];
            this.trial = new double[n];
            form();
            this.cost = squares + problem.penalty(p);
        }

        /** Whether the steps have ended by themselves. */
        public boolean finished() {
            return small >= PATIENCE || !(cost > target) || n == 0;
        }

        /** Tries a step; false where none can lower the cost any more. */
        public boolean step() {
            if (fresh) {
                form();
                addPenalty();
                fresh = false;
                if (small > 0 || (taken > 0 && taken % CHOICE == 0)) {
                    choose();
                }
            }
            double largest = 0;
            for (int i = 0; i < n; i++) {
                largest = Math.max(largest, jtj[i * n + i]);
            }
            if (!(largest > 0) || !Double.isFinite(largest)) {
                return false;
            }
            System.arraycopy(jtj, 0, matrix, 0, n * n);
            for (int i = 0; i < n; i++) {
                matrix[i * n + i] += damping * Math.max(jtj[i * n + i], 1e-8 * largest) + 1e-15 * largest;
                step[i] = -gradient[i];
            }
            if (normal.factor(matrix)) {
                normal.solve(step);
                if (accept(largest)) {
                    return true;
                }
            }
            damping *= growth;
            growth *= 2;
            return damping < 1e12 || choose();
        }

        /** Forms the normal equations of the residuals, once at each place. */
        private void form() {
            if (!formedHere) {
                squares = sums.form(p, formed, formedGradient);
                formedHere = true;
            }
        }

        private void addPenalty() {
            System.arraycopy(formed, 0, jtj, 0, n * n);
            System.arraycopy(formedGradient, 0, gradient, 0, n);
            problem.addPenalty(p, gradient, jtj);
        }

        /** Chooses the weights of the penalty; whether there is more to do then. */
        private boolean choose() {
            if (!problem.choosePenaltyWeights(p, squares, jtj, normal)) {
                return false;
            }
            addPenalty();
            cost = squares + problem.penalty(p);
            damping = Math.min(damping, firstDamping);
            growth = 2;
            small = 0;
            return true;
        }

        /** Goes where the step leads if the cost is lower there. */
        private boolean accept(double largest) {
            double predicted = 0;
            for (int i = 0; i < n; i++) {
                trial[i] = p[i] + step[i];
                predicted += step[i] * (damping * Math.max(jtj[i * n + i], 1e-8 * largest) * step[i] - gradient[i]);
            }
            double trialCost = sums.squares(trial) + problem.penalty(trial);
            if (!(trialCost < cost)) {
                return false;
            }
            small = cost - trialCost < tolerance * cost ? small + 1 : 0;
            double cube = 2 * (cost - trialCost) / predicted - 1;
            damping = Math.max(1e-12, damping * Math.max(1.0 / 5, 1 - cube * cube * cube));
            growth = 2;
            System.arraycopy(trial, 0, p, 0, n);
            cost = trialCost;
            taken++;
            formedHere = false;
            fresh = true;
            return true;
        }

        /** Where the run stands, [unknowns]; the live array, not to be modified. */
        public double[] unknowns() {
            return p;
        }

        /** The sum of squares there, penalty included. */
        public double cost() {
            return cost;
        }

        /** All that the steps to come depend on; {@link #restore} of it gives equal steps, bit for bit. */
        public double[] state() {
            double[] weights = problem.penaltyWeights();
            double[] state = Arrays.copyOf(p, n + SCALARS + weights.length);
            state[n] = damping;
            state[n + 1] = growth;
            state[n + 2] = small;
            state[n + 3] = cost;
            state[n + 4] = taken;
            state[n + 5] = fresh ? 1 : 0;
            System.arraycopy(weights, 0, state, n + SCALARS, weights.length);
            return state;
        }

        /**
         * Goes to a state that a run on an equal problem was in.
         *
         * @param state from {@link #state}
         */
        public void restore(double[] state) {
            double[] weights = problem.penaltyWeights();
            int length = n + SCALARS + weights.length;
            if (state.length != length) {
                throw new IllegalArgumentException(
                        "Levenberg-Marquardt: a state of " + length + " numbers required, got " + state.length);
            }
            System.arraycopy(state, n + SCALARS, weights, 0, weights.length);
            System.arraycopy(state, 0, p, 0, n);
            damping = state[n];
            growth = state[n + 1];
            small = (int) state[n + 2];
            cost = state[n + 3];
            taken = (int) state[n + 4];
            formedHere = false;
            fresh = state[n + 5] != 0;
            if (!fresh) {
                form();
                addPenalty();
            }
        }
    }
}
