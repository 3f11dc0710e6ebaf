package org.kan4j.equations;

/**
 * The order in which the value, the gradient and the second derivatives of a function of several inputs stand in an array: the value, then
 * the first derivatives, then the second ones ∂²/∂x_a∂x_b with a ≤ b, by a and then by b.
 *
 * @param inputs number of inputs, ≥ 1
 */
public record Jet(int inputs) {
    /** {@return how many numbers that are} */
    public int size() {
        return 1 + inputs + inputs * (inputs + 1) / 2;
    }

    /**
     * {@return the place of a first derivative}
     *
     * @param a number of the input
     */
    public int first(int a) {
        return 1 + a;
    }

    /**
     * {@return the place of a second derivative}
     *
     * @param a number of an input
     * @param b number of an input
     */
    public int second(int a, int b) {
        int low = Math.min(a, b);
        int high = Math.max(a, b);
        return 1 + inputs + low * inputs - low * (low - 1) / 2 + high - low;
    }

    /** out = f·g, by the product rule; {@code out} is neither of them. */
    void multiply(double[] f, int f0, double[] g, int g0, double[] out, int o0) {
        out[o0] = f[f0] * g[g0];
        int at = 1 + inputs;
        for (int a = 0; a < inputs; a++) {
            double fa = f[f0 + 1 + a];
            double ga = g[g0 + 1 + a];
            out[o0 + 1 + a] = fa * g[g0] + f[f0] * ga;
            for (int b = a; b < inputs; b++, at++) {
                out[o0 + at] = f[f0 + at] * g[g0] + fa * g[g0 + 1 + b] + f[f0 + 1 + b] * ga + f[f0] * g[g0 + at];
            }
        }
    }

    /** The gradient by the jet of f, from that by the jet of f·g: the transpose of {@link #multiply}. */
    void multiplyBack(double[] s, int s0, double[] g, int g0, double[] out, int o0) {
        double value = s[s0] * g[g0];
        int at = 1 + inputs;
        for (int a = 0; a < inputs; a++) {
            out[o0 + 1 + a] = s[s0 + 1 + a] * g[g0];
            value += s[s0 + 1 + a] * g[g0 + 1 + a];
        }
        for (int a = 0; a < inputs; a++) {
            for (int b = a; b < inputs; b++, at++) {
                double sab = s[s0 + at];
                value += sab * g[g0 + at];
                out[o0 + 1 + a] += sab * g[g0 + 1 + b];
                out[o0 + 1 + b] += sab * g[g0 + 1 + a];
                out[o0 + at] = sab * g[g0];
            }
        }
        out[o0] = value;
    }
}
