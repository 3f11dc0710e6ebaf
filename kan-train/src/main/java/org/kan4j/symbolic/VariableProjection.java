package org.kan4j.symbolic;

import org.kan4j.function.UnivariateFunction;

/**
 * Least squares for c&middot;f(u) + d with u depending on up to three nonlinear parameters: c and d are eliminated in
 * closed form, the rest is solved by Levenberg-Marquardt on the projected residual with Kaufman's Jacobian (Kaufman
 * 1975; Golub and Pereyra 2003, eq. 11), which converges quadratically where the residual vanishes.
 *
 * <p>The parameters, for standardised abscissae t in [-1, 1]:
 * <ul>
 *   <li>{@code scale}: log A, the inner factor;
 *   <li>{@code place}: for a centred curve t0, with u = &sigma;A(t - t0); for a curve that begins at an edge log &delta;,
 *       with u = lower + A(&sigma;t + 1 + &delta;), which cannot leave the half line;
 *   <li>{@code exponent}: p of u^p, in the family of powers.
 * </ul>
 * Costs are 1 - R&sup2;. An instance holds working arrays and serves one thread.
 */
final class VariableProjection {
    static final int SCALE = 0;
    static final int PLACE = 1;
    static final int EXPONENT = 2;

    /** Beyond these the arithmetic degrades before the model becomes any different. */
    private static final double[] SMALLEST = {-14, -1e6, -40};

    private static final double[] LARGEST = {14, 1e6, 40};
    private static final double SMALLEST_LOG_DISTANCE = -60;
    private static final double LARGEST_LOG_DISTANCE = 14;

    /** Least |p|: u^0 is a constant, and the logarithm is in the library. */
    private static final double LEAST_EXPONENT = 1e-3;

    /** A curve whose variance is below this share of its mean square is a constant up to rounding. */
    private static final double FLAT = 1e-16;

    /** Below this, a step that fails twice fails by rounding. */
    private static final double NEARLY_EXACT = 1e-20;

    private static final int ATTEMPTS = 8;

    /** A step that lowers the cost by less than this share is slow; the third in a row is the last. */
    private static final double SLOW = 0.01;

    /** How u is made from t. */
    record Map(UnivariateFunction function, boolean power, boolean edge, double sigma, double lower, double upper) {}

    private final double[] t;
    private final double[] y;
    private final int n;
    private final double[] u;
    private final double[] g;
    private final double[] residual;
    private final double[][] columns;
    private final double enough;
    private double c;
    private double gg;

    /**
     * @param t abscissae, [n], kept
     * @param values ordinates, [n], not constant, copied
     * @param enough 1 - R&sup2; below which there is nothing to improve
     */
    VariableProjection(double[] t, double[] values, double enough) {
        this.enough = enough;
        this.t = t;
        this.n = t.length;
        this.y = values.clone();
        double mean = 0;
        for (double v : y) {
            mean += v;
        }
        mean /= n;
        double square = 0;
        for (int i = 0; i < n; i++) {
            y[i] -= mean;
            square += y[i] * y[i];
        }
        double norm = square > 0 ? 1 / Math.sqrt(square) : 0;
        for (int i = 0; i < n; i++) {
            y[i] *= norm;
        }
        u = new double[n];
        g = new double[n];
        residual = new double[n];
        columns = new double[3][n];
    }

    /**
     * The share of the variance that the best c and d leave; leaves u and the centred values of f in place.
     *
     * @return 1 - R&sup2;, or infinity where a sample leaves the domain, something overflows or f is constant
     */
    double cost(Map map, double[] theta) {
        double factor = map.sigma * Math.exp(theta[SCALE]);
        double lower = map.lower;
        double upper = map.upper;
        UnivariateFunction f = map.function;
        double offset = map.edge
                ? (lower == Double.NEGATIVE_INFINITY ? 0 : lower)
                        + Math.exp(theta[SCALE]) * (1 + Math.exp(theta[PLACE]))
                : -factor * theta[PLACE];
        double sum = 0;
        double sumSquares = 0;
        for (int i = 0; i < n; i++) {
            double v = factor * t[i] + offset;
            if (!(lower <= v && v <= upper)) {
                return Double.POSITIVE_INFINITY;
            }
            u[i] = v;
            double value = map.power ? Math.pow(v, theta[EXPONENT]) : f.value(v);
            g[i] = value;
            sum += value;
            sumSquares += value * value;
        }
        if (!(sumSquares > 0 && sumSquares < Double.MAX_VALUE)) {
            return Double.POSITIVE_INFINITY;
        }
        double mean = sum / n;
        double square = 0;
        double gy = 0;
        for (int i = 0; i < n; i++) {
            double v = g[i] - mean;
            g[i] = v;
            square += v * v;
            gy += v * y[i];
        }
        if (!(square > FLAT * sumSquares)) {
            return Double.POSITIVE_INFINITY;
        }
        gg = square;
        c = gy / square;
        double cost = 0;
        for (int i = 0; i < n; i++) {
            double r = y[i] - c * g[i];
            cost += r * r;
        }
        return cost;
    }

    /**
     * Improves the parameters in place.
     *
     * @param map how u is made
     * @param theta the parameters, [3], start and result; those not free stay
     * @param free the indices of the free parameters, at least one
     * @param iterations the largest number of accepted steps
     * @return the final 1 - R&sup2;, infinite if the start is outside of the domain
     */
    double polish(Map map, double[] theta, int[] free, int iterations) {
        double cost = cost(map, theta);
        if (cost == Double.POSITIVE_INFINITY) {
            return cost;
        }
        int k = free.length;
        double[][] normal = new double[k][k];
        double[] gradient = new double[k];
        double[] candidate = theta.clone();
        double lambda = 1e-3;
        int slow = 0;
        for (int iteration = 0; iteration < iterations && cost > enough; iteration++) {
            jacobian(map, theta, free);
            for (int p = 0; p < k; p++) {
                gradient[p] = dot(columns[p], residual);
                for (int q = 0; q <= p; q++) {
                    normal[p][q] = dot(columns[p], columns[q]);
                    normal[q][p] = normal[p][q];
                }
            }
            double next = Double.POSITIVE_INFINITY;
            for (int attempt = 0; attempt < (cost < NEARLY_EXACT ? 2 : ATTEMPTS); attempt++) {
                double[] step = solve(normal, gradient, lambda);
                for (int p = 0; p < k; p++) {
                    candidate[free[p]] = theta[free[p]] + step[p];
                }
                next = allowed(map, candidate, free) ? cost(map, candidate) : Double.POSITIVE_INFINITY;
                if (next < cost) {
                    break;
                }
                lambda = Math.max(lambda, 1e-9) * 12;
            }
            if (!(next < cost)) {
                break;
            }
            lambda = lambda < 1e-12 ? 0 : lambda * 0.1;
            slow = next > (1 - SLOW) * cost ? slow + 1 : 0;
            cost = next;
            System.arraycopy(candidate, 0, theta, 0, theta.length);
            if (slow >= 3) {
                break;
            }
        }
        return cost;
    }

    /** Fills the residual and the columns of its negative derivative, from the state that cost() left for theta. */
    private void jacobian(Map map, double[] theta, int[] free) {
        double scale = Math.exp(theta[SCALE]);
        double origin = map.edge && map.lower != Double.NEGATIVE_INFINITY ? map.lower : 0;
        double delta = map.edge ? Math.exp(theta[PLACE]) : 0;
        double p = theta[EXPONENT];
        for (int i = 0; i < n; i++) {
            residual[i] = y[i] - c * g[i];
            double slope = map.power ? p * Math.pow(u[i], p - 1) : map.function.derivative(u[i]);
            if (!Double.isFinite(slope)) {
                slope = 0; // at the end of the domain the other samples decide
            }
            for (int j = 0; j < free.length; j++) {
                columns[j][i] = c
                        * switch (free[j]) {
                            case SCALE -> slope * (u[i] - origin);
                            case PLACE -> map.edge ? slope * scale * delta : -slope * map.sigma * scale;
                            default -> u[i] > 0 ? Math.pow(u[i], p) * Math.log(u[i]) : 0;
                        };
            }
        }
        for (int j = 0; j < free.length; j++) {
            double[] column = columns[j];
            double mean = 0;
            for (double v : column) {
                mean += v / n;
            }
            double along = dot(column, g) / gg;
            for (int i = 0; i < n; i++) {
                column[i] -= mean + along * g[i];
            }
        }
    }

    private static boolean allowed(Map map, double[] theta, int[] free) {
        for (int j : free) {
            boolean logDistance = j == PLACE && map.edge;
            double low = logDistance ? SMALLEST_LOG_DISTANCE : SMALLEST[j];
            double high = logDistance ? LARGEST_LOG_DISTANCE : LARGEST[j];
            if (!(low <= theta[j] && theta[j] <= high)) {
                return false;
            }
            if (j == EXPONENT && Math.abs(theta[j]) < LEAST_EXPONENT) {
                return false;
            }
        }
        return true;
    }

    private double dot(double[] v, double[] w) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += v[i] * w[i];
        }
        return sum;
    }

    /** Solves (N + lambda diag N) step = gradient by elimination; N is symmetric and at most 3 by 3. */
    private static double[] solve(double[][] normal, double[] gradient, double lambda) {
        int k = gradient.length;
        double[][] m = new double[k][];
        double[] step = gradient.clone();
        for (int p = 0; p < k; p++) {
            m[p] = normal[p].clone();
            m[p][p] += lambda * m[p][p] + Double.MIN_NORMAL;
        }
        for (int p = 0; p < k; p++) {
            for (int q = p + 1; q < k; q++) {
                double factor = m[q][p] / m[p][p];
                for (int r = p; r < k; r++) {
                    m[q][r] -= factor * m[p][r];
                }
                step[q] -= factor * step[p];
            }
        }
        for (int p = k - 1; p >= 0; p--) {
            for (int q = p + 1; q < k; q++) {
                step[p] -= m[p][q] * step[q];
            }
            step[p] /= m[p][p];
        }
        return step;
    }
}
