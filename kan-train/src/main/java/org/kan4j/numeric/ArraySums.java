package org.kan4j.numeric;

import org.kan4j.kernel.NormalEquations;

/** Sums of residuals and derivatives that are all in memory. */
final class ArraySums implements LeastSquaresProblem.Sums {
    private final LeastSquaresProblem problem;
    private final NormalEquations normal;
    private final double[] r;
    private final double[] jacobian;

    ArraySums(LeastSquaresProblem problem, NormalEquations normal) {
        this.problem = problem;
        this.normal = normal;
        this.r = new double[problem.residuals()];
        this.jacobian = new double[Math.multiplyExact(r.length, problem.unknowns())];
    }

    @Override
    public double squares(double[] p) {
        problem.residuals(p, r);
        return squared();
    }

    @Override
    public double form(double[] p, double[] jtj, double[] jtr) {
        problem.jacobian(p, r, jacobian);
        normal.form(jacobian, r, r.length, jtj, jtr);
        return squared();
    }

    private double squared() {
        double sum = 0;
        for (double v : r) {
            sum += v * v;
        }
        return sum;
    }
}
