package org.kan4j.train;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.kan4j.kernel.NormalEquations;

/**
 * Minimises a sum of squares by damped Gauss–Newton steps, with Marquardt's scaling and Nielsen's rule for the damping
 * (Madsen, Nielsen and Tingleff, Methods for Non-Linear Least Squares Problems, 2004, algorithm 3.16). For problems of up
 * to about 2,000 unknowns. Where the problem says so, weights of its penalty are chosen anew after every few steps. A step that raises the cost, or gives a cost that is not a number, is never taken, so the result
 * is at least as good as the start.
 *
 * @param maxIterations number of steps tried at the most
 * @param tolerance stops when three steps in a row lower the cost by less than this share each
 * @param target stops at or below this sum of squares
 * @param damping initial damping, relative to the diagonal of the normal equations
 * @param stop asked before each step; ends the run with what it has
 */
public record LevenbergMarquardt(
        int maxIterations, double tolerance, double target, double damping, BooleanSupplier stop) implements Optimizer {
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
        Descent descent = new Descent(problem, start);
        int iteration = 0;
        while (iteration < maxIterations && !descent.finished() && !stop.getAsBoolean()) {
            iteration++;
            if (!descent.step()) {
                break;
            }
        }
        return new Result(descent.p, descent.cost, iteration, descent.damping);
    }

    @Override
    public String name() {
        return "lm";
    }

    @Override
    public String description() {
        return "lm " + tolerance + " " + target + " " + damping;
    }

    /**
     * Begins to minimise; {@code maxIterations} and {@code stop} are left to whom takes the steps.
     *
     * @throws IllegalArgumentException if the loss is not made of one residual for each output
     */
    @Override
    public Run start(Objective objective, int steps, long seed) {
        NetworkProblem problem = objective.leastSquares();
        Descent descent = new Descent(problem, problem.reduce(objective.kan().parameters()));
        double rows = objective.batch().totalWeight();
        return new Run() {
            @Override
            public boolean step() {
                return !descent.finished() && descent.step();
            }

            @Override
            public double[] parameters() {
                return problem.expand(descent.p);
            }

            @Override
            public double loss() {
                return descent.cost / rows;
            }

            @Override
            public double[] state() {
                return descent.state();
            }

            @Override
            public void restore(double[] state) {
                descent.restore(state);
            }
        };
    }

    /** A minimisation under way: the vector, its residuals and derivatives, and the damping. */
    private final class Descent {
        private static final int SCALARS = 6;

        private final LeastSquaresProblem problem;
        private final int n;
        private final double[] p;
        private final double[] r;
        private final double[] jacobian;
        private final NormalEquations normal;
        private final double[] jtj;
        private final double[] gradient;
        private final double[] matrix;
        private final double[] step;
        private final double[] trial;
        private final double[] trialResiduals;
        private double damping = LevenbergMarquardt.this.damping;
        private double growth = 2;
        private int small;
        private int taken;
        private double cost;
        private boolean fresh = true;

        Descent(LeastSquaresProblem problem, double[] start) {
            this.problem = problem;
            this.n = problem.unknowns();
            int rows = problem.residuals();
            this.p = start.clone();
            this.r = new double[rows];
            this.jacobian = new double[Math.multiplyExact(rows, n)];
            this.normal = problem.normalEquations();
            this.jtj = new double[n * n];
            this.gradient = new double[n];
            this.matrix = new double[n * n];
            this.step = new double[n];
            this.trial = new double[n];
            this.trialResiduals = new double[rows];
            problem.jacobian(p, r, jacobian);
            this.cost = squares(r) + problem.penalty(p);
        }

        boolean finished() {
            return small >= PATIENCE || !(cost > target) || n == 0;
        }

        /** Tries a step; false where none can lower the cost any more. */
        boolean step() {
            if (fresh) {
                form();
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

        private void form() {
            normal.form(jacobian, r, r.length, jtj, gradient);
            problem.addPenalty(p, gradient, jtj);
        }

        /** Chooses the weights of the penalty; whether there is more to do then. */
        private boolean choose() {
            if (!problem.choosePenaltyWeights(p, squares(r), jtj, normal)) {
                return false;
            }
            form();
            cost = squares(r) + problem.penalty(p);
            damping = Math.min(damping, LevenbergMarquardt.this.damping);
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
            problem.residuals(trial, trialResiduals);
            double trialCost = squares(trialResiduals) + problem.penalty(trial);
            if (!(trialCost < cost)) {
                return false;
            }
            small = cost - trialCost < tolerance * cost ? small + 1 : 0;
            double cube = 2 * (cost - trialCost) / predicted - 1;
            damping = Math.max(1e-12, damping * Math.max(1.0 / 5, 1 - cube * cube * cube));
            growth = 2;
            System.arraycopy(trial, 0, p, 0, n);
            problem.jacobian(p, r, jacobian);
            cost = trialCost;
            taken++;
            fresh = true;
            return true;
        }

        double[] state() {
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

        void restore(double[] state) {
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
            problem.jacobian(p, r, jacobian);
            fresh = state[n + 5] != 0;
            if (!fresh) {
                form();
            }
        }

        private static double squares(double[] r) {
            double sum = 0;
            for (double v : r) {
                sum += v * v;
            }
            return sum;
        }
    }
}
