package org.kan4j.train;

import java.util.Arrays;

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

    /** The rows of a batch, in a random order. */
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
                int[] order = Split.shuffled(all.rows(), seed);
                for (int b = 0; b < batches; b++) {
                    int from = (int) ((long) b * all.rows() / batches);
                    int to = (int) ((long) (b + 1) * all.rows() / batches);
                    receiver.take(b, all.subset(Arrays.copyOfRange(order, from, to)));
                }
            }
        };
    }
}
