package org.kan4j.bench;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Counts of parameters and of floating-point operations; a multiplication or an addition is one operation. */
final class Arithmetic {
    /** What KANbeFair counts for a SiLU. */
    private static final int SILU = 5;

    /** A gradient pass does the products of a forward pass three times: outputs, gradient by parameters, by inputs. */
    static final int PASSES = 3;

    private Arithmetic() {}

    /** Parameters of a KAN: G + k coefficients and a base weight for each edge. */
    static double kanParameters(int[] widths, int intervals, int order) {
        return edges(widths) * (intervals + order + 1);
    }

    /** Parameters of an MLP: weights and biases. */
    static double mlpParameters(int[] widths) {
        return new Mlp(widths, true).parameters();
    }

    /**
     * Useful operations of a KAN's outputs for one row: k + 1 basis functions are not 0, so that an edge is k + 1
     * multiplications and additions and one more for its base. Evaluating basis functions and SiLU is overhead, like that of
     * SiLU in an MLP.
     */
    static double kanForward(int[] widths, int order) {
        return edges(widths) * 2 * (order + 2);
    }

    /** Useful operations of an MLP's outputs for one row: a multiplication and an addition for each weight. */
    static double mlpForward(int[] widths) {
        return edges(widths) * 2;
    }

    /**
     * Operations of a KAN's outputs for one row as KANbeFair (arXiv:2407.16674) counts its KANs: every edge evaluates the whole
     * basis by the recursion of de Boor and Cox.
     */
    static double kanBeFairByEdge(int[] widths, int intervals, int order) {
        double count = 0;
        for (int l = 0; l + 1 < widths.length; l++) {
            double edges = (double) widths[l] * widths[l + 1];
            count += edges * (spline(intervals, order) + 2) + SILU * widths[l] + 2 * edges;
        }
        return count;
    }

    /**
     * Multiply-adds with splines counted as KANbeFair counts those of its B-spline MLP, once for each node: here a node's basis is
     * evaluated once and shared by the edges that leave it, each of which then adds G + k terms.
     */
    static double kanBeFairByNode(int[] widths, int intervals, int order) {
        double count = 0;
        for (int l = 0; l + 1 < widths.length; l++) {
            double edges = (double) widths[l] * widths[l + 1];
            count += widths[l] * (spline(intervals, order) + SILU) + 2 * edges * (intervals + order + 1);
        }
        return count;
    }

    /** One spline by de Boor and Cox on the whole grid, in KANbeFair's formula. */
    private static double spline(int intervals, int order) {
        return 9 * order * (intervals + 1.5 * order) + 2 * intervals - 2.5 * order - 1;
    }

    private static double edges(int[] widths) {
        double edges = 0;
        for (int l = 0; l + 1 < widths.length; l++) {
            edges += (double) widths[l] * widths[l + 1];
        }
        return edges;
    }

    /**
     * The MLP whose count comes closest to a target: inputs, outputs and depth of a KAN, at least one hidden layer, all hidden
     * layers of one width.
     */
    static int[] closestMlp(int[] widths, double target, ToDoubleFunction<int[]> count) {
        int[] best = hidden(widths, 1);
        int high = 1;
        while (count.applyAsDouble(hidden(widths, high)) < target) {
            high *= 2;
        }
        for (int h = Math.max(1, high / 2); h <= high; h++) {
            int[] candidate = hidden(widths, h);
            if (Math.abs(count.applyAsDouble(candidate) - target) < Math.abs(count.applyAsDouble(best) - target)) {
                best = candidate;
            }
        }
        return best;
    }

    private static int[] hidden(int[] widths, int h) {
        int[] result = new int[Math.max(3, widths.length)];
        Arrays.fill(result, h);
        result[0] = widths[0];
        result[result.length - 1] = widths[widths.length - 1];
        return result;
    }
}
