package org.kan4j.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.kan4j.basis.Basis;

/**
 * The structure of one layer: {@code in} inputs, {@code columns} sums of edges, {@code out} nodes. The first columns are the
 * sum nodes; then come the arguments of the product nodes, contiguous (KAN 2.0, arXiv:2408.10205, eq. 4). Immutable; its
 * parameters are a block of the network's flat array:
 *
 * <pre>
 * for each input i:  [rows(i), columns]   the basis functions' coefficients, then the base weight if there is a base,
 *                                         then the effect of a gap if the input may have gaps
 * then a, b, c, d    of each symbolic edge, by (input, column)
 * </pre>
 *
 * <p>An input that may have gaps has one more coefficient an edge: at an input of NaN an edge is what it is where its input is
 * {@linkplain Basis#neutral() neutral}, plus that coefficient. NaN at other inputs gives NaN.
 */
public final class Layer {
    private final List<Basis> bases;
    private final List<BaseActivation> activations;
    private final int sums;
    private final int[] arities;
    private final Edge[] edges;
    private final boolean[] gaps;
    private final int columns;
    private final int[] inputOffsets;
    private final int[] symbolicOffsets;
    private final int parameterCount;

    /**
     * A layer.
     *
     * @param bases [in] the basis of each input
     * @param activations [in] the base activation of each input's edges
     * @param sums number of sum nodes
     * @param arities number of arguments of each product node, each ≥ 2; may be empty; copied
     * @param edges [in, columns] row-major; copied
     * @throws IllegalArgumentException if the sizes disagree or there is no input or node
     */
    public Layer(List<Basis> bases, List<BaseActivation> activations, int sums, int[] arities, List<Edge> edges) {
        this(bases, activations, sums, arities, edges, new boolean[bases.size()]);
    }

    private Layer(
            List<Basis> bases,
            List<BaseActivation> activations,
            int sums,
            int[] arities,
            List<Edge> edges,
            boolean[] gaps) {
        this.gaps = gaps.clone();
        this.bases = List.copyOf(bases);
        this.activations = List.copyOf(activations);
        this.sums = sums;
        this.arities = arities.clone();
        this.edges = edges.toArray(Edge[]::new);
        int total = sums;
        for (int arity : arities) {
            if (!(arity >= 2)) {
                throw new IllegalArgumentException("layer: a product node needs at least 2 arguments, got " + arity);
            }
            total = Math.addExact(total, arity);
        }
        this.columns = total;
        int in = this.bases.size();
        if (in == 0 || sums < 0 || columns == 0) {
            throw new IllegalArgumentException(
                    "layer: at least 1 input and 1 node required, got " + in + " inputs, " + columns + " columns");
        }
        if (this.activations.size() != in) {
            throw new IllegalArgumentException(
                    "layer: " + in + " base activations required, got " + this.activations.size());
        }
        if (this.edges.length != Math.multiplyExact(in, columns)) {
            throw new IllegalArgumentException(
                    "layer: " + in + "·" + columns + " edges required, got " + this.edges.length);
        }
        if (gaps.length != in) {
            throw new IllegalArgumentException(
                    "layer: " + in + " inputs with or without gaps required, got " + gaps.length);
        }
        this.inputOffsets = new int[in];
        this.symbolicOffsets = new int[this.edges.length];
        int offset = 0;
        for (int i = 0; i < in; i++) {
            inputOffsets[i] = offset;
            offset = Math.addExact(offset, Math.multiplyExact(rows(i), columns));
        }
        for (int e = 0; e < this.edges.length; e++) {
            symbolicOffsets[e] = -1;
            if (this.edges[e] instanceof Edge.Symbolic) {
                symbolicOffsets[e] = offset;
                offset = Math.addExact(offset, 4);
            }
        }
        this.parameterCount = offset;
    }

    /**
     * {@return a layer with all edges numeric}
     *
     * @param bases [in]
     * @param activation base activation of every edge
     * @param sums number of sum nodes
     * @param arities arguments of each product node
     */
    public static Layer dense(List<Basis> bases, BaseActivation activation, int sums, int... arities) {
        int columns = sums + Arrays.stream(arities).sum();
        return new Layer(
                bases,
                Collections.nCopies(bases.size(), activation),
                sums,
                arities,
                Collections.nCopies(bases.size() * columns, Edge.NUMERIC));
    }

    /** {@return the number of inputs} */
    public int in() {
        return bases.size();
    }

    /** {@return the number of output nodes: sum nodes, then product nodes} */
    public int out() {
        return sums + arities.length;
    }

    /** {@return the number of sum nodes} */
    public int sums() {
        return sums;
    }

    /** {@return the number of product nodes} */
    public int products() {
        return arities.length;
    }

    /**
     * {@return the number of arguments of product node {@code product}}
     *
     * @param product number of the product node, from 0
     */
    public int arity(int product) {
        return arities[product];
    }

    /** {@return a copy of the numbers of arguments of the product nodes} */
    public int[] arities() {
        return arities.clone();
    }

    /** {@return the number of columns: sum nodes, and arguments of product nodes} */
    public int columns() {
        return columns;
    }

    /**
     * {@return the first column of a node}
     *
     * @param node number of the node, sums first
     */
    public int firstColumn(int node) {
        if (node <= sums) {
            return node;
        }
        int column = sums;
        for (int p = 0; p < node - sums; p++) {
            column += arities[p];
        }
        return column;
    }

    /**
     * {@return the number of columns of a node: 1 for a sum, the number of arguments for a product}
     *
     * @param node number of the node, sums first
     */
    public int columnCount(int node) {
        return node < sums ? 1 : arities[node - sums];
    }

    /**
     * {@return the node that a column belongs to}
     *
     * @param column number of the column
     */
    public int nodeOf(int column) {
        int node = Math.min(column, sums);
        while (firstColumn(node) + columnCount(node) <= column) {
            node++;
        }
        return node;
    }

    /**
     * {@return the basis of an input}
     *
     * @param input number of the input
     */
    public Basis basis(int input) {
        return bases.get(input);
    }

    /** {@return the bases, [in]} */
    public List<Basis> bases() {
        return bases;
    }

    /**
     * {@return the base activation of an input's edges}
     *
     * @param input number of the input
     */
    public BaseActivation activation(int input) {
        return activations.get(input);
    }

    /** {@return the base activations, [in]} */
    public List<BaseActivation> activations() {
        return activations;
    }

    /**
     * {@return the edge from an input to a column}
     *
     * @param input number of the input
     * @param column number of the column
     */
    public Edge edge(int input, int column) {
        return edges[input * columns + column];
    }

    /** {@return the edges, [in, columns] row-major} */
    public List<Edge> edges() {
        return List.of(edges);
    }

    /**
     * {@return the parameter rows of an input: its basis functions, one more where it has a base activation, and one where it may have gaps}
     *
     * @param input number of the input
     */
    public int rows(int input) {
        return bases.get(input).size()
                + (activations.get(input) == BaseActivation.ZERO ? 0 : 1)
                + (gaps[input] ? 1 : 0);
    }

    /**
     * {@return whether an input may have gaps, which are NaN; the last of its rows are the effects of one then}
     *
     * @param input number of the input
     */
    public boolean gaps(int input) {
        return gaps[input];
    }

    /** {@return whether any input may have gaps} */
    public boolean anyGaps() {
        for (boolean gap : gaps) {
            if (gap) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@return where the rows of an input begin, from the start of the layer's block}
     *
     * @param input number of the input
     */
    public int inputOffset(int input) {
        return inputOffsets[input];
    }

    /**
     * {@return where a, b, c, d of a symbolic edge begin, from the start of the layer's block; −1 for another edge}
     *
     * @param input number of the input
     * @param column number of the column
     */
    public int symbolicOffset(int input, int column) {
        return symbolicOffsets[input * columns + column];
    }

    /** {@return the number of parameters, those of masked edges included} */
    public int parameterCount() {
        return parameterCount;
    }

    /**
     * {@return this layer with one edge replaced}
     *
     * @param input number of the input
     * @param column number of the column
     * @param edge the new edge
     */
    public Layer withEdge(int input, int column, Edge edge) {
        List<Edge> changed = new ArrayList<>(Arrays.asList(edges));
        changed.set(input * columns + column, edge);
        return new Layer(bases, activations, sums, arities, changed, gaps);
    }

    /**
     * {@return this layer with other bases, [in]}
     *
     * @param changed [in]
     */
    public Layer withBases(List<Basis> changed) {
        return new Layer(changed, activations, sums, arities, Arrays.asList(edges), gaps);
    }

    /**
     * {@return this layer with other inputs that may have gaps}
     *
     * @param changed [in], copied
     */
    public Layer withGaps(boolean... changed) {
        return new Layer(bases, activations, sums, arities, Arrays.asList(edges), changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Layer that
                && sums == that.sums
                && Arrays.equals(arities, that.arities)
                && bases.equals(that.bases)
                && activations.equals(that.activations)
                && Arrays.equals(gaps, that.gaps)
                && Arrays.equals(edges, that.edges);
    }

    @Override
    public int hashCode() {
        return 31 * bases.hashCode() + Arrays.hashCode(edges);
    }
}
