package org.kan4j.dl4j;

import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;

/**
 * The two orders of a layer's parameters: Deeplearning4j's has all coefficients and then all base weights, kan-core's block has
 * the base weights of an input behind its coefficients.
 */
final class Layout {
    private Layout() {}

    /**
     * From Deeplearning4j's order to kan-core's.
     *
     * @param flat [parameters], not modified
     * @param p [parameters], overwritten
     */
    static void join(Layer layer, double[] flat, double[] p) {
        move(layer, flat, p, true);
    }

    /**
     * From kan-core's order to Deeplearning4j's.
     *
     * @param p [parameters], not modified
     * @param flat [parameters], overwritten
     */
    static void split(Layer layer, double[] p, double[] flat) {
        move(layer, p, flat, false);
    }

    private static void move(Layer layer, double[] from, double[] to, boolean join) {
        int coefficients = 0;
        int bases = layer.parameterCount();
        for (int i = 0; i < layer.in(); i++) {
            bases -= layer.activation(i) == BaseActivation.ZERO ? 0 : layer.columns();
        }
        for (int i = 0; i < layer.in(); i++) {
            int block = layer.inputOffset(i);
            int length = layer.basis(i).size() * layer.columns();
            System.arraycopy(from, join ? coefficients : block, to, join ? block : coefficients, length);
            coefficients += length;
            if (layer.activation(i) != BaseActivation.ZERO) {
                block += length;
                System.arraycopy(from, join ? bases : block, to, join ? block : bases, layer.columns());
                bases += layer.columns();
            }
        }
    }
}
