package org.kan4j.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.kan4j.data.Batch;
import org.kan4j.kernel.CpuEngine;
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
 * gives the same. Since a job costs more than a pass through the rows that judge, their error is summed in the same job, ahead of the
 * question for it.
 */
final class RemoteRows implements Rows, AutoCloseable {
    private final JavaRDD<Chunk> chunks;
    private final int part;
    private final long rows;
    private final int in;
    private final boolean labels;
    private final Optional<RemoteRows> judges;
    private final double totalWeight;
    private final Map<Integer, Batch> thinned = new HashMap<>();
    private @Nullable KanNetwork network;
    private @Nullable Broadcast<ModelBytes> sent;
    private @Nullable Known known;

    /**
     * Rows.
     *
     * @param chunks of all parts, in the network's units, in the order of their places in each partition, and of the partitions
     * @param part which
     * @param rows how many it has
     * @param in number of features
     * @param labels whether labels are classes
     * @param weighted whether rows have weights
     * @param judges the part whose error will be asked for after a sum over this one
     */
    RemoteRows(
            JavaRDD<Chunk> chunks,
            int part,
            long rows,
            int in,
            boolean labels,
            boolean weighted,
            Optional<RemoteRows> judges) {
        this.chunks = chunks;
        this.part = part;
        this.rows = rows;
        this.in = in;
        this.labels = labels;
        this.judges = judges.filter(others -> others.rows > 0);
        this.totalWeight = weighted
                ? sum(chunks, part, chunk -> new double[] {chunk.batch().totalWeight()}, 1)[0]
                : rows;
    }

    /** The sum over the chunks of a part. */
    static double[] sum(JavaRDD<Chunk> chunks, int part, Sums.Share share, int length) {
        return Sums.of(chunks, List.of(new Sums.Term(part, share, length))).get(0);
    }

    /**
     * What a chunk gives to a sum that a training asks for.
     *
     * @param what the sum
     * @param labels whether labels are classes
     * @param p parameters of the network
     * @param model the network, on the executors
     */
    private record Step(RowSum what, boolean labels, double[] p, Broadcast<ModelBytes> model) implements Sums.Share {
        /** The engine of an executor, for all its tasks: each computes on its own thread. */
        private static final class Executor {
            static final CpuEngine ENGINE = new CpuEngine(1);
        }

        @Override
        public double[] of(Chunk chunk) {
            return what.of(
                    Executor.ENGINE,
                    labels ? Loss.crossEntropy() : Loss.squares(),
                    model.value().model().kan().withParameters(p),
                    chunk.batch());
        }
    }

    /** The losses of a network, which a sum over other rows has told. */
    private record Known(KanNetwork network, double[] p, double[] losses) {
        @SuppressWarnings("ReferenceEquality")
        boolean of(Kan kan) {
            return network == kan.network() && Arrays.equals(p, kan.parameters());
        }
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

    /** The same rows each time: they are fetched once. */
    @Override
    public Batch thinned(int most) {
        return thinned.computeIfAbsent(most, this::fetched);
    }

    private Batch fetched(int most) {
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
        if (what == RowSum.LOSS && known != null && known.of(kan)) {
            return known.losses.clone();
        }
        Broadcast<ModelBytes> model = sent(kan);
        double[] p = kan.parameters();
        List<Sums.Term> terms = new ArrayList<>();
        terms.add(term(what, kan, p, model));
        Optional<RemoteRows> asked = judges.filter(others -> others.known == null || !others.known.of(kan));
        asked.ifPresent(others -> terms.add(others.term(RowSum.LOSS, kan, p, model)));
        List<double[]> sums = Sums.of(chunks, terms);
        asked.ifPresent(others -> others.known = new Known(kan.network(), p, sums.get(1)));
        return sums.get(0);
    }

    private Sums.Term term(RowSum what, Kan kan, double[] p, Broadcast<ModelBytes> model) {
        return new Sums.Term(part, new Step(what, labels, p, model), what.length(kan));
    }

    /** The network on the executors; sent when it is another than before. */
    @SuppressWarnings("ReferenceEquality")
    private Broadcast<ModelBytes> sent(Kan kan) {
        Broadcast<ModelBytes> now = sent;
        if (now == null || network != kan.network()) {
            close();
            now = JavaSparkContext.fromSparkContext(chunks.context()).broadcast(ModelBytes.of(bare(kan)));
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
