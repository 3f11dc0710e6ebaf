package org.kan4j.prune;

import java.util.Optional;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/** Takes parts out of networks, and with them what is left hanging: edges from nodes that nothing enters, edges to nodes that nothing leaves. */
public final class Cuts {
    private Cuts() {}

    /**
     * {@return a network without an edge, and without what is left hanging then; nothing where an output would be left without any edge}
     *
     * @param kan the network
     * @param layer the edge's layer
     * @param input where it comes from
     * @param column where it goes
     */
    public static Optional<Kan> withoutEdge(Kan kan, int layer, int input, int column) {
        return clean(kan.withMasked(layer, input, column));
    }

    /**
     * {@return a network without a node, or an input, and without what is left hanging then; nothing where an output would be left without any edge}
     *
     * @param kan the network
     * @param layer the layer that it is an input of
     * @param input its number there
     */
    public static Optional<Kan> withoutNode(Kan kan, int layer, int input) {
        return clean(maskFrom(kan, layer, input));
    }

    /** A dense network without the inputs and nodes that another does not have; their other edges stay. */
    static Kan onlyWhatIsLeft(Kan dense, Kan other) {
        Kan result = dense;
        for (int l = 0; l < other.network().depth(); l++) {
            Layer layer = other.network().layer(l);
            for (int i = 0; i < layer.in(); i++) {
                result = left(layer, i) ? result : maskFrom(result, l, i);
            }
            for (int node = 0; node < layer.out(); node++) {
                result = entered(layer, node) ? result : maskInto(result, l, node);
            }
        }
        return result;
    }

    /**
     * Masks what a removal has left hanging: edges out of a sum node that nothing enters, and edges into a node that nothing
     * leaves. A product node of which an argument has died stays, unless all of it has died: its argument is zero then.
     *
     * @return the cleaned network, or nothing where an output is left without any edge
     */
    private static Optional<Kan> clean(Kan kan) {
        Kan result = kan;
        boolean changed = true;
        while (changed) {
            changed = false;
            KanNetwork network = result.network();
            for (int l = 0; l < network.depth(); l++) {
                Layer layer = network.layer(l);
                for (int node = 0; node < layer.out(); node++) {
                    boolean entered = entered(layer, node);
                    boolean left = l + 1 == network.depth() || left(network.layer(l + 1), node);
                    if (!entered && l + 1 == network.depth()) {
                        return Optional.empty();
                    }
                    if (!entered && left) {
                        result = maskFrom(result, l + 1, node);
                        changed = true;
                    }
                    if (entered && !left) {
                        result = maskInto(result, l, node);
                        changed = true;
                    }
                }
                if (changed) {
                    break;
                }
            }
        }
        return Optional.of(result);
    }

    /** Whether every column of a node has an edge: a product with an empty argument is zero. */
    private static boolean entered(Layer layer, int node) {
        int c0 = layer.firstColumn(node);
        for (int c = c0; c < c0 + layer.columnCount(node); c++) {
            boolean any = false;
            for (int i = 0; i < layer.in(); i++) {
                any |= layer.edge(i, c).active();
            }
            if (!any) {
                return false;
            }
        }
        return true;
    }

    static boolean left(Layer next, int node) {
        for (int c = 0; c < next.columns(); c++) {
            if (next.edge(node, c).active()) {
                return true;
            }
        }
        return false;
    }

    private static Kan maskFrom(Kan kan, int l, int node) {
        Kan result = kan;
        for (int c = 0; c < kan.network().layer(l).columns(); c++) {
            if (result.network().layer(l).edge(node, c) != Edge.MASKED) {
                result = result.withMasked(l, node, c);
            }
        }
        return result;
    }

    private static Kan maskInto(Kan kan, int l, int node) {
        Kan result = kan;
        Layer layer = kan.network().layer(l);
        int c0 = layer.firstColumn(node);
        for (int c = c0; c < c0 + layer.columnCount(node); c++) {
            for (int i = 0; i < layer.in(); i++) {
                if (layer.edge(i, c) != Edge.MASKED) {
                    result = result.withMasked(l, i, c);
                }
            }
        }
        return result;
    }
}
