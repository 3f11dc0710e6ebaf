package org.kan4j.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The widths of a network in text: {@code 2,5,1}; with product nodes {@code 2,3+1p,1} (one product of two) or
 * {@code 2,3+1p3,1} (one of three).
 *
 * @param inputs number of inputs
 * @param layers sum and product nodes of each layer
 */
public record Shape(int inputs, List<Nodes> layers) {

    /** Widest layer and largest network that are accepted, so that a slip of the keyboard does not become an allocation. */
    private static final int MAX_WIDTH = 1_000_000;

    private static final long MAX_EDGES = 20_000_000;

    /**
     * The nodes of one layer.
     *
     * @param sums number of sum nodes
     * @param arities number of arguments of each product node
     */
    public record Nodes(int sums, List<Integer> arities) {
        /**
         * Validates.
         *
         * @param sums number of sum nodes
         * @param arities number of arguments of each product node
         */
        public Nodes {
            arities = List.copyOf(arities);
            if (!(sums >= 0 && sums <= MAX_WIDTH && arities.size() <= MAX_WIDTH && sums + arities.size() >= 1)) {
                throw new IllegalArgumentException("shape: 1 to " + MAX_WIDTH + " nodes in a layer required, got "
                        + sums + " sums and " + arities.size() + " products");
            }
            for (int arity : arities) {
                if (!(arity >= 2 && arity <= MAX_WIDTH)) {
                    throw new IllegalArgumentException(
                            "shape: a product node needs 2 to " + MAX_WIDTH + " arguments, got " + arity);
                }
            }
        }

        /** {@return the number of nodes} */
        public int count() {
            return sums + arities.size();
        }

        /** {@return the number of sums of edges: one for a sum node, one for each argument of a product node} */
        public long columns() {
            return sums + arities.stream().mapToLong(Integer::longValue).sum();
        }

        /**
         * {@return nodes of a layer without products}
         *
         * @param sums number of nodes, ≥ 1
         */
        public static Nodes sums(int sums) {
            return new Nodes(sums, List.of());
        }
    }

    /**
     * Validates.
     *
     * @param inputs number of inputs
     * @param layers sum and product nodes of each layer
     */
    public Shape {
        layers = List.copyOf(layers);
        if (!(inputs >= 1 && inputs <= MAX_WIDTH) || layers.isEmpty()) {
            throw new IllegalArgumentException("shape: 1 to " + MAX_WIDTH
                    + " inputs and at least 1 layer required, got " + inputs + " and " + layers.size());
        }
        long edges = 0;
        int in = inputs;
        for (Nodes nodes : layers) {
            edges += in * nodes.columns();
            in = nodes.count();
        }
        if (edges > MAX_EDGES) {
            throw new IllegalArgumentException("shape: at most " + MAX_EDGES + " edges required, got " + edges);
        }
    }

    /**
     * {@return a shape of sum nodes alone}
     *
     * @param inputs number of inputs
     * @param widths number of nodes of each layer
     */
    public static Shape of(int inputs, int... widths) {
        return new Shape(inputs, Arrays.stream(widths).mapToObj(Nodes::sums).toList());
    }

    /**
     * {@return the shape of a network}
     *
     * @param network any
     */
    public static Shape of(KanNetwork network) {
        return new Shape(
                network.in(),
                network.layers().stream()
                        .map(l -> new Nodes(
                                l.sums(), Arrays.stream(l.arities()).boxed().toList()))
                        .toList());
    }

    /**
     * Reads a shape.
     *
     * @param text such as {@code 2,5,1} or {@code 2,3+1p,1}
     * @return the shape
     * @throws IllegalArgumentException if the text is not a shape
     */
    public static Shape parse(String text) {
        String[] parts = text.strip().split("\\s*,\\s*", -1);
        if (parts.length < 2) {
            throw bad(text, "at least 2 widths separated by commas required");
        }
        List<Nodes> layers = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            long sums = 0;
            List<Integer> arities = new ArrayList<>();
            for (String term : parts[i].split("\\+", -1)) {
                int p = term.indexOf('p');
                if (p < 0) {
                    sums += width(text, term);
                } else {
                    int arity = p + 1 == term.length() ? 2 : width(text, term.substring(p + 1));
                    if (arity < 2) {
                        throw bad(text, "a product node needs at least 2 arguments");
                    }
                    arities.addAll(Collections.nCopies(width(text, term.substring(0, p)), arity));
                }
            }
            if (sums + arities.size() == 0) {
                throw bad(text, "every layer needs at least 1 node");
            }
            if (sums + arities.size() > MAX_WIDTH) {
                throw bad(text, "at most " + MAX_WIDTH + " nodes in a layer");
            }
            layers.add(new Nodes((int) sums, arities));
        }
        int inputs = width(text, parts[0]);
        if (inputs == 0) {
            throw bad(text, "at least 1 input required");
        }
        return new Shape(inputs, layers);
    }

    private static int width(String text, String part) {
        if (!part.matches("[0-9]{1,7}") || Integer.parseInt(part) > MAX_WIDTH) {
            throw bad(text, "\"" + part + "\" is not a width from 0 to " + MAX_WIDTH);
        }
        return Integer.parseInt(part);
    }

    private static IllegalArgumentException bad(String text, String rule) {
        return new IllegalArgumentException("shape \"" + text + "\": " + rule + " (such as 2,5,1 or 2,3+1p,1)");
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(inputs);
        for (Nodes nodes : layers) {
            text.append(',').append(nodes.sums());
            int i = 0;
            while (i < nodes.arities().size()) {
                int arity = nodes.arities().get(i);
                int same = 1;
                while (i + same < nodes.arities().size() && nodes.arities().get(i + same) == arity) {
                    same++;
                }
                text.append('+').append(same).append('p').append(arity == 2 ? "" : arity);
                i += same;
            }
        }
        return text.toString();
    }
}
