package org.kan4j.kernel;

import java.util.Optional;
import org.kan4j.network.KanNetwork;

/** An engine on a device that can hold a whole training: rows, parameters and the optimiser's state stay there. */
public interface ResidentEngine extends Engine {

    /**
     * Rows to train on.
     *
     * @param x [rows, in], not modified
     * @param targets [rows, out], or [rows] numbers of classes for {@link RowLoss.Kind#CROSS_ENTROPY}; not modified
     * @param weights [rows], or of length 0 where each row counts once; not modified
     * @param count number of rows
     */
    record Rows(double[] x, double[] targets, double[] weights, int count) {}

    /**
     * The loss of a row, and penalties on the parameters.
     *
     * @param kind of the loss
     * @param delta of Huber's loss
     * @param smoothness weight of the squared third differences of the coefficients of each numeric spline edge
     * @param ridge weight of the squared parameters
     */
    record RowLoss(Kind kind, double delta, double smoothness, double ridge) {
        /** Kinds of losses. */
        public enum Kind {
            /** Σ (y − t)² over the outputs. */
            SQUARES,
            /** (y − t)² up to δ, 2·δ·|y − t| − δ² beyond, summed over the outputs. */
            HUBER,
            /** −log of the probability of the row's class: of one output by the logistic function, of several by softmax. */
            CROSS_ENTROPY
        }
    }

    /** A training that stands at some parameters. For one caller at a time. */
    interface Training extends AutoCloseable {
        /**
         * One pass through rows in mini-batches, with a step of Adam after each. Batch b of B has the rows
         * {@code order[b·n/B] … order[(b+1)·n/B − 1]} where n is the length of {@code order}.
         *
         * @param order numbers of rows, not modified
         * @param rates [batches, 4] rate, factor on the parameters, corrections of first and second moment; not modified
         * @param batches B ≥ 1
         * @return the sum of weight times loss over all rows, penalties left out
         * @throws DeviceException if the device stops working
         */
        double pass(int[] order, double[] rates, int batches);

        /**
         * Where it stands.
         *
         * @param p [parameters], overwritten
         * @param first [parameters] first moments, overwritten
         * @param second [parameters] second moments, overwritten
         */
        void read(double[] p, double[] first, double[] second);

        /**
         * Goes elsewhere.
         *
         * @param p [parameters], not modified
         * @param first [parameters] first moments, not modified
         * @param second [parameters] second moments, not modified
         */
        void write(double[] p, double[] first, double[] second);

        /** Gives the device's memory back. */
        @Override
        void close();
    }

    /**
     * A training on the device, in float32, at parameters of zero.
     *
     * @param network structure
     * @param rows to train on
     * @param loss of a row
     * @param batchRows the most rows that a batch will have
     * @param shares [parameters] of the rate that each parameter gets, or of length 0 where that is all of it; not modified
     * @return empty where the device does not know some of the network's edges
     * @throws DeviceException if the device has too little memory
     */
    Optional<Training> training(KanNetwork network, Rows rows, RowLoss loss, int batchRows, double[] shares);
}
