package org.kan4j.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.kan4j.kernel.TreeSum;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction2;

/**
 * Sums over parts of the rows, in one job. It is a class and no lambda: Spark reads the class files behind a lambda before each job, which
 * takes the driver some milliseconds.
 */
final class Sums extends AbstractFunction2<TaskContext, Iterator<Chunk>, List<List<TreeSum.Node>>>
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** What a chunk gives to a sum. */
    interface Share extends Serializable {
        /** The sum over its rows. */
        double[] of(Chunk chunk);
    }

    /**
     * A sum.
     *
     * @param part whose chunks are summed over, see {@link Placement}
     * @param share what each gives
     * @param length of the sum
     */
    record Term(int part, Share share, int length) implements Serializable {}

    private final List<Term> terms;

    private Sums(List<Term> terms) {
        this.terms = terms;
    }

    /**
     * {@return the sums}
     *
     * @param chunks in the order of their places in each partition, and of the partitions
     * @param terms which
     */
    @SuppressWarnings("unchecked")
    static List<double[]> of(JavaRDD<Chunk> chunks, List<Term> terms) {
        ClassTag<List<List<TreeSum.Node>>> tag =
                (ClassTag<List<List<TreeSum.Node>>>) (ClassTag<?>) ClassTag.apply(List.class);
        List<List<TreeSum.Node>>[] partitions =
                (List<List<TreeSum.Node>>[]) chunks.context().runJob(chunks.rdd(), new Sums(terms), tag);
        List<double[]> sums = new ArrayList<>();
        for (int t = 0; t < terms.size(); t++) {
            TreeSum sum = new TreeSum();
            for (List<List<TreeSum.Node>> branches : partitions) {
                branches.get(t).forEach(sum::add);
            }
            sums.add(sum.total(terms.get(t).length));
        }
        return sums;
    }

    /** The branches of each sum that are whole in a partition. */
    @Override
    public List<List<TreeSum.Node>> apply(TaskContext task, Iterator<Chunk> chunks) {
        List<TreeSum> sums = terms.stream().map(term -> new TreeSum()).toList();
        while (chunks.hasNext()) {
            Chunk chunk = chunks.next();
            for (int t = 0; t < terms.size(); t++) {
                Term term = terms.get(t);
                if (chunk.part() == term.part) {
                    sums.get(t).add(new TreeSum.Node(0, chunk.first() / TreeSum.ROWS, term.share.of(chunk)));
                }
            }
        }
        return new ArrayList<>(sums.stream().map(TreeSum::nodes).toList());
    }
}
