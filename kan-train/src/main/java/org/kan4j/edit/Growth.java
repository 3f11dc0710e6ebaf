package org.kan4j.edit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kan4j.basis.Basis;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/**
 * A network with one more hidden node. Edges that enter it begin at random; those that leave it at zero, so that the network computes what it did before until it
 * is refitted.
 */
final class Growth {
    private static final double SPREAD = 0.3;

    private final KanNetwork before;
    private final int level;
    private final boolean product;

    private Growth(KanNetwork before, int level, boolean product) {
        this.before = before;
        this.level = level;
        this.product = product;
    }

    /**
     * {@return a network with one more node}
     *
     * @param kan the network; not modified
     * @param level whose nodes enter the layer of this number, 1 to depth − 1
     * @param product whether the node multiplies two sums of edges; it adds edges otherwise
     * @param seed of the parameters
     */
    static Kan grown(Kan kan, int level, boolean product, long seed) {
        return new Growth(kan.network(), level, product).grown(kan, seed);
    }

    private Kan grown(Kan kan, long seed) {
        Layer entering = before.layer(level - 1);
        Layer leaving = before.layer(level);
        int added = product ? 2 : 1;
        // Sum nodes come before product nodes: a new one of either kind is the last of its kind.
        int firstColumn = product ? entering.columns() : entering.sums();
        int node = product ? entering.out() : entering.sums();
        int[] columns = IntStream.range(0, entering.columns() + added)
                .map(c -> c < firstColumn ? c : c < firstColumn + added ? -1 : c - added)
                .toArray();
        int[] inputs = IntStream.range(0, leaving.in() + 1)
                .map(i -> i < node ? i : i == node ? -1 : i - 1)
                .toArray();
        List<Layer> layers = new ArrayList<>(before.layers());
        layers.set(level - 1, widened(entering, columns));
        layers.set(level, lengthened(leaving, inputs));
        KanNetwork network = new KanNetwork(layers);
        double[] p = new double[network.parameterCount()];
        for (int l = 0; l < network.depth(); l++) {
            Layer from = before.layer(l);
            Layer to = network.layer(l);
            copy(
                    kan.parameters(),
                    before.offset(l),
                    from,
                    p,
                    network.offset(l),
                    to,
                    l == level ? inputs : IntStream.range(0, to.in()).toArray(),
                    l == level - 1 ? columns : IntStream.range(0, to.columns()).toArray());
        }
        begin(network, p, firstColumn, added, new SplittableRandom(seed));
        return new Kan(network, p);
    }

    /** With the columns whose number is −1 new. */
    private Layer widened(Layer layer, int[] columns) {
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < layer.in(); i++) {
            for (int column : columns) {
                edges.add(column < 0 ? Edge.NUMERIC : layer.edge(i, column));
            }
        }
        int[] arities = product ? Arrays.copyOf(layer.arities(), layer.products() + 1) : layer.arities();
        if (product) {
            arities[layer.products()] = 2;
        }
        boolean[] gaps = new boolean[layer.in()];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = layer.gaps(i);
        }
        int sums = layer.sums() + (product ? 0 : 1);
        return new Layer(layer.bases(), layer.activations(), sums, arities, edges).withGaps(gaps);
    }

    /** With the input whose number is −1 new; it has the basis of the first. */
    private static Layer lengthened(Layer layer, int[] inputs) {
        List<Basis> bases = new ArrayList<>();
        List<BaseActivation> activations = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (int input : inputs) {
            bases.add(layer.basis(Math.max(0, input)));
            activations.add(layer.activation(Math.max(0, input)));
            for (int c = 0; c < layer.columns(); c++) {
                edges.add(input < 0 ? Edge.NUMERIC : layer.edge(input, c));
            }
        }
        return new Layer(bases, activations, layer.sums(), layer.arities(), edges);
    }

    private static void copy(
            double[] from,
            int fromStart,
            Layer old,
            double[] to,
            int toStart,
            Layer layer,
            int[] inputs,
            int[] columns) {
        for (int i = 0; i < inputs.length; i++) {
            for (int c = 0; c < columns.length && inputs[i] >= 0; c++) {
                if (columns[c] < 0) {
                    continue;
                }
                for (int row = 0; row < layer.rows(i); row++) {
                    to[toStart + layer.inputOffset(i) + row * layer.columns() + c] =
                            from[fromStart + old.inputOffset(inputs[i]) + row * old.columns() + columns[c]];
                }
                int place = layer.symbolicOffset(i, c);
                if (place >= 0) {
                    System.arraycopy(
                            from, fromStart + old.symbolicOffset(inputs[i], columns[c]), to, toStart + place, 4);
                }
            }
        }
    }

    private void begin(KanNetwork network, double[] p, int firstColumn, int added, SplittableRandom random) {
        Layer layer = network.layer(level - 1);
        double scale = SPREAD / Math.sqrt(layer.in());
        for (int i = 0; i < layer.in(); i++) {
            for (int row = 0; row < layer.rows(i); row++) {
                for (int c = firstColumn; c < firstColumn + added; c++) {
                    p[network.offset(level - 1) + layer.inputOffset(i) + row * layer.columns() + c] =
                            scale * random.nextGaussian();
                }
            }
        }
    }
}
