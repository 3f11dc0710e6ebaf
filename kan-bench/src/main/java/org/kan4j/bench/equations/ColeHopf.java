package org.kan4j.bench.equations;

/**
 * The solution of Burgers' equation that begins as −sin(πx), an integral (J. D. Cole, Quart. Appl. Math. 9 (1951); E. Hopf, Comm. Pure
 * Appl. Math. 3 (1950)): u = −∫ sin(π(x−η))·f(x−η)·g(η) dη / ∫ f(x−η)·g(η) dη with f(y) = exp(−cos(πy)/(2πν)) and g(η) =
 * exp(−η²/(4νt)), by the trapezoidal rule.
 */
record ColeHopf(double viscosity) {
    private static final int STEPS = 1000;

    /** Where g ends: no point moves farther than the speed of 1 takes it, and diffusion some widths more. */
    private static final double WIDTHS = 8;

    /** Values at points, [1][points], of [points, (x, t)]. */
    double[][] solution(double[] points) {
        double[] u = new double[points.length / 2];
        for (int p = 0; p < u.length; p++) {
            u[p] = at(points[2 * p], points[2 * p + 1]);
        }
        return new double[][] {u};
    }

    private double at(double x, double t) {
        if (t == 0) {
            return -Math.sin(Math.PI * x);
        }
        double end = t + WIDTHS * Math.sqrt(2 * viscosity * t);
        double top = 0;
        double bottom = 0;
        for (int k = 0; k <= STEPS; k++) {
            double eta = end * (2.0 * k / STEPS - 1);
            double y = x - eta;
            // Over exp(1/(2πν)), the largest value of f.
            double weight = Math.exp(
                    -(1 + Math.cos(Math.PI * y)) / (2 * Math.PI * viscosity) - eta * eta / (4 * viscosity * t));
            top += Math.sin(Math.PI * y) * weight;
            bottom += weight;
        }
        return -top / bottom;
    }
}
