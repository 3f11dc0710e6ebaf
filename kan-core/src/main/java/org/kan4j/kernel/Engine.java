package org.kan4j.kernel;

import org.kan4j.network.KanNetwork;

/**
 * Whole passes of a network over a batch. Trainers talk to this interface alone, so that an engine may keep what it needs
 * wherever it computes. Arrays are row-major. Safe for use by several threads at once.
 *
 * <p>Every method throws {@link IllegalArgumentException} where an array is shorter than its stated shape.
 */
public interface Engine extends AutoCloseable {

    /** {@return what computes, for reports: kernel provider and threads} */
    String description();

    /**
     * The outputs.
     *
     * @param network structure
     * @param p parameters, not modified
     * @param x [rows, in], not modified
     * @param rows number of rows
     * @param y [rows, out], overwritten
     */
    void values(KanNetwork network, double[] p, double[] x, int rows, double[] y);

    /** A sum over the rows of a batch, of a function of a row's outputs. */
    @FunctionalInterface
    interface Loss {
        /**
         * Loss and gradient of a block of rows.
         *
         * @param y [rows, out] outputs, not modified
         * @param firstRow number of the block's first row in the batch
         * @param rows rows in the block
         * @param dy [rows, out] gradient of the loss by the outputs, overwritten
         * @return the block's share of the loss
         */
        double evaluate(double[] y, int firstRow, int rows, double[] dy);
    }

    /**
     * A loss and its gradients.
     *
     * @param network structure
     * @param p parameters, not modified
     * @param x [rows, in], not modified
     * @param rows number of rows
     * @param loss the loss
     * @param dp [parameters] gradient of the loss by the parameters, overwritten; 0 in slots that have no effect
     * @param dx [rows, in] gradient of the loss by the inputs, overwritten; of length 0 where it is not wanted
     * @return the loss
     */
    double gradient(KanNetwork network, double[] p, double[] x, int rows, Loss loss, double[] dp, double[] dx);

    /**
     * Outputs and their derivatives by parameters.
     *
     * @param network structure
     * @param p parameters, not modified
     * @param x [rows, in], not modified
     * @param rows number of rows
     * @param indices [width] the parameters to differentiate by, as from {@link KanNetwork#trainable}
     * @param y [rows, out] outputs, overwritten
     * @param jacobian [rows · out, width], overwritten; 0 in the columns of parameters that have no effect
     */
    void jacobian(KanNetwork network, double[] p, double[] x, int rows, int[] indices, double[] y, double[] jacobian);

    /**
     * Forms and solves normal equations from what {@link #jacobian} gives.
     *
     * @param n number of unknowns
     * @return room for them, used again and again
     */
    NormalEquations normalEquations(int n);

    /**
     * Outputs with first and second derivatives by the inputs.
     *
     * @param network structure
     * @param p parameters, not modified
     * @param x [rows, in], not modified
     * @param rows number of rows
     * @param y [rows, out] outputs, overwritten
     * @param first [rows, out, in], overwritten
     * @param second [rows, out, in, in], overwritten
     */
    void derivatives(KanNetwork network, double[] p, double[] x, int rows, double[] y, double[] first, double[] second);

    /** Gives back threads and memory of a device; nothing where there are none. */
    @Override
    default void close() {}
}
