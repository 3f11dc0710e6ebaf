package org.kan4j.additive;

import java.util.Arrays;
import org.kan4j.kernel.NormalEquations;

/**
 * Minimises ½·cᵀ·A·c − bᵀ·c over coefficients of which neighbours must not fall, or not rise: a spline of such coefficients does neither
 * anywhere (de Boor, A Practical Guide to Splines, chapter XI). An active-set method: neighbours that are in the wrong order get the same
 * value, and part again where that lowers the objective.
 */
final class Ordered {
    private static final int MOST_ROUNDS = 500;
    /** Share of the largest slope of the objective below which neighbours do not part again. */
    private static final double TOLERANCE = 1e-10;

    private Ordered() {}

    /**
     * {@return the coefficients, [n]; their order holds exactly}
     *
     * @param a [n, n] of which the lower triangle counts, not modified
     * @param b [n], not modified
     * @param direction [n] 1 where a coefficient must not be below the one before, −1 where it must not be above it, else 0
     */
    static double[] solve(double[] a, double[] b, int[] direction) {
        int n = b.length;
        boolean[] tied = new boolean[n];
        double[] c = new double[n];
        for (int round = 0; round < MOST_ROUNDS; round++) {
            c = solve(a, b, tied);
            boolean changed = false;
            for (int k = 1; k < n; k++) {
                if (!tied[k] && direction[k] * (c[k] - c[k - 1]) < 0) {
                    tied[k] = true;
                    changed = true;
                }
            }
            if (!changed && !part(a, b, c, direction, tied)) {
                return c;
            }
        }
        // Parting went in circles: ties alone lead to an order that holds.
        for (boolean changed = true; changed; ) {
            c = solve(a, b, tied);
            changed = false;
            for (int k = 1; k < n; k++) {
                if (!tied[k] && direction[k] * (c[k] - c[k - 1]) < 0) {
                    tied[k] = true;
                    changed = true;
                }
            }
        }
        return c;
    }

    /** The solution in which tied coefficients equal those before them. */
    private static double[] solve(double[] a, double[] b, boolean[] tied) {
        int n = b.length;
        int[] group = new int[n];
        for (int k = 1; k < n; k++) {
            group[k] = group[k - 1] + (tied[k] ? 0 : 1);
        }
        int groups = n == 0 ? 0 : group[n - 1] + 1;
        double[] reduced = new double[groups * groups];
        double[] right = new double[groups];
        for (int i = 0; i < n; i++) {
            right[group[i]] += b[i];
            for (int j = 0; j <= i; j++) {
                boolean same = group[i] == group[j] && i != j;
                reduced[group[i] * groups + group[j]] += (same ? 2 : 1) * a[i * n + j];
            }
        }
        NormalEquations normal = NormalEquations.scalar(groups);
        if (!normal.factor(reduced)) {
            return new double[n];
        }
        normal.solve(right);
        double[] c = new double[n];
        Arrays.setAll(c, k -> right[group[k]]);
        return c;
    }

    /** Unties the neighbours whose parting lowers the objective most; whether there are any. */
    private static boolean part(double[] a, double[] b, double[] c, int[] direction, boolean[] tied) {
        int n = b.length;
        double[] slopes = new double[n];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            slopes[i] -= b[i];
            for (int j = 0; j <= i; j++) {
                slopes[i] += a[i * n + j] * c[j];
                slopes[j] += i == j ? 0 : a[i * n + j] * c[i];
            }
            largest = Math.max(largest, Math.abs(b[i]));
        }
        int best = -1;
        double gain = TOLERANCE * largest;
        double above = 0;
        for (int k = n - 1; k > 0; k--) {
            above = tied[k] ? above + slopes[k] : 0;
            if (tied[k] && -direction[k] * above > gain) {
                gain = -direction[k] * above;
                best = k;
            }
        }
        if (best >= 0) {
            tied[best] = false;
        }
        return best >= 0;
    }
}
