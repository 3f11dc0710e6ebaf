package org.kan4j.bench;

/**
 * The results of a gradient pass.
 *
 * @param y [rows, out] outputs
 * @param dp [parameters] gradient of the loss by the parameters
 * @param dx [rows, in] gradient of the loss by the inputs
 */
record Result(double[] y, double[] dp, double[] dx) {
    /** A result from float32 numbers. */
    static Result of(float[] y, float[] dp, float[] dx) {
        return new Result(Numbers.widened(y), Numbers.widened(dp), Numbers.widened(dx));
    }

    /** Copies. */
    static Result of(double[] y, double[] dp, double[] dx) {
        return new Result(y.clone(), dp.clone(), dx.clone());
    }

    /**
     * Compares.
     *
     * @param reference what is right
     * @param tolerance of each number, relative to the largest of its kind
     * @throws IllegalStateException if a number differs by more, or is not a number
     */
    void mustAgree(Result reference, double tolerance) {
        mustAgree("outputs", y, reference.y, tolerance);
        mustAgree("gradient by the parameters", dp, reference.dp, tolerance);
        mustAgree("gradient by the inputs", dx, reference.dx, tolerance);
    }

    private static void mustAgree(String what, double[] actual, double[] expected, double tolerance) {
        if (actual.length != expected.length) {
            throw new IllegalStateException(what + ": " + expected.length + " numbers required, got " + actual.length);
        }
        double scale = 0;
        for (double e : expected) {
            scale = Math.max(scale, Math.abs(e));
        }
        for (int i = 0; i < actual.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= tolerance * scale)) {
                throw new IllegalStateException(what + "[" + i + "]: " + expected[i] + " required to "
                        + tolerance * scale + ", got " + actual[i]);
            }
        }
    }
}
