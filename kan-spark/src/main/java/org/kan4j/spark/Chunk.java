package org.kan4j.spark;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.kan4j.data.Batch;

/**
 * Neighbouring rows of a part: of a chunk as sums are taken over, or of what one partition has of it.
 *
 * @param part see {@link Placement}
 * @param first place of the first row in the part
 * @param rows how many
 * @param x [rows, features]
 * @param y [rows] labels
 * @param weights [rows] what each counts; of length 0 where all count once
 */
record Chunk(int part, long first, int rows, double[] x, double[] y, double[] weights) implements Serializable {
    /** Joins what partitions have of a chunk. */
    static Chunk joined(Iterable<Chunk> pieces) {
        List<Chunk> sorted = StreamSupport.stream(pieces.spliterator(), false)
                .sorted(Comparator.comparingLong(Chunk::first))
                .toList();
        if (sorted.size() == 1) {
            return sorted.get(0);
        }
        Chunk begin = sorted.get(0);
        int rows = sorted.stream().mapToInt(Chunk::rows).sum();
        double[] x = new double[rows * (begin.x.length / begin.rows)];
        double[] y = new double[rows];
        double[] weights = new double[begin.weights.length == 0 ? 0 : rows];
        int at = 0;
        for (Chunk piece : sorted) {
            System.arraycopy(piece.x, 0, x, at * (x.length / rows), piece.x.length);
            System.arraycopy(piece.y, 0, y, at, piece.rows);
            System.arraycopy(piece.weights, 0, weights, weights.length == 0 ? 0 : at, piece.weights.length);
            at += piece.rows;
        }
        return new Chunk(begin.part, begin.first, rows, x, y, weights);
    }

    /** The rows in a network's units. */
    Chunk normalized(Units units) {
        return new Chunk(
                part,
                first,
                rows,
                units.inputs().apply(x, rows),
                units.targets().apply(y, rows),
                weights);
    }

    Batch batch() {
        return new Batch(x, y, weights, rows);
    }
}
