package org.kan4j.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.kan4j.kernel.TreeSum;
import org.kan4j.train.Split;

/**
 * Which rows are fitted, judge, or are held back, and where each is in its part.
 *
 * @param parts [rows] the part of each row; of length 0 where marks in the rows tell
 * @param firstRows [partitions] number of the first row of each
 * @param firstPlaces [partitions][3] its first place in each part
 * @param counts [3] rows of each part
 */
record Placement(byte[] parts, long[] firstRows, long[][] firstPlaces, long[] counts) implements Serializable {
    /** Rows that are fitted. */
    static final int TRAIN = 0;
    /** Rows that judge. */
    static final int JUDGES = 1;
    /** Rows that are held back. */
    static final int TEST = 2;

    private static final int PARTS = 3;

    /**
     * What tells equal rows from others: 128 bits of their features.
     *
     * @param one 64 of them
     * @param two the others
     */
    private record Key(long one, long two) implements Serializable {
        static Key of(double[] x, int from, int to) {
            long one = 0x9E3779B97F4A7C15L;
            long two = 0xC2B2AE3D27D4EB4FL;
            for (int i = from; i < to; i++) {
                long bits = Double.doubleToLongBits(x[i]);
                one = mix(one ^ bits);
                two = mix(two + Long.rotateLeft(bits, 23)) + i - from;
            }
            return new Key(one, two);
        }

        /** The finaliser of MurmurHash3 (Appleby). */
        private static long mix(long value) {
            long v = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
            v = (v ^ v >>> 33) * 0xC4CEB9FE1A85EC53L;
            return v ^ v >>> 33;
        }
    }

    /**
     * What the split needs of a block.
     *
     * @param keys [rows]
     * @param y [rows] classes; of length 0 for numbers
     */
    private record Keys(Key[] keys, double[] y) implements Serializable {}

    /**
     * Places the rows: those that are marked judge and all others are fitted; without marks a fifth is held back, as {@link Split} does.
     *
     * @param table the rows
     * @param labels whether these are classes
     * @param seed of the split
     */
    static Placement of(TrainingTable table, boolean labels, long seed) {
        return table.marked() ? marked(table) : split(table, labels, seed);
    }

    private static Placement marked(TrainingTable table) {
        long[] rows = table.rowsOfPartitions();
        long[] judging = table.judgingOfPartitions();
        long[][] places = new long[rows.length][PARTS];
        long[] counts = new long[PARTS];
        for (int p = 0; p < rows.length; p++) {
            places[p] = counts.clone();
            counts[TRAIN] += rows[p] - judging[p];
            counts[JUDGES] += judging[p];
        }
        return new Placement(new byte[0], starts(rows), places, counts);
    }

    private static long[] starts(long[] rows) {
        long[] starts = new long[rows.length];
        for (int p = 1; p < rows.length; p++) {
            starts[p] = starts[p - 1] + rows[p - 1];
        }
        return starts;
    }

    private static Placement split(TrainingTable table, boolean labels, long seed) {
        int[] places = new int[Math.toIntExact(table.rows())];
        double[] classes = new double[labels ? places.length : 0];
        Map<Key, Integer> known = new HashMap<>();
        int row = 0;
        for (Keys block : table.blocks().map(block -> keys(block, labels)).collect()) {
            for (int r = 0; r < block.keys.length; r++) {
                places[row] = known.computeIfAbsent(block.keys[r], k -> known.size());
                if (labels) {
                    classes[row] = block.y[r];
                }
                row++;
            }
        }
        Split split = Split.of(places, classes, seed);
        byte[] parts = new byte[places.length];
        Arrays.stream(split.validation()).forEach(r -> parts[r] = JUDGES);
        Arrays.stream(split.test()).forEach(r -> parts[r] = TEST);
        long[] rows = table.rowsOfPartitions();
        long[] starts = starts(rows);
        long[][] firstPlaces = new long[rows.length][];
        long[] counts = new long[PARTS];
        for (int p = 0; p < rows.length; p++) {
            firstPlaces[p] = counts.clone();
            for (long r = starts[p]; r < starts[p] + rows[p]; r++) {
                counts[parts[(int) r]]++;
            }
        }
        return new Placement(parts, starts, firstPlaces, counts);
    }

    private static Keys keys(RowBlock block, boolean labels) {
        Key[] keys = new Key[block.rows()];
        for (int r = 0; r < keys.length; r++) {
            keys[r] = Key.of(block.x(), r * block.features(), (r + 1) * block.features());
        }
        return new Keys(keys, labels ? block.y() : new double[0]);
    }

    /** How many chunks a part has. */
    long chunks(int part) {
        return (counts[part] + TreeSum.ROWS - 1) / TreeSum.ROWS;
    }

    /** What a partition has of each chunk. */
    Iterator<Chunk> pieces(int partition, Iterator<RowBlock> blocks, boolean weighted) {
        long[] next = firstPlaces[partition].clone();
        long[] row = {firstRows[partition]};
        Function<RowBlock, Iterator<Chunk>> cut = block -> cut(block, next, row, weighted);
        return new FlatIterator<>(blocks, cut);
    }

    private Iterator<Chunk> cut(RowBlock block, long[] next, long[] row, boolean weighted) {
        int[][] rows = new int[PARTS][block.rows()];
        int[] count = new int[PARTS];
        for (int r = 0; r < block.rows(); r++) {
            int part = parts.length > 0 ? parts[(int) row[0]] : block.judges()[r] ? JUDGES : TRAIN;
            rows[part][count[part]++] = r;
            row[0]++;
        }
        List<Chunk> pieces = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            int from = 0;
            while (from < count[part]) {
                int left = (int) (TreeSum.ROWS - next[part] % TreeSum.ROWS);
                int to = Math.min(count[part], from + left);
                pieces.add(piece(block, Arrays.copyOfRange(rows[part], from, to), part, next[part], weighted));
                next[part] += to - from;
                from = to;
            }
        }
        return pieces.iterator();
    }

    private static Chunk piece(RowBlock block, int[] rows, int part, long first, boolean weighted) {
        int in = block.features();
        double[] x = new double[rows.length * in];
        double[] y = new double[rows.length];
        double[] weights = new double[weighted ? rows.length : 0];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(block.x(), rows[i] * in, x, i * in, in);
            y[i] = block.y()[rows[i]];
            if (weighted) {
                weights[i] = block.weights()[rows[i]];
            }
        }
        return new Chunk(part, first, rows.length, x, y, weights);
    }
}
