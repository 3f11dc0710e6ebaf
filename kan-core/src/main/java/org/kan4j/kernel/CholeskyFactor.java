package org.kan4j.kernel;

import java.util.Arrays;

/** L of A = Lᵀ·L in the lower triangle of an array; what is above it is of no use. */
final class CholeskyFactor {
    /** [n, stride] */
    final double[] entries;

    final int stride;
    private final int n;
    private final double[] right;

    CholeskyFactor(int n, int stride) {
        this.entries = new double[Math.multiplyExact(stride, stride)];
        this.stride = stride;
        this.n = n;
        this.right = new double[n];
    }

    /** Solves A·x = b in place. */
    void solve(double[] b) {
        for (int i = n - 1; i >= 0; i--) {
            eliminate(b, i);
        }
        for (int i = 0; i < n; i++) {
            int row = i * stride;
            double sum = b[i];
            for (int j = 0; j < i; j++) {
                sum -= entries[row + j] * b[j];
            }
            b[i] = sum / entries[row + i];
        }
    }

    /** vᵀ·A⁻¹·v = ‖L⁻ᵀ·v‖². */
    double inverse(int[] places, double[] values) {
        int last = places.length - 1;
        Arrays.fill(right, 0, places[last] + 1, 0);
        for (int i = 0; i <= last; i++) {
            right[places[i]] = values[i];
        }
        double sum = 0;
        for (int i = places[last]; i >= 0; i--) {
            double y = eliminate(right, i);
            sum += y * y;
        }
        return sum;
    }

    /** One step of the solution of Lᵀ·y = b, from the last row on. */
    private double eliminate(double[] b, int i) {
        int row = i * stride;
        double y = b[i] / entries[row + i];
        b[i] = y;
        for (int j = 0; j < i; j++) {
            b[j] -= entries[row + j] * y;
        }
        return y;
    }
}
