package org.kan4j.spark;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.kan4j.data.Batch;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.TreeSum;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.train.Loss;
import org.kan4j.train.RowSum;
import org.kan4j.train.Rows;

/**
 * A part of the rows, in chunks on the executors. A sum is a job: the parameters travel with its tasks, the network once for all jobs
 * that use it, and what comes back are the branches of the sum that are whole in a partition. A task that is lost is run again by Spark and
 * gives the same.
 */
final class RemoteRows implements Rows, AutoCloseable {
    /** The engine of an executor, for all its tasks: each computes on its own thread. */
    private static final class Executor {
        static final CpuEngine ENGINE = new CpuEngine(1);
    }

    private final JavaSparkContext spark;
    private final JavaRDD<Chunk> chunks;
    private final int part;
    private final long rows;
    private final int in;
    private final boolean labels;
    private final double totalWeight;
    private @Nullable KanNetwork network;
    private @Nullable Broadcast<ModelBytes> sent;

    /**
     * Rows.
     *
     * @param spark runs the jobs
     * @param chunks of all parts, in the network's units, in the order of their places in each partition, and of the partitions
     * @param part which
     * @param rows how many it has
     * @param in number of features
     * @param labels whether labels are classes
     * @param weighted whether rows have weights
     */
    RemoteRows(
            JavaSparkContext spark,
            JavaRDD<Chunk> chunks,
            int part,
            long rows,
            int in,
            boolean labels,
            boolean weighted) {
        this.spark = spark;
        this.chunks = chunks;
        this.part = part;
        this.rows = rows;
        this.in = in;
        this.labels = labels;
        this.totalWeight = weighted
                ? sum(chunks, part, chunk -> new double[] {chunk.batch().totalWeight()}, 1)[0]
                : rows;
    }

    /** What a chunk gives to a sum. */
    interface Share extends java.io.Serializable {
        /** The sum over its rows. */
        double[] of(Chunk chunk);
    }

    /** The sum over the chunks of a part. */
    static double[] sum(JavaRDD<Chunk> chunks, int part, Share share, int length) {
        TreeSum sum = new TreeSum();
        chunks.mapPartitions(own -> branches(own, part, share)).collect().forEach(sum::add);
        return sum.total(length);
    }

    private static Iterator<TreeSum.Node> branches(Iterator<Chunk> chunks, int part, Share share) {
        TreeSum sum = new TreeSum();
        while (chunks.hasNext()) {
            Chunk chunk = chunks.next();
            if (chunk.part() == part) {
                sum.add(new TreeSum.Node(0, chunk.first() / TreeSum.ROWS, share.of(chunk)));
            }
        }
        return sum.nodes().iterator();
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public int in() {
        return in;
    }

    @Override
    public int targets() {
        return 1;
    }

    @Override
    public double totalWeight() {
        return totalWeight;
    }

    @Override
    public Batch thinned(int most) {
        int count = (int) Math.min(most, rows);
        long all = rows;
        int of = part;
        List<Chunk> some = chunks.filter(chunk -> chunk.part() == of)
                .map(chunk -> chosen(chunk, count, all))
                .filter(chunk -> chunk.rows() > 0)
                .collect();
        return some.isEmpty() ? Batch.empty() : Chunk.joined(some).batch();
    }

    /** Those rows of a chunk that are among so many of all: number k is row k · all / count. */
    private static Chunk chosen(Chunk chunk, int count, long all) {
        long from = chunk.first();
        long to = from + chunk.rows();
        int[] rows = IntStream.range(0, count)
                .mapToLong(k -> k * all / count)
                .filter(row -> row >= from && row < to)
                .mapToInt(row -> (int) (row - from))
                .toArray();
        Batch some = chunk.batch().subset(rows);
        return new Chunk(chunk.part(), from, rows.length, some.x(), some.y(), some.weights());
    }

    @Override
    public double[] sum(RowSum what, Kan kan) {
        Broadcast<ModelBytes> model = sent(kan);
        double[] p = kan.parameters();
        boolean classes = labels;
        Share share = chunk -> what.of(
                Executor.ENGINE,
                classes ? Loss.crossEntropy() : Loss.squares(),
                model.value().model().kan().withParameters(p),
                chunk.batch());
        return sum(chunks, part, share, what.length(kan));
    }

    /** The network on the executors; sent when it is another than before. */
    @SuppressWarnings("ReferenceEquality")
    private Broadcast<ModelBytes> sent(Kan kan) {
        Broadcast<ModelBytes> now = sent;
        if (now == null || network != kan.network()) {
            close();
            now = spark.broadcast(ModelBytes.of(bare(kan)));
            sent = now;
            network = kan.network();
        }
        return now;
    }

    /** A network as a model without units. */
    private static KanModel bare(Kan kan) {
        int in = kan.network().in();
        int out = kan.network().out();
        return new KanModel(
                kan, Normalization.identity(in), Normalization.identity(out), names("x", in), names("y", out), "");
    }

    private static List<String> names(String letter, int count) {
        return IntStream.range(0, count).mapToObj(i -> letter + i).toList();
    }

    @Override
    public void close() {
        if (sent != null) {
            sent.destroy();
            sent = null;
        }
    }
}
