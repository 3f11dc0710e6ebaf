package org.kan4j.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;

/**
 * The structure of a Kolmogorov–Arnold network (arXiv:2404.19756): layers of edges, without their parameters. Immutable.
 * The parameters of all layers are one flat array, layer after layer, each block as {@link Layer} describes it.
 */
public final class KanNetwork {
    private final List<Layer> layers;
    private final int[] offsets;
    private final int parameterCount;

    /**
     * A network of layers.
     *
     * @param layers at least one; each has as many inputs as the one before has nodes
     * @throws IllegalArgumentException if there is no layer or two neighbours disagree
     */
    public KanNetwork(List<Layer> layers) {
        this.layers = List.copyOf(layers);
        if (this.layers.isEmpty()) {
            throw new IllegalArgumentException("network: at least 1 layer required, got 0");
        }
        this.offsets = new int[this.layers.size()];
        int offset = 0;
        for (int l = 0; l < offsets.length; l++) {
            if (l > 0 && this.layers.get(l - 1).out() != this.layers.get(l).in()) {
                throw new IllegalArgumentException("network: layer " + l + " has "
                        + this.layers.get(l).in() + " inputs, but layer " + (l - 1) + " has "
                        + this.layers.get(l - 1).out() + " nodes");
            }
            offsets[l] = offset;
            offset = Math.addExact(offset, this.layers.get(l).parameterCount());
        }
        this.parameterCount = offset;
    }

    /** {@return the layers} */
    public List<Layer> layers() {
        return layers;
    }

    /**
     * {@return one layer}
     *
     * @param l number of the layer
     */
    public Layer layer(int l) {
        return layers.get(l);
    }

    /** {@return the number of layers} */
    public int depth() {
        return layers.size();
    }

    /** {@return the number of inputs} */
    public int in() {
        return layers.get(0).in();
    }

    /** {@return the number of outputs} */
    public int out() {
        return layers.get(layers.size() - 1).out();
    }

    /**
     * {@return where a layer's block begins in the flat parameters}
     *
     * @param l number of the layer
     */
    public int offset(int l) {
        return offsets[l];
    }

    /** {@return the number of parameters, slots of masked edges included} */
    public int parameterCount() {
        return parameterCount;
    }

    /**
     * The parameters that the outputs can depend on: coefficients and base weights of numeric edges, a, b, c, d of symbolic
     * ones, effects of gaps of both.
     *
     * @return increasing indices into the flat parameters
     */
    public int[] trainable() {
        int[] indices = new int[parameterCount];
        int count = 0;
        for (int l = 0; l < depth(); l++) {
            Layer layer = layers.get(l);
            for (int i = 0; i < layer.in(); i++) {
                for (int r = 0; r < layer.rows(i); r++) {
                    for (int c = 0; c < layer.columns(); c++) {
                        boolean gap = layer.gaps(i) && r == layer.rows(i) - 1;
                        if (gap ? layer.edge(i, c).active() : layer.edge(i, c) instanceof Edge.Numeric) {
                            indices[count++] = offsets[l] + layer.inputOffset(i) + r * layer.columns() + c;
                        }
                    }
                }
            }
            for (int i = 0; i < layer.in(); i++) {
                for (int c = 0; c < layer.columns(); c++) {
                    for (int k = 0; k < 4 && layer.edge(i, c) instanceof Edge.Symbolic; k++) {
                        indices[count++] = offsets[l] + layer.symbolicOffset(i, c) + k;
                    }
                }
            }
        }
        return Arrays.copyOf(indices, count);
    }

    /** {@return the number of edges that are not masked} */
    public int activeEdges() {
        int active = 0;
        for (Layer layer : layers) {
            active += (int) layer.edges().stream().filter(Edge::active).count();
        }
        return active;
    }

    /**
     * {@return the first layers of this network; their parameters are the first of the flat array}
     *
     * @param count how many, ≥ 1
     */
    public KanNetwork head(int count) {
        return new KanNetwork(layers.subList(0, count));
    }

    /**
     * {@return this network with one layer replaced}
     *
     * @param l number of the layer
     * @param layer with as many inputs and outputs
     */
    public KanNetwork withLayer(int l, Layer layer) {
        List<Layer> changed = new ArrayList<>(layers);
        changed.set(l, layer);
        return new KanNetwork(changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KanNetwork that && layers.equals(that.layers);
    }

    @Override
    public int hashCode() {
        return layers.hashCode();
    }

    @Override
    public String toString() {
        return "KanNetwork[" + Shape.of(this) + "; " + parameterCount + " parameters, " + activeEdges()
                + " active edges]";
    }
}
