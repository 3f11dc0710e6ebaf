package org.kan4j.numeric;

/**
 * A problem whose unknowns are measured in units in which the residuals change by a length of one at the start. The coefficients of x³ and of 1
 * differ by many powers of ten, and the damping of the steps would hold the small ones back.
 */
public final class ScaledProblem implements LeastSquaresProblem {
    private final LeastSquaresProblem problem;
    private final double[] units;

    /**
     * Scales a problem.
     *
     * @param problem without a penalty
     * @param start [unknowns] in its own units
     */
    public ScaledProblem(LeastSquaresProblem problem, double[] start) {
        this.problem = problem;
        int n = start.length;
        double[] r = new double[problem.residuals()];
        double[] jacobian = new double[r.length * n];
        problem.jacobian(start, r, jacobian);
        units = new double[n];
        for (int j = 0; j < n; j++) {
            double squares = 0;
            for (int i = 0; i < r.length; i++) {
                squares += jacobian[i * n + j] * jacobian[i * n + j];
            }
            units[j] = squares > 0 && squares < Double.POSITIVE_INFINITY ? 1 / Math.sqrt(squares) : 1;
        }
    }

    /** {@return unknowns of the problem in the units of this one} */
    public double[] scaled(double[] unknowns) {
        double[] scaled = unknowns.clone();
        for (int j = 0; j < scaled.length; j++) {
            scaled[j] /= units[j];
        }
        return scaled;
    }

    /** {@return unknowns of this problem in the problem's own units} */
    public double[] original(double[] unknowns) {
        double[] original = unknowns.clone();
        for (int j = 0; j < original.length; j++) {
            original[j] *= units[j];
        }
        return original;
    }

    @Override
    public int unknowns() {
        return problem.unknowns();
    }

    @Override
    public int residuals() {
        return problem.residuals();
    }

    @Override
    public void residuals(double[] p, double[] r) {
        problem.residuals(original(p), r);
    }

    @Override
    public void jacobian(double[] p, double[] r, double[] jacobian) {
        problem.jacobian(original(p), r, jacobian);
        int n = units.length;
        for (int i = 0; i < jacobian.length; i++) {
            jacobian[i] *= units[i % n];
        }
    }
}
