package org.kan4j.kernel;

import org.kan4j.layer.Layer;

/** A provider of kernels: makes the loops for a layer. Safe for use by several threads. */
public interface Kernels {

    /** {@return the provider's name, for reports} */
    String name();

    /**
     * {@return loops for a layer, with the buffers that they need}
     *
     * @param layer the structure
     * @param rows the most rows that a call will have
     * @param workers threads that the loops may share their work with
     */
    LayerKernel prepare(Layer layer, int rows, Workers workers);

    /**
     * Forms and solves normal equations.
     *
     * @param n number of unknowns
     * @param workers threads that may share the work
     * @return room for them, used again and again
     */
    NormalEquations normalEquations(int n, Workers workers);

    /**
     * Values, first and second derivatives of every edge at one row.
     *
     * @param layer the structure
     * @param p parameters, not modified
     * @param p0 where the layer's block begins in {@code p}
     * @param x [in] from {@code x0} on, not modified
     * @param x0 offset into {@code x}
     * @param phi [3, in, columns] values, first, second derivatives, overwritten
     */
    void edges(Layer layer, double[] p, int p0, double[] x, int x0, double[] phi);
}
