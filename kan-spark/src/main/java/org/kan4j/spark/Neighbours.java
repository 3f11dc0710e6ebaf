package org.kan4j.spark;

import java.util.stream.LongStream;
import org.apache.spark.Partitioner;

/**
 * Partitions of neighbouring chunks, for each part: one for each core, since each costs a task in every step. They begin at multiples of an
 * eighth of their size or less, a power of two, so that few branches of the tree of sums are cut, and as few sums travel to the driver.
 */
final class Neighbours extends Partitioner {
    private static final long serialVersionUID = 1;

    /** Chunks of a partition at the most: 700 MB of ten features and a label. */
    private static final int MOST = 1024;

    private static final int UNITS = 8;

    private final int parts;
    private final int partitions;
    private final long[] unit;
    private final long[] units;

    /**
     * Partitions.
     *
     * @param cores that tasks run on at once
     * @param chunks of each part; the number of a chunk times their count, plus its part, is its key
     */
    Neighbours(int cores, long... chunks) {
        long most = LongStream.of(chunks).max().orElse(0);
        this.parts = chunks.length;
        this.partitions = (int) Math.max(1, Math.max(Math.min(cores, most), (most + MOST - 1) / MOST));
        this.unit = LongStream.of(chunks)
                .map(count -> Math.max(1, Long.highestOneBit(count / partitions / UNITS)))
                .toArray();
        this.units = new long[parts];
        for (int part = 0; part < parts; part++) {
            units[part] = Math.max(1, (chunks[part] + unit[part] - 1) / unit[part]);
        }
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    public int getPartition(Object key) {
        long number = (Long) key;
        int part = (int) (number % parts);
        return (int) (number / parts / unit[part] * partitions / units[part]);
    }
}
