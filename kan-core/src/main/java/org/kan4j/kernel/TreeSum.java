package org.kan4j.kernel;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds what chunks of 8,192 rows give, in a tree that their numbers fix: neighbours 2j and 2j + 1 first, then neighbouring pairs,
 * and in the end what has no neighbour, from the last on. Whoever has some chunks adds what are whole branches, and passes on the rest: the
 * sum is the same to the last bit wherever the chunks are.
 */
public final class TreeSum {
    /** Rows of a chunk. */
    public static final int ROWS = 1 << 13;

    private final List<Node> nodes = new ArrayList<>();

    /** A sum of nothing yet. */
    public TreeSum() {}

    /**
     * The sum of a branch.
     *
     * @param level 0 for a chunk, 1 for a pair of them, …
     * @param index of the branch among those of its level
     * @param sum of its chunks; changed when more is added
     */
    public record Node(int level, long index, double[] sum) implements Serializable {
        private boolean before(Node other) {
            return level == other.level && index % 2 == 0 && other.index == index + 1;
        }
    }

    /**
     * Adds a branch.
     *
     * @param node behind all that were added
     */
    public void add(Node node) {
        Node last = node;
        while (!nodes.isEmpty() && nodes.get(nodes.size() - 1).before(last)) {
            Node left = nodes.remove(nodes.size() - 1);
            for (int i = 0; i < left.sum.length; i++) {
                left.sum[i] += last.sum[i];
            }
            last = new Node(left.level + 1, left.index / 2, left.sum);
        }
        nodes.add(last);
    }

    /** {@return the branches that have no neighbour yet, in their order} */
    public List<Node> nodes() {
        return nodes;
    }

    /**
     * {@return the sum of all chunks}
     *
     * @param length of the sum, which is 0 where there are none
     */
    public double[] total(int length) {
        if (nodes.isEmpty()) {
            return new double[length];
        }
        double[] total = nodes.get(nodes.size() - 1).sum.clone();
        for (int n = nodes.size() - 2; n >= 0; n--) {
            double[] left = nodes.get(n).sum;
            for (int i = 0; i < total.length; i++) {
                total[i] = left[i] + total[i];
            }
        }
        return total;
    }
}
