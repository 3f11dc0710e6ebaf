package org.kan4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.ResidentEngine;
import org.kan4j.kernel.TreeSum;
import org.kan4j.network.Kan;

/** Rows in this process. */
final class LocalRows implements Rows {
    private final Engine engine;
    private final Loss loss;
    private final Batch batch;
    private final List<Batch> chunks;

    /**
     * Rows.
     *
     * @param engine computes
     * @param loss of a row
     * @param batch all of them
     */
    LocalRows(Engine engine, Loss loss, Batch batch) {
        this.engine = engine;
        this.loss = loss;
        this.batch = batch;
        this.chunks = engine instanceof ResidentEngine ? List.of(batch) : chunks(batch);
    }

    /** The rows of each chunk; a device takes all at once. */
    private static List<Batch> chunks(Batch batch) {
        if (batch.rows() <= TreeSum.ROWS) {
            return List.of(batch);
        }
        List<Batch> chunks = new ArrayList<>();
        for (int from = 0; from < batch.rows(); from += TreeSum.ROWS) {
            int to = Math.min(batch.rows(), from + TreeSum.ROWS);
            chunks.add(batch.subset(IntStream.range(from, to).toArray()));
        }
        return chunks;
    }

    /** Whether there is one chunk, so that its sum is all. */
    boolean single() {
        return chunks.size() == 1;
    }

    @Override
    public Batch batch() {
        return batch;
    }

    @Override
    public long rows() {
        return batch.rows();
    }

    @Override
    public int in() {
        return batch.in();
    }

    @Override
    public int targets() {
        return batch.targets();
    }

    @Override
    public double totalWeight() {
        TreeSum sum = new TreeSum();
        for (int c = 0; c < chunks.size(); c++) {
            sum.add(new TreeSum.Node(0, c, new double[] {chunks.get(c).totalWeight()}));
        }
        return sum.total(1)[0];
    }

    @Override
    public Batch thinned(int most) {
        return batch.thinned(most);
    }

    @Override
    public double[] sum(RowSum what, Kan kan) {
        TreeSum sum = new TreeSum();
        for (int c = 0; c < chunks.size() && batch.rows() > 0; c++) {
            sum.add(new TreeSum.Node(0, c, what.of(engine, loss, kan, chunks.get(c))));
        }
        return sum.total(what.length(kan));
    }
}
