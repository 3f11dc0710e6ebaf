package org.kan4j.additive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.kernel.NormalEquations;

/**
 * Minimises ½·cᵀ·A·c − bᵀ·c over coefficients within limits G·c ≥ h, by the dual problem: c = A⁻¹·(b + Gᵀ·λ), where λ ≥ 0 minimises
 * ½·λᵀ·G·A⁻¹·Gᵀ·λ − (h − G·A⁻¹·b)ᵀ·λ, which is done limit by limit (Lawson and Hanson, Solving Least Squares Problems, chapter 23).
 */
final class Limited {
    /** Share of the largest violation that is none. */
    private static final double TOLERANCE = 1e-9;

    private static final int ROUNDS_FOR_LIMIT = 4;

    private Limited() {}

    /**
     * {@return the coefficients, [n]; the limits hold up to rounding}
     *
     * @param normal with the factor of A
     * @param b [n], not modified
     * @param limits of them
     */
    static double[] solve(NormalEquations normal, double[] b, List<Limit> limits) {
        double[] free = b.clone();
        normal.solve(free);
        int count = limits.size();
        double[][] moves = new double[count][];
        double[] lacking = new double[count];
        double[] scale = new double[count];
        for (int i = 0; i < count; i++) {
            Limit limit = limits.get(i);
            moves[i] = new double[b.length];
            for (int k = 0; k < limit.places().length; k++) {
                moves[i][limit.places()[k]] += limit.values()[k];
            }
            normal.solve(moves[i]);
            scale[i] = 1 / Math.sqrt(limit.of(moves[i]));
            lacking[i] = (limit.least() - limit.of(free)) * scale[i];
        }
        double[] products = new double[count * count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                products[i * count + j] = limits.get(i).of(moves[j]) * scale[i] * scale[j];
            }
        }
        double[] forces = forces(products, lacking);
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < free.length && forces[i] > 0; k++) {
                free[k] += forces[i] * scale[i] * moves[i][k];
            }
        }
        return free;
    }

    /** The λ ≥ 0 that minimise ½·λᵀ·M·λ − vᵀ·λ. */
    private static double[] forces(double[] m, double[] v) {
        int count = v.length;
        double[] lambda = new double[count];
        boolean[] dependent = new boolean[count];
        List<Integer> active = new ArrayList<>();
        double tolerance = TOLERANCE * Arrays.stream(v).map(Math::abs).max().orElse(0);
        for (int round = 0; round < ROUNDS_FOR_LIMIT * count; round++) {
            int worst = -1;
            double most = tolerance;
            for (int i = 0; i < count; i++) {
                double lacks = v[i];
                for (int j : active) {
                    lacks -= m[i * count + j] * lambda[j];
                }
                if (lacks > most && !dependent[i] && !active.contains(i)) {
                    worst = i;
                    most = lacks;
                }
            }
            if (worst < 0) {
                return lambda;
            }
            active.add(worst);
            dependent[worst] = !settle(m, v, lambda, active);
            if (!dependent[worst]) {
                Arrays.fill(dependent, false);
            }
        }
        return lambda;
    }

    /** Goes to the minimum over the active ones, leaving those that reach zero; whether the last one could be active. */
    private static boolean settle(double[] m, double[] v, double[] lambda, List<Integer> active) {
        int count = v.length;
        while (!active.isEmpty()) {
            int n = active.size();
            double[] a = new double[n * n];
            double[] wanted = new double[n];
            for (int i = 0; i < n; i++) {
                wanted[i] = v[active.get(i)];
                for (int j = 0; j <= i; j++) {
                    a[i * n + j] = m[active.get(i) * count + active.get(j)];
                }
            }
            NormalEquations small = NormalEquations.scalar(n);
            if (!small.factor(a)) {
                active.remove(n - 1);
                return false;
            }
            small.solve(wanted);
            double share = 1;
            for (int i = 0; i < n; i++) {
                double from = lambda[active.get(i)];
                share = wanted[i] > 0 ? share : Math.min(share, from / (from - wanted[i]));
            }
            for (int i = 0; i < n; i++) {
                int at = active.get(i);
                lambda[at] += share * (wanted[i] - lambda[at]);
            }
            if (share == 1) {
                return true;
            }
            double[] now = lambda;
            active.removeIf(at -> {
                boolean gone = now[at] <= 1e-14;
                now[at] = gone ? 0 : now[at];
                return gone;
            });
        }
        return true;
    }
}
