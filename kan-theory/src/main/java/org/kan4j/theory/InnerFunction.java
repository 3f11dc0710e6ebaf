package org.kan4j.theory;

/**
 * An inner function of the representation of Kolmogorov and Arnold as Sprecher and Köppen construct it (Braun and Griebel, On a constructive proof of
 * Kolmogorov's superposition theorem, Constructive Approximation 30, 2009), to a number of digits: continuous and strictly increasing from 0 to 1 over [0, 1],
 * and so rough that almost all of its growth is on few, tiny intervals. With it a sum over q of outer functions of Σ_p λ_p·ψ(x_p + q·a) is any continuous
 * function of n variables.
 */
final class InnerFunction {
    private final int variables;
    private final int radix;
    private final int digits;

    /**
     * The function for a number of variables.
     *
     * @param variables n ≥ 2
     * @param radix γ ≥ 2n + 2
     * @param digits of x, in base γ, ≥ 1
     */
    InnerFunction(int variables, int radix, int digits) {
        this.variables = variables;
        this.radix = radix;
        this.digits = digits;
    }

    /** ψ at a number between 0 and 1, whose digits beyond the last are cut off. */
    double value(double x) {
        return value((long) Math.floor(Math.min(1, Math.max(0, x)) * Math.pow(radix, digits)), digits);
    }

    /** ψ_k at number·γ^−k. */
    private double value(long number, int k) {
        if (k == 1) {
            return (double) number / radix;
        }
        long digit = Math.floorMod(number, (long) radix);
        if (digit < radix - 1) {
            return value((number - digit) / radix, k - 1) + digit / Math.pow(radix, exponent(k));
        }
        return (value(number - 1, k) + value((number + 1) / radix, k - 1)) / 2;
    }

    /** β(k) = (n^k − 1)/(n − 1). */
    private double exponent(int k) {
        return (Math.pow(variables, k) - 1) / (variables - 1);
    }
}
