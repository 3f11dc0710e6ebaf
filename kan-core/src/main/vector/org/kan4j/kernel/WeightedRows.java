package org.kan4j.kernel;

import java.util.Arrays;

/**
 * The rows of coefficients that the samples of a bucket touch: Σ_j B_j·c_j over the bucket's functions, and the base. Where the functions sum to
 * one it is taken as c_0 + Σ_j B_j·(c_j − c_0), which is a multiplication less; c_0 is a row of zeros elsewhere. Rows form groups of equal size, of
 * which all but the last are taken less c_0.
 */
final class WeightedRows {
    /** Rows of weights of a bucket: functions, zeros, the base, and zeros up to whole groups. */
    final int weights;

    /** Row of weights of the base. */
    final int base;

    /** Functions that have weights; those up to {@code base} are zeros. */
    final int terms;

    /** [buckets] number of the row c_0. Row 0 is zeros; the input's rows follow it. */
    final int[] constants;

    /** [buckets, weights] likewise the rows; any where the weight is zero. */
    final int[] rows;

    /** [buckets, terms, powers] the functions' polynomials. */
    final double[] polynomials;

    /**
     * The rows of one input.
     *
     * @param group rows in a group
     * @param functions functions in a bucket
     * @param baseRow the base's row, or −1
     * @param first [buckets] a bucket's first function
     * @param whole [buckets] whether its functions sum to one; where they do not, the first or the last is zero
     * @param all [buckets, functions, powers] the functions' polynomials; empty where they are none
     */
    WeightedRows(int group, int functions, int baseRow, int[] first, boolean[] whole, double[] all) {
        // One function alone is constant, and keeps its weight, which is not a number where x is none.
        boolean less = all.length > 0 && functions > 1 && functions <= group;
        int buckets = first.length;
        int powers = all.length / (buckets * functions);
        terms = less ? functions - 1 : functions;
        base = Math.max(group - 1, terms);
        weights = (Math.max(terms, baseRow < 0 ? 1 : base + 1) + group - 1) / group * group;
        constants = new int[buckets];
        rows = new int[buckets * weights];
        polynomials = new double[buckets * terms * powers];
        for (int b = 0; b < buckets; b++) {
            constants[b] = less && whole[b] ? first[b] + 1 : 0;
            int from = b * functions * powers;
            boolean skip = less && (whole[b] || isZero(all, from, powers));
            int begin = skip ? 1 : 0;
            System.arraycopy(all, from + begin * powers, polynomials, b * terms * powers, terms * powers);
            Arrays.fill(rows, b * weights, (b + 1) * weights, first[b] + 1);
            for (int w = 0; w < terms; w++) {
                rows[b * weights + w] = first[b] + begin + w + 1;
            }
            if (baseRow >= 0) {
                rows[b * weights + base] = baseRow + 1;
            }
        }
    }

    private static boolean isZero(double[] numbers, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (numbers[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
