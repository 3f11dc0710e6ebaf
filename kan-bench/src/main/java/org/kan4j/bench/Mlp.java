package org.kan4j.bench;

import java.util.stream.IntStream;

/**
 * The structure of a multilayer perceptron: Linear layers with SiLU behind each, or behind each but the last. Its parameters
 * are one flat array: for each layer the weights [out, in], then the biases [out].
 *
 * @param widths inputs, then the nodes of each layer
 * @param lastActivated whether SiLU follows the last layer too
 */
record Mlp(int[] widths, boolean lastActivated) {
    /** Number of layers. */
    int depth() {
        return widths.length - 1;
    }

    /** Whether SiLU follows a layer. */
    boolean activated(int layer) {
        return lastActivated || layer < depth() - 1;
    }

    /** Where the weights of a layer begin. */
    int weights(int layer) {
        return IntStream.range(0, layer)
                .map(l -> widths[l + 1] * (widths[l] + 1))
                .sum();
    }

    /** Where the biases of a layer begin. */
    int biases(int layer) {
        return weights(layer) + widths[layer] * widths[layer + 1];
    }

    /** Number of parameters. */
    int parameters() {
        return weights(depth());
    }

    /** Random parameters, the same in every run. */
    double[] random() {
        double[] p = new double[parameters()];
        for (int l = 0; l < depth(); l++) {
            double[] block = Numbers.uniform(l, widths[l + 1] * (widths[l] + 1), 1 / Math.sqrt(widths[l]));
            System.arraycopy(block, 0, p, weights(l), block.length);
        }
        return p;
    }
}
