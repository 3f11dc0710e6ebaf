package org.kan4j.equations;

import java.util.SplittableRandom;

/**
 * Unknowns as expansions, and constants.
 *
 * @param tensor the bases
 * @param c coefficients, then constants
 */
@SuppressWarnings("ArrayRecordComponent")
record Expansion(Tensor tensor, double[] c) {
    private static final int LAST = 3;

    /** Values of all unknowns at points, [points, unknowns]. */
    double[] values(double[] x) {
        Tensor.Points points = tensor.new Points(x);
        int size = tensor.jet.size();
        double[] jets = new double[tensor.unknowns * size];
        double[] out = new double[points.count * tensor.unknowns];
        for (int p = 0; p < points.count; p++) {
            points.jets(c, p, jets);
            for (int k = 0; k < tensor.unknowns; k++) {
                out[p * tensor.unknowns + k] = jets[k * size];
            }
        }
        return out;
    }

    /** The largest of the last coefficients along an input, as a share of the largest of all of an unknown. */
    double tail(int input) {
        double most = 0;
        int size = tensor.bases[input].size();
        for (int k = 0; k < tensor.unknowns; k++) {
            double all = Double.MIN_NORMAL;
            double last = 0;
            for (int i = 0; i < tensor.outerSize; i++) {
                for (int j = 0; j < tensor.innerSize; j++) {
                    double v = Math.abs(c[(i * tensor.unknowns + k) * tensor.innerSize + j]);
                    all = Math.max(all, v);
                    if ((input == tensor.outer ? i : j) >= size - LAST) {
                        last = Math.max(last, v);
                    }
                }
            }
            most = Math.max(most, last / all);
        }
        return most;
    }

    /** These unknowns on larger bases of the same families, whose further functions get zeros. */
    Expansion on(Tensor larger) {
        double[] moved = new double[larger.size() + c.length - tensor.size()];
        for (int i = 0; i < tensor.outerSize; i++) {
            for (int k = 0; k < tensor.unknowns; k++) {
                for (int j = 0; j < tensor.innerSize; j++) {
                    int to = larger.outer == tensor.outer
                            ? (i * tensor.unknowns + k) * larger.innerSize + j
                            : (j * tensor.unknowns + k) * larger.innerSize + i;
                    moved[to] = c[(i * tensor.unknowns + k) * tensor.innerSize + j];
                }
            }
        }
        System.arraycopy(c, tensor.size(), moved, larger.size(), c.length - tensor.size());
        return new Expansion(larger, moved);
    }

    /** Random points of a domain, [count, inputs]. */
    static double[] fresh(Problem problem, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[count * problem.inputs()];
        for (int at = 0; at < x.length; at++) {
            Problem.Range range = problem.domain().get(at % problem.inputs());
            x[at] = range.lo() + random.nextDouble() * range.length();
        }
        return x;
    }

    /** The largest over the unknowns of the relative distance of values, [points, unknowns]. */
    static double distance(double[] a, double[] b, int unknowns) {
        double most = 0;
        for (int k = 0; k < unknowns; k++) {
            double difference = 0;
            double size = 0;
            for (int at = k; at < a.length; at += unknowns) {
                difference += (a[at] - b[at]) * (a[at] - b[at]);
                size += b[at] * b[at];
            }
            most = Math.max(most, Math.sqrt(difference / Math.max(size, Double.MIN_NORMAL)));
        }
        return most;
    }
}
