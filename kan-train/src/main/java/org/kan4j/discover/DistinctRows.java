package org.kan4j.discover;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.data.Places;
import org.kan4j.train.Split;

/** Rows that each tell something: without those that count nothing, and each once in a table of copies. */
final class DistinctRows {
    private DistinctRows() {}

    /**
     * The rows that count.
     *
     * @param notes told what was left out
     */
    static Dataset counted(Dataset data, List<String> notes) {
        int[] rows = IntStream.range(0, data.rows())
                .filter(r -> data.weights().length == 0 || data.weights()[r] > 0)
                .toArray();
        if (rows.length < data.rows()) {
            notes.add(data.rows() - rows.length + " of " + data.rows() + " rows have weight 0 and are not used");
            return data.subset(rows);
        }
        return data;
    }

    /**
     * A split that fits and judges by each row once, where rows with equal inputs never differ in the target: they are taken for copies.
     * Measured again, the target would differ a little, or its law has no noise, and then a copy tells nothing either.
     *
     * @param notes told how many there are
     */
    static Split once(Dataset data, Split split, List<String> notes) {
        if (data.weights().length > 0) {
            return split;
        }
        int[] places = Places.of(Batch.of(data));
        Map<Integer, Integer> first = new HashMap<>();
        int copies = 0;
        for (int[] part : List.of(split.train(), split.validation())) {
            for (int r : part) {
                int before = first.computeIfAbsent(places[r], place -> r);
                copies += before == r ? 0 : 1;
                if (data.y()[before] != data.y()[r]) {
                    return split;
                }
            }
        }
        if (copies == 0) {
            return split;
        }
        notes.add(copies + " rows are copies of others; each row is fitted once");
        return new Split(kept(split.train(), places, first), kept(split.validation(), places, first), split.test());
    }

    private static int[] kept(int[] rows, int[] places, Map<Integer, Integer> first) {
        return IntStream.of(rows)
                .filter(r -> Integer.valueOf(r).equals(first.get(places[r])))
                .toArray();
    }
}
