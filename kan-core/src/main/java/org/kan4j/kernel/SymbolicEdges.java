package org.kan4j.kernel;

import static org.kan4j.kernel.Rounding.toDouble;

/** The symbolic edges c·f(a·x + b) + d of one input, row by row. Arrays are those of {@link LayerKernel}. */
final class SymbolicEdges {
    private SymbolicEdges() {}

    /** Adds the values of an input's symbolic edges to z, for rows {@code from ≤ r < to}. */
    static void add(
            InputPlan plan, int input, double[] p, int p0, double[] x, int x0, int in, int from, int to, double[] z) {
        for (int s = 0; s < plan.symbolic.length; s++) {
            int q = p0 + plan.constants[s];
            for (int r = from; r < to; r++) {
                double u = p[q] * toDouble(plan.present(x[x0 + r * in + input])) + p[q + 1];
                z[r * plan.columns + plan.symbolic[s]] += p[q + 2] * toDouble(plan.functions[s].value(u)) + p[q + 3];
            }
        }
    }

    /** Adds the gradient by the constants of all rows, and that by the input where dx is wanted. */
    static void addGradient(
            InputPlan plan,
            int input,
            double[] p,
            int p0,
            double[] x,
            int x0,
            int in,
            double[] dz,
            int rows,
            double[] dp,
            double[] dx) {
        for (int s = 0; s < plan.symbolic.length; s++) {
            for (int r = 0, at = x0 + input; r < rows; r++, at += in) {
                double slope = gradient(plan, s, p, p0, x[at], dz[r * plan.columns + plan.symbolic[s]], dp);
                if (dx.length > 0) {
                    dx[at] += slope;
                }
            }
        }
    }

    /** Adds the gradient by the constants of edge s at a point; returns that by its input. */
    static double gradient(InputPlan plan, int s, double[] p, int p0, double x, double g, double[] dp) {
        int q = p0 + plan.constants[s];
        double u = p[q] * x + p[q + 1];
        double f = toDouble(plan.functions[s].value(u));
        double df = toDouble(plan.functions[s].derivative(u));
        dp[q] += g * p[q + 2] * df * x;
        dp[q + 1] += g * p[q + 2] * df;
        dp[q + 2] += g * f;
        dp[q + 3] += g;
        return g * p[q + 2] * df * p[q];
    }
}
