package org.kan4j.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * The limited-memory BFGS method with a line search for the strong Wolfe conditions (Nocedal and Wright, Numerical
 * Optimization, 2nd edition, algorithms 7.4, 3.5 and 3.6), on all rows at once. A step is one line search.
 *
 * @param memory pairs of steps and changes of gradient that are kept, ≥ 1
 */
public record Lbfgs(int memory) implements Optimizer {
    private static final double SUFFICIENT = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int MOST_TRIALS = 25;
    /** Relative gain below which a step counts as small, and small steps in a row that end a run. */
    private static final double TOLERANCE = 1e-9;

    private static final int PATIENCE = 5;

    /**
     * Validates.
     *
     * @param memory pairs of steps and changes of gradient that are kept, ≥ 1
     */
    public Lbfgs {
        if (!(memory >= 1)) {
            throw new IllegalArgumentException("L-BFGS: a memory of at least 1 required, got " + memory);
        }
    }

    @Override
    public String name() {
        return "lbfgs";
    }

    @Override
    public Optimizer.Run start(Objective objective, int steps, long seed) {
        return new Descent(objective);
    }

    /** A change of the parameters and what it changed the gradient by. */
    private record Pair(double[] s, double[] y) {}

    /** A point of a line search. */
    private record Point(double t, double[] p, double value, double[] gradient, double slope) {}

    private final class Descent implements Optimizer.Run {
        private static final int SCALARS = 2;

        private final Objective objective;
        private final Deque<Pair> pairs = new ArrayDeque<>();
        private double[] p;
        private double[] gradient;
        private double value;
        private int small;

        Descent(Objective objective) {
            this.objective = objective;
            this.p = objective.kan().parameters();
            this.gradient = new double[p.length];
            this.value = objective.gradient(p, gradient);
        }

        @Override
        public boolean step() {
            if (small >= PATIENCE || !Double.isFinite(value)) {
                return false;
            }
            double[] direction = direction();
            double slope = dot(direction, gradient);
            if (!(slope < 0)) {
                if (pairs.isEmpty()) {
                    return false;
                }
                pairs.clear();
                return true;
            }
            double first = pairs.isEmpty() ? Math.min(1, 1 / norm(gradient)) : 1;
            Point to = search(direction, slope, first);
            if (!(to.value < value)) {
                if (pairs.isEmpty()) {
                    return false;
                }
                // The memory may be what leads astray: go on from steepest descent.
                pairs.clear();
                return true;
            }
            small = value - to.value < TOLERANCE * Math.abs(value) ? small + 1 : 0;
            remember(to);
            p = to.p;
            gradient = to.gradient;
            value = to.value;
            return true;
        }

        /** Minus the approximate inverse second derivatives times the gradient, by the two-loop recursion. */
        private double[] direction() {
            double[] q = gradient.clone();
            double[] alpha = new double[pairs.size()];
            int i = 0;
            for (Pair pair : pairs) {
                alpha[i] = dot(pair.s, q) / dot(pair.s, pair.y);
                add(q, -alpha[i++], pair.y);
            }
            Pair last = pairs.peekFirst();
            double scale = last == null ? 1 : dot(last.s, last.y) / dot(last.y, last.y);
            for (int j = 0; j < q.length; j++) {
                q[j] *= scale;
            }
            List<Pair> oldestFirst = new ArrayList<>(pairs);
            Collections.reverse(oldestFirst);
            for (Pair pair : oldestFirst) {
                double beta = dot(pair.y, q) / dot(pair.s, pair.y);
                add(q, alpha[--i] - beta, pair.s);
            }
            for (int j = 0; j < q.length; j++) {
                q[j] = -q[j];
            }
            return q;
        }

        private void remember(Point to) {
            double[] s = to.p.clone();
            double[] y = to.gradient.clone();
            add(s, -1, p);
            add(y, -1, gradient);
            if (dot(s, y) > 1e-12 * norm(s) * norm(y)) {
                pairs.addFirst(new Pair(s, y));
                if (pairs.size() > memory) {
                    pairs.removeLast();
                }
            }
        }

        /** Algorithm 3.5: brackets a point where the strong Wolfe conditions hold, and closes in on it. */
        private Point search(double[] direction, double slope, double first) {
            Point start = new Point(0, p, value, gradient, slope);
            Point before = start;
            double t = first;
            for (int trial = 0; trial < MOST_TRIALS; trial++) {
                Point at = at(direction, t);
                if (!(at.value <= value + SUFFICIENT * t * slope) || (trial > 0 && at.value >= before.value)) {
                    return zoom(direction, slope, before, at);
                }
                if (Math.abs(at.slope) <= -CURVATURE * slope) {
                    return at;
                }
                if (at.slope >= 0) {
                    return zoom(direction, slope, at, before);
                }
                before = at;
                t *= 2;
            }
            return before;
        }

        /** Algorithm 3.6: {@code low} satisfies the condition of sufficient decrease, a solution lies between the two. */
        private Point zoom(double[] direction, double slope, Point from, Point to) {
            Point low = from;
            Point high = to;
            for (int trial = 0; trial < MOST_TRIALS; trial++) {
                Point at = at(direction, between(low, high));
                if (!(at.value <= value + SUFFICIENT * at.t * slope) || at.value >= low.value) {
                    high = at;
                } else {
                    if (Math.abs(at.slope) <= -CURVATURE * slope) {
                        return at;
                    }
                    if (at.slope * (high.t - low.t) >= 0) {
                        high = low;
                    }
                    low = at;
                }
                if (Math.abs(high.t - low.t) <= 1e-12 * Math.max(1, low.t)) {
                    break;
                }
            }
            return low;
        }

        /** The minimum of the parabola through both values and the lower one's slope, kept away from the ends. */
        private static double between(Point low, Point high) {
            double width = high.t - low.t;
            double curvature = high.value - low.value - low.slope * width;
            double t = low.t - low.slope * width * width / (2 * curvature);
            double near = low.t + 0.1 * width;
            double far = low.t + 0.9 * width;
            return t >= Math.min(near, far) && t <= Math.max(near, far) ? t : low.t + width / 2;
        }

        private Point at(double[] direction, double t) {
            double[] there = p.clone();
            add(there, t, direction);
            double[] slopeThere = new double[p.length];
            double v = objective.gradient(there, slopeThere);
            return new Point(
                    t, there, Double.isFinite(v) ? v : Double.MAX_VALUE, slopeThere, dot(slopeThere, direction));
        }

        @Override
        public double[] parameters() {
            return p.clone();
        }

        @Override
        public double loss() {
            return value;
        }

        @Override
        public double[] state() {
            int n = p.length;
            double[] state = new double[SCALARS + n * (2 + 2 * pairs.size())];
            state[0] = value;
            state[1] = small;
            int at = put(gradient, state, put(p, state, SCALARS));
            for (Pair pair : pairs) {
                at = put(pair.y, state, put(pair.s, state, at));
            }
            return state;
        }

        private static int put(double[] block, double[] state, int at) {
            System.arraycopy(block, 0, state, at, block.length);
            return at + block.length;
        }

        @Override
        public void restore(double[] state) {
            int n = p.length;
            int blocks = (state.length - SCALARS) / n;
            if (state.length != SCALARS + n * blocks || blocks < 2 || blocks % 2 != 0) {
                throw new IllegalArgumentException(
                        "L-BFGS: a state of 2 + " + n + "·(2 + 2·pairs) numbers required, got " + state.length);
            }
            value = state[0];
            small = (int) state[1];
            pairs.clear();
            p = Arrays.copyOfRange(state, SCALARS, SCALARS + n);
            gradient = Arrays.copyOfRange(state, SCALARS + n, SCALARS + 2 * n);
            for (int b = 2; b < blocks; b += 2) {
                int at = SCALARS + b * n;
                pairs.addLast(
                        new Pair(Arrays.copyOfRange(state, at, at + n), Arrays.copyOfRange(state, at + n, at + 2 * n)));
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }
}
