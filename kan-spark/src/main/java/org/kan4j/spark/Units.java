package org.kan4j.spark;

import java.io.Serializable;
import java.util.Arrays;
import org.kan4j.model.Normalization;

/**
 * The units of a network's rows, as they travel.
 *
 * @param shifts [features + 1] of the features and of the label
 * @param scales [features + 1]
 */
record Units(double[] shifts, double[] scales) implements Serializable {
    /** Of these maps. */
    static Units of(Normalization inputs, Normalization targets) {
        int in = inputs.columns();
        double[] shifts = new double[in + 1];
        double[] scales = new double[in + 1];
        for (int i = 0; i <= in; i++) {
            Normalization map = i < in ? inputs : targets;
            shifts[i] = map.shift(i < in ? i : 0);
            scales[i] = map.scale(i < in ? i : 0);
        }
        return new Units(shifts, scales);
    }

    /** Of the features. */
    Normalization inputs() {
        int in = shifts.length - 1;
        return new Normalization(Arrays.copyOf(shifts, in), Arrays.copyOf(scales, in));
    }

    /** Of the label. */
    Normalization targets() {
        int in = shifts.length - 1;
        return new Normalization(new double[] {shifts[in]}, new double[] {scales[in]});
    }
}
