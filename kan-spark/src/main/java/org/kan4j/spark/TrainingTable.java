package org.kan4j.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/** The rows of a fit, packed into arrays once and kept where they are; in the order of {@code df.collect()}. */
final class TrainingTable implements AutoCloseable {
    private final JavaRDD<RowBlock> blocks;
    private final List<BlockSize> sizes;
    private final String[] names;
    private final Roles roles;

    /**
     * Columns by their roles; a role that nothing plays is an empty name.
     *
     * @param features vectors
     * @param label numbers
     * @param weight what each row counts
     * @param judges true in rows that judge
     */
    record Roles(String features, String label, String weight, String judges) {}

    /**
     * What is in a block.
     *
     * @param partition that it is in
     * @param rows how many
     * @param judging rows that judge
     * @param features of each row; −1 where there is none
     * @param leftOut rows that lacked something
     * @param negative whether a weight is
     * @param largest label
     * @param whole whether all labels are whole numbers from 0 on
     */
    private record BlockSize(
            int partition,
            int rows,
            int judging,
            int features,
            int leftOut,
            boolean negative,
            double largest,
            boolean whole)
            implements Serializable {
        static BlockSize of(int partition, RowBlock block) {
            int judging = 0;
            for (boolean judges : block.judges()) {
                judging += judges ? 1 : 0;
            }
            return new BlockSize(
                    partition,
                    block.rows(),
                    judging,
                    block.features(),
                    block.leftOut(),
                    Arrays.stream(block.weights()).anyMatch(w -> w < 0),
                    Arrays.stream(block.y()).max().orElse(0),
                    Arrays.stream(block.y()).allMatch(y -> y >= 0 && y == Math.rint(y)));
        }
    }

    /**
     * Packs.
     *
     * @param df the table
     * @param roles of its columns, which are there
     */
    TrainingTable(Dataset<?> df, Roles roles) {
        this.roles = roles;
        Column weight = roles.weight.isEmpty()
                ? functions.lit(1.0)
                : functions.col(quoted(roles.weight)).cast(DataTypes.DoubleType);
        Column judges = roles.judges.isEmpty()
                ? functions.lit(null).cast(DataTypes.BooleanType)
                : functions.coalesce(functions.col(quoted(roles.judges)), functions.lit(false));
        Dataset<Row> rows = df.select(
                functions.col(quoted(roles.features)),
                functions.col(quoted(roles.label)).cast(DataTypes.DoubleType),
                weight,
                judges);
        FlatMapFunction<Iterator<Row>, RowBlock> pack = RowBlock::pack;
        blocks = rows.toJavaRDD().mapPartitions(pack).persist(StorageLevel.MEMORY_AND_DISK());
        Function2<Integer, Iterator<RowBlock>, Iterator<BlockSize>> measure =
                (partition, packed) -> new MappedIterator<>(packed, block -> BlockSize.of(partition, block));
        sizes = blocks.mapPartitionsWithIndex(measure, true).collect();
        int[] features = sizes.stream()
                .mapToInt(BlockSize::features)
                .filter(n -> n >= 0)
                .distinct()
                .toArray();
        if (features.length > 1) {
            close();
            throw new IllegalArgumentException("featuresCol: vectors of one length required, got " + features[0]
                    + " and " + features[1] + " numbers in " + roles.features);
        }
        if (sizes.stream().anyMatch(BlockSize::negative)) {
            close();
            throw new IllegalArgumentException(
                    "weightCol: weights of 0 or more required, got a negative one in " + roles.weight);
        }
        names = KanColumns.featureNames(
                KanColumns.field(df.schema(), "featuresCol", roles.features), features.length == 0 ? 0 : features[0]);
    }

    /** A column's name as Spark reads it where it has dots. */
    static String quoted(String column) {
        return "`" + column.replace("`", "``") + "`";
    }

    /** Rows that have everything. */
    long rows() {
        return sizes.stream().mapToLong(BlockSize::rows).sum();
    }

    /** Rows that lack something. */
    long leftOut() {
        return sizes.stream().mapToLong(BlockSize::leftOut).sum();
    }

    /** Names of the features. */
    List<String> names() {
        return List.of(names);
    }

    /** Numbers in all rows, labels too. */
    long cells() {
        return rows() * (names.length + 1);
    }

    /** The largest label. */
    double largestLabel() {
        return sizes.stream().mapToDouble(BlockSize::largest).max().orElse(0);
    }

    /** Whether all labels are whole numbers from 0 on. */
    boolean wholeLabels() {
        return sizes.stream().allMatch(BlockSize::whole);
    }

    /** Whether weights were given. */
    boolean weighted() {
        return !roles.weight.isEmpty();
    }

    /** Whether rows that judge are marked. */
    boolean marked() {
        return !roles.judges.isEmpty();
    }

    /** The label's column. */
    String label() {
        return roles.label;
    }

    /** [partitions] rows of each. */
    long[] rowsOfPartitions() {
        long[] rows = new long[blocks.getNumPartitions()];
        sizes.forEach(size -> rows[size.partition] += size.rows);
        return rows;
    }

    /** [partitions] rows of each that judge. */
    long[] judgingOfPartitions() {
        long[] rows = new long[blocks.getNumPartitions()];
        sizes.forEach(size -> rows[size.partition] += size.judging);
        return rows;
    }

    /** The blocks, in the order of the rows. */
    JavaRDD<RowBlock> blocks() {
        return blocks;
    }

    /** The rows of a small table here, under these classes. */
    TrainingRows rows(List<String> classes) {
        return new TrainingRows(collected(), names(), roles.label, weighted(), classes);
    }

    private RowBlock collected() {
        List<RowBlock> all = new ArrayList<>(blocks.collect());
        all.removeIf(block -> block.rows() == 0);
        int rows = all.stream().mapToInt(RowBlock::rows).sum();
        boolean marked = all.stream().anyMatch(block -> block.judges().length > 0);
        boolean[] judges = new boolean[marked ? rows : 0];
        int at = 0;
        for (RowBlock block : all) {
            System.arraycopy(block.judges(), 0, judges, marked ? at : 0, block.judges().length);
            at += block.rows();
        }
        return new RowBlock(
                rows,
                names.length,
                (int) leftOut(),
                all.stream().flatMapToDouble(block -> Arrays.stream(block.x())).toArray(),
                all.stream().flatMapToDouble(block -> Arrays.stream(block.y())).toArray(),
                all.stream()
                        .flatMapToDouble(block -> Arrays.stream(block.weights()))
                        .toArray(),
                judges);
    }

    @Override
    public void close() {
        blocks.unpersist(false);
    }
}
