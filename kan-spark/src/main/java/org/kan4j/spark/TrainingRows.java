package org.kan4j.spark;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.data.Dataset;

/**
 * All rows of a small table, and what they are called.
 *
 * @param block the rows
 * @param names of the features
 * @param label name of the label
 * @param weighted whether weights were given
 * @param classes names of the classes; empty for numbers
 */
record TrainingRows(RowBlock block, List<String> names, String label, boolean weighted, List<String> classes)
        implements Serializable {

    /** The rows as kan-train takes them. */
    Dataset dataset() {
        return new Dataset(
                block.x(),
                block.y(),
                weighted ? block.weights() : new double[0],
                false,
                block.rows(),
                names,
                List.of(label),
                classes,
                IntStream.range(0, block.rows()).toArray(),
                List.of());
    }

    /** The places of the rows that judge, or of all others. */
    int[] marked(boolean judging) {
        return IntStream.range(0, block.rows())
                .filter(r -> block.judges()[r] == judging)
                .toArray();
    }
}
