package org.kan4j.train;

import java.util.Arrays;
import org.kan4j.data.Batch;

/** Rows that mini-batches are drawn from, all of them once in a pass. */
interface Passes {
    /** Takes a mini-batch. */
    @FunctionalInterface
    interface Receiver {
        /**
         * A mini-batch of a pass.
         *
         * @param number of the batch, from 0 on
         * @param rows the rows, in the network's units
         */
        void take(int number, Batch rows);
    }

    /** How many batches of about so many rows a pass has. */
    int batches(int batchRows);

    /** What all rows count together. */
    double totalWeight();

    /** What tells these rows from others; empty where the objective's rows are these. */
    String description();

    /**
     * Goes through the rows.
     *
     * @param seed of their order
     * @param batches how many batches they are cut into
     * @param receiver takes the batches one after the other
     */
    void pass(long seed, int batches, Receiver receiver);

    /** Hands rows over in a random order, cut into equal mini-batches that are numbered from the first one on. */
    static void cut(Batch rows, long seed, int first, int batches, Receiver receiver) {
        int[] order = Split.shuffled(rows.rows(), seed);
        for (int b = 0; b < batches; b++) {
            int from = share(rows.rows(), b, batches);
            int to = share(rows.rows(), b + 1, batches);
            receiver.take(first + b, rows.subset(Arrays.copyOfRange(order, from, to)));
        }
    }

    /** Where a part begins when a whole is cut into equal ones. */
    static int share(int whole, int part, int parts) {
        return (int) ((long) whole * part / parts);
    }

    /** The rows of a batch, in a random order; as they are where a pass is one batch. */
    static Passes of(Batch all) {
        return new Passes() {
            @Override
            public int batches(int batchRows) {
                return (all.rows() + batchRows - 1) / batchRows;
            }

            @Override
            public double totalWeight() {
                return all.totalWeight();
            }

            @Override
            public String description() {
                return "";
            }

            @Override
            public void pass(long seed, int batches, Receiver receiver) {
                if (batches == 1) {
                    receiver.take(0, all);
                    return;
                }
                cut(all, seed, 0, batches, receiver);
            }
        };
    }
}
