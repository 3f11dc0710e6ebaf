package org.kan4j.kernel;

/**
 * From float64, in which bases and functions are computed, to the kernels' type. The float32 kernels are made from the float64
 * sources, where {@code toDouble} becomes {@code toFloat}.
 */
final class Rounding {
    private Rounding() {}

    static double toDouble(double value) {
        return value;
    }

    static float toFloat(double value) {
        return (float) value;
    }

    static double[] toDouble(double[] values) {
        return values;
    }

    static float[] toFloat(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }
}
