package org.kan4j.train;

import org.kan4j.numeric.DampedGaussNewton;

/**
 * The Levenberg–Marquardt method: steps of {@link DampedGaussNewton} on the residuals of a network. For losses made of one
 * residual for each output, and networks of up to about 2,000 parameters, since every step factorises their normal equations.
 *
 * @param tolerance ends when three steps in a row lower the objective by less than this share each
 * @param target ends at or below this sum of squares
 * @param damping initial damping, relative to the diagonal of the normal equations
 */
public record LevenbergMarquardt(double tolerance, double target, double damping) implements Optimizer {

    /** {@return a relative tolerance of 1e-9} */
    public static LevenbergMarquardt defaults() {
        return new LevenbergMarquardt(1e-9, 0, DampedGaussNewton.DAMPING);
    }

    /**
     * {@return an optimiser with this tolerance}
     *
     * @param changed share of the objective that three steps in a row must lower it by, each, to go on
     */
    public LevenbergMarquardt withTolerance(double changed) {
        return new LevenbergMarquardt(changed, target, damping);
    }

    /** An optimiser with this initial damping. */
    LevenbergMarquardt withDamping(double changed) {
        return new LevenbergMarquardt(tolerance, target, changed);
    }

    @Override
    public String name() {
        return "lm";
    }

    @Override
    public String description() {
        return "lm " + tolerance + " " + target + " " + damping;
    }

    /** @throws IllegalArgumentException if the loss is not made of one residual for each output */
    @Override
    public Run start(Objective objective, int steps, long seed) {
        NetworkProblem problem = objective.leastSquares();
        DampedGaussNewton.Descent descent = new DampedGaussNewton.Descent(
                problem, problem.reduce(objective.kan().parameters()), tolerance, target, damping);
        double rows = objective.rows().totalWeight();
        return new Run() {
            @Override
            public boolean step() {
                return !descent.finished() && descent.step();
            }

            @Override
            public double[] parameters() {
                return problem.expand(descent.unknowns());
            }

            @Override
            public double loss() {
                return descent.cost() / rows;
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
}
