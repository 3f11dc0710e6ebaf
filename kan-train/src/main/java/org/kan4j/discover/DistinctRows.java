package org.kan4j.discover;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.data.Places;

/** Rows that each tell something: without those that count nothing, and each once in a table of copies. */
final class DistinctRows {
    private DistinctRows() {}

    /**
     * The rows to search on. Where rows with equal inputs never differ in the target, they are taken for copies: measured again, the target
     * would differ a little, or its law has no noise, and then a copy tells nothing either.
     *
     * @param notes told what was left out
     */
    static Dataset of(Dataset data, List<String> notes) {
        Dataset counted = counted(data, notes);
        int[] places = Places.of(Batch.of(counted));
        int[] first = firstRows(places);
        for (int r = 0; r < places.length; r++) {
            if (counted.y()[r] != counted.y()[first[places[r]]] || counted.weights().length > 0) {
                return counted;
            }
        }
        if (first.length < counted.rows()) {
            notes.add(counted.rows() - first.length + " of " + counted.rows()
                    + " rows are copies of others; each is used once");
            return counted.subset(first);
        }
        return counted;
    }

    private static Dataset counted(Dataset data, List<String> notes) {
        int[] rows = IntStream.range(0, data.rows())
                .filter(r -> data.weights().length == 0 || data.weights()[r] > 0)
                .toArray();
        if (rows.length < data.rows()) {
            notes.add(data.rows() - rows.length + " of " + data.rows() + " rows have weight 0 and are not used");
            return data.subset(rows);
        }
        return data;
    }

    private static int[] firstRows(int[] places) {
        Set<Integer> seen = new HashSet<>();
        return IntStream.range(0, places.length).filter(r -> seen.add(places[r])).toArray();
    }
}
