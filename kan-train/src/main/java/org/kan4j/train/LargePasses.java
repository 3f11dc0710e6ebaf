package org.kan4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.kan4j.data.Batch;
import org.kan4j.data.LargeDataset;
import org.kan4j.data.LargeDataset.Part;
import org.kan4j.data.LargeDataset.Range;
import org.kan4j.model.KanModel;

/**
 * Passes through rows on disk. Blocks of neighbouring rows are read in a random order, some dozens of them at a time, whose rows
 * are shuffled together: a mini-batch then holds rows from all over the table, and no row is read on its own.
 */
final class LargePasses implements Passes {
    private static final int BLOCK_NUMBERS = 1 << 15;
    private static final int POOL_NUMBERS = 1 << 21;

    private final LargeDataset data;
    private final KanModel units;
    private final int blocks;
    private final int pools;

    /**
     * Passes.
     *
     * @param data the rows, of which those to fit are gone through
     * @param units of the network
     */
    LargePasses(LargeDataset data, KanModel units) {
        this.data = data;
        this.units = units;
        long numbers = data.rows(Part.TRAIN) * data.columns();
        this.blocks = (int) Math.min(data.rows(Part.TRAIN), 1 + numbers / BLOCK_NUMBERS);
        this.pools = 1 + (int) (numbers / POOL_NUMBERS);
    }

    /** Neighbouring rows of a part that are in memory at once where all are gone through in their order. */
    static List<Range> ranges(LargeDataset data, Part part) {
        long rows = data.rows(part);
        int most = Math.max(1, POOL_NUMBERS / data.columns());
        List<Range> ranges = new ArrayList<>();
        for (long first = 0; first < rows; first += most) {
            ranges.add(new Range(first, (int) Math.min(most, rows - first)));
        }
        return ranges;
    }

    @Override
    public int batches(int batchRows) {
        return (int) Math.max(pools, (data.rows(Part.TRAIN) + batchRows - 1) / batchRows);
    }

    @Override
    public double totalWeight() {
        return data.trainWeight();
    }

    @Override
    public String description() {
        return " on " + data.rows() + " rows with checksum " + data.checksum();
    }

    @Override
    public void pass(long seed, int batches, Receiver receiver) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = Split.shuffled(blocks, random.nextLong());
        for (int pool = 0; pool < pools; pool++) {
            List<Range> ranges = new ArrayList<>();
            for (int b = Passes.share(blocks, pool, pools); b < Passes.share(blocks, pool + 1, pools); b++) {
                long first = data.rows(Part.TRAIN) * order[b] / blocks;
                ranges.add(new Range(first, (int) (data.rows(Part.TRAIN) * (order[b] + 1) / blocks - first)));
            }
            Batch rows = Batch.of(data.rows(Part.TRAIN, ranges)).normalized(units);
            int begin = Passes.share(batches, pool, pools);
            Passes.cut(rows, random.nextLong(), begin, Passes.share(batches, pool + 1, pools) - begin, receiver);
        }
    }
}
