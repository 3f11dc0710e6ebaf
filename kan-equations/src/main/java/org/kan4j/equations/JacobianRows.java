package org.kan4j.equations;

import java.util.Arrays;

/** Rows of a Jacobian at equal distances, into which derivatives by parameters are put. */
final class JacobianRows {
    private final int[] slots;
    private final int width;
    private double[] jacobian = {};
    private int start;
    private int stride;

    /**
     * Rows.
     *
     * @param parameters how many the network has
     * @param indices of those that have columns
     */
    JacobianRows(int parameters, int[] indices) {
        this.width = indices.length;
        this.slots = new int[parameters];
        Arrays.fill(slots, -1);
        for (int k = 0; k < width; k++) {
            slots[indices[k]] = k;
        }
    }

    int width() {
        return width;
    }

    /** Rows {@code first}, {@code first + step} … of a Jacobian. */
    void of(double[] jacobian, int first, int step) {
        this.jacobian = jacobian;
        this.start = first * width;
        this.stride = step * width;
    }

    /** The derivative of one row by a parameter. */
    void put(int parameter, int row, double value) {
        int slot = slots[parameter];
        if (slot >= 0) {
            jacobian[start + row * stride + slot] = value;
        }
    }

    /** Derivatives of the first n rows by the same parameter. */
    void put(int parameter, double[] values, int n) {
        int slot = slots[parameter];
        if (slot >= 0) {
            int at = start + slot;
            for (int r = 0; r < n; r++, at += stride) {
                jacobian[at] = values[r];
            }
        }
    }

    /** Derivatives of the first n rows, each by its own parameter, {@code parameters[r] + offset}. */
    void put(int[] parameters, int offset, double[] values, int n) {
        int at = start;
        for (int r = 0; r < n; r++, at += stride) {
            int slot = slots[parameters[r] + offset];
            if (slot >= 0) {
                jacobian[at + slot] = values[r];
            }
        }
    }
}
