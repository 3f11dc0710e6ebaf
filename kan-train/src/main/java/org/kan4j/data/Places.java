package org.kan4j.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Places in a table: rows with equal inputs are at one place, and tell what happens there, not what happens between. */
public final class Places {
    private Places() {}

    /**
     * {@return [rows] the place of each row, numbered from 0 in the order of the rows}
     *
     * @param batch the rows
     */
    public static int[] of(Batch batch) {
        int in = batch.in();
        int[] places = new int[batch.rows()];
        Map<Inputs, Integer> known = new HashMap<>();
        for (int r = 0; r < places.length; r++) {
            Inputs inputs = new Inputs(Arrays.copyOfRange(batch.x(), r * in, (r + 1) * in));
            places[r] = known.computeIfAbsent(inputs, k -> known.size());
        }
        return places;
    }

    /**
     * {@return how many places there are}
     *
     * @param places [rows] the place of each row, from {@link #of}
     */
    public static int count(int[] places) {
        return Arrays.stream(places).max().orElse(-1) + 1;
    }

    private record Inputs(double[] values) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Inputs that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }
}
