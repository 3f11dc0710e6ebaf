package org.kan4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.layer.Layer;
import org.kan4j.network.KanNetwork;

/** The edges and nodes of a network that a picture shows. */
final class DrawnParts {
    private final KanNetwork network;
    private final NetworkLook look;
    private final List<List<Place>> edges = new ArrayList<>();
    private final List<List<Integer>> nodes = new ArrayList<>();

    DrawnParts(KanNetwork network, NetworkLook look) {
        this.network = network;
        this.look = look;
        for (int l = 0; l < network.depth(); l++) {
            edges.add(drawnEdges(l));
        }
        for (int level = 0; level <= network.depth(); level++) {
            nodes.add(drawnNodes(level));
        }
    }

    /** An active edge. */
    record Place(int input, int column) {}

    /** The edges of a layer. */
    List<Place> edges(int l) {
        return edges.get(l);
    }

    /** The numbers of the nodes of a level; the inputs are level 0. */
    List<Integer> nodes(int level) {
        return nodes.get(level);
    }

    private List<Place> drawnEdges(int l) {
        List<Place> places = new ArrayList<>();
        Layer layer = network.layer(l);
        for (int i = 0; i < layer.in(); i++) {
            for (int c = 0; c < layer.columns(); c++) {
                if (layer.edge(i, c).active() && look.drawn().has(l, i, c)) {
                    places.add(new Place(i, c));
                }
            }
        }
        return places;
    }

    /** Nodes that a drawn edge enters or leaves, and inputs that no active edge leaves. */
    private List<Integer> drawnNodes(int level) {
        List<Integer> drawn = new ArrayList<>();
        int count = level == 0 ? network.in() : network.layer(level - 1).out();
        for (int node = 0; node < count; node++) {
            int number = node;
            boolean leaves =
                    level < network.depth() && edges.get(level).stream().anyMatch(e -> e.input() == number);
            boolean entered = level > 0
                    && edges.get(level - 1).stream()
                            .anyMatch(e -> network.layer(level - 1).nodeOf(e.column()) == number);
            if (leaves || entered || (level == 0 && look.unread() && unread(node))) {
                drawn.add(node);
            }
        }
        return drawn;
    }

    /** Whether an input has no active edge. */
    boolean unread(int input) {
        Layer first = network.layer(0);
        return IntStream.range(0, first.columns())
                .noneMatch(c -> first.edge(input, c).active());
    }
}
