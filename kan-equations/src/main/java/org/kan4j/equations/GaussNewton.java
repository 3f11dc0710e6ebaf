package org.kan4j.equations;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Minimises the sum of the squares of {@link Rows} by Levenberg–Marquardt steps on normal equations of a profile. What rounding costs the
 * normal equations the next step repairs, since residuals are computed anew.
 */
final class GaussNewton {
    private static final double RIDGE = 1e-14;
    private static final double CLOSE = 1e-15;
    private static final double MOST_DAMPING = 1e8;
    private static final double FEWEST_GAINS = 0.05;

    private final Tensor tensor;
    private final Held held;
    private final List<Rows> rows;
    private final int n;
    private final NormalMatrix normal;
    private final double[] gradient;
    private final double[] lo;
    private final double[] hi;
    private boolean factored;

    /**
     * A problem.
     *
     * @param tensor the unknowns
     * @param lo lower ends of the constants, which stand behind the coefficients
     * @param hi upper ends
     * @param around whether rows couple the first coefficients along the outer input with the last ones
     * @param held coefficients that others say
     * @param rows what is to be small
     */
    GaussNewton(Tensor tensor, double[] lo, double[] hi, boolean around, Held held, List<Rows> rows) {
        this.tensor = tensor;
        this.held = held;
        this.rows = rows;
        this.lo = lo;
        this.hi = hi;
        this.n = tensor.size() + lo.length;
        int[] first = new int[n];
        int support = tensor.bases[tensor.outer].support();
        for (int i = 0; i < tensor.size(); i++) {
            int block = i / tensor.stride();
            boolean last = around && block >= tensor.outerSize - support;
            first[i] = last ? 0 : Math.max(0, block - support + 1) * tensor.stride();
        }
        this.normal = new NormalMatrix(first);
        this.gradient = new double[n];
    }

    /** The sum of squares at a place. */
    double cost(double[] c) {
        double sum = 0;
        for (Rows group : rows) {
            sum += group.squares(c);
        }
        return sum;
    }

    private boolean linear() {
        return lo.length == 0 && rows.stream().allMatch(Rows::linear);
    }

    private void form(double[] c, boolean matrix) {
        Arrays.fill(gradient, 0);
        if (matrix) {
            normal.clear();
            held.fill(normal);
        }
        for (Rows group : rows) {
            group.each(c, (residual, row) -> {
                held.reduce(row);
                for (int k = 0; k < row.count; k++) {
                    gradient[row.columns[k]] += residual * row.values[k];
                }
                if (matrix) {
                    normal.add(row, 1);
                }
            });
        }
    }

    /**
     * Goes downhill.
     *
     * @param start [coefficients, constants], not modified
     * @param steps at the most
     * @param stop asked before each step
     * @return where it ends
     */
    double[] run(double[] start, int steps, BooleanSupplier stop) {
        double[] c = start.clone();
        held.complete(c);
        double cost = cost(c);
        double damping = 0;
        double[] step = new double[n];
        double[] trial = new double[n];
        int small = 0;
        for (int s = 0; s < steps && !stop.getAsBoolean(); s++) {
            boolean again = linear() && factored;
            form(c, !again);
            boolean taken = false;
            while (!taken && damping < MOST_DAMPING) {
                factored = again || factor(damping);
                if (factored) {
                    for (int i = 0; i < n; i++) {
                        step[i] = -gradient[i];
                    }
                    normal.solve(step);
                    for (int i = 0; i < n; i++) {
                        trial[i] = c[i] + step[i];
                    }
                    clamp(trial);
                    held.complete(trial);
                    double next = cost(trial);
                    if (next < cost) {
                        small = next > (1 - FEWEST_GAINS) * cost ? small + 1 : 0;
                        double change = change(c, trial);
                        System.arraycopy(trial, 0, c, 0, n);
                        cost = next;
                        taken = true;
                        damping = damping < 1e-7 ? 0 : damping / 10;
                        if (change < CLOSE) {
                            return c;
                        }
                    } else if (again || change(c, trial) < 1e-9) {
                        return c;
                    }
                }
                again = false;
                if (!taken) {
                    damping = damping == 0 ? 1e-6 : damping * 10;
                }
            }
            if (!taken || small >= 3) {
                return c;
            }
        }
        return c;
    }

    private boolean factor(double damping) {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, normal.diagonal(i));
        }
        return normal.factor(damping + RIDGE, RIDGE * RIDGE * largest);
    }

    private void clamp(double[] c) {
        for (int m = 0; m < lo.length; m++) {
            int at = tensor.size() + m;
            c[at] = Math.max(lo[m], Math.min(hi[m], c[at]));
        }
    }

    private static double change(double[] a, double[] b) {
        double most = 0;
        double size = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
            size = Math.max(size, Math.abs(b[i]));
        }
        return most / Math.max(size, Double.MIN_NORMAL);
    }

    /** The sum of the variances r·(JᵀJ)⁻¹·rᵀ of some rows r, at a place. */
    double variance(double[] c, Rows some) {
        form(c, true);
        if (!factor(0)) {
            return Double.NaN;
        }
        double[] sum = new double[1];
        double[] x = new double[n];
        some.each(c, (residual, row) -> {
            held.reduce(row);
            Arrays.fill(x, 0);
            for (int k = 0; k < row.count; k++) {
                x[row.columns[k]] = row.values[k];
            }
            normal.solve(x);
            for (int k = 0; k < row.count; k++) {
                sum[0] += row.values[k] * x[row.columns[k]];
            }
        });
        return sum[0];
    }

    /** Block of (JᵀJ)⁻¹ that belongs to the constants, [constants, constants], at a place. */
    double[] covariance(double[] c) {
        form(c, true);
        if (!factor(0)) {
            double[] nothing = new double[lo.length * lo.length];
            Arrays.fill(nothing, Double.NaN);
            return nothing;
        }
        int m = lo.length;
        double[] block = new double[m * m];
        for (int k = 0; k < m; k++) {
            double[] unit = new double[n];
            unit[tensor.size() + k] = 1;
            normal.solve(unit);
            for (int j = 0; j < m; j++) {
                block[k * m + j] = unit[tensor.size() + j];
            }
        }
        return block;
    }
}
