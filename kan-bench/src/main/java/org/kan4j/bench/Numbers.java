package org.kan4j.bench;

import java.util.SplittableRandom;

/** Conversions that let float32 sources be made from float64 ones. */
final class Numbers {
    private Numbers() {}

    /** A constant in float64. */
    static double toDouble(double value) {
        return value;
    }

    /** A constant in float32. */
    static float toFloat(double value) {
        return (float) value;
    }

    /** Each number in float64. */
    static double[] widened(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    /** A copy. */
    static double[] widened(double[] values) {
        return values.clone();
    }

    /** Copies all of one array into another. */
    static void copy(double[] from, double[] to) {
        System.arraycopy(from, 0, to, 0, from.length);
    }

    /** Copies all of one array into another, rounded to float32. */
    static void copy(double[] from, float[] to) {
        for (int i = 0; i < from.length; i++) {
            to[i] = (float) from[i];
        }
    }

    /** Numbers uniform in [−bound, bound], representable in float32, so that both precisions see the same. */
    static double[] uniform(long seed, int count, double bound) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] result = new double[count];
        for (int i = 0; i < count; i++) {
            result[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        return result;
    }

    /** The inputs of a batch of the ring, [rows, in]. */
    static double[] inputs(int batch, int rows, int in) {
        return uniform(1000 + batch, Math.multiplyExact(rows, in), 1);
    }
}
