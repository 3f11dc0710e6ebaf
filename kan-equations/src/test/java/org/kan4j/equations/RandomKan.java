package org.kan4j.equations;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.function.Functions;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/** Small networks of any bases, base activations, product nodes, symbolic and masked edges, by seed. */
final class RandomKan {
    private static final List<String> SMOOTH = List.of("sin", "cos", "tanh", "gaussian", "square", "atan", "exp");

    private RandomKan() {}

    static Kan of(long seed) {
        Random random = new Random(seed);
        int depth = 1 + random.nextInt(3);
        int in = 1 + random.nextInt(3);
        List<Layer> layers = new ArrayList<>();
        for (int l = 0; l < depth; l++) {
            List<Basis> bases = new ArrayList<>();
            List<BaseActivation> activations = new ArrayList<>();
            for (int i = 0; i < in; i++) {
                List<Basis> all = BasisRegistry.standards();
                bases.add(all.get(random.nextInt(all.size())));
                List<BaseActivation> some = List.of(BaseActivation.values());
                activations.add(some.get(random.nextInt(some.size())));
            }
            int sums = random.nextInt(3);
            int[] arities = new int[(sums == 0 ? 1 : 0) + random.nextInt(2)];
            int columns = sums;
            for (int p = 0; p < arities.length; p++) {
                arities[p] = 2 + random.nextInt(2);
                columns += arities[p];
            }
            List<Edge> edges = new ArrayList<>();
            for (int e = 0; e < in * columns; e++) {
                double kind = random.nextDouble();
                String name = SMOOTH.get(random.nextInt(SMOOTH.size()));
                edges.add(
                        kind < 0.1
                                ? Edge.MASKED
                                : kind < 0.3
                                        ? new Edge.Symbolic(
                                                Functions.byName(name).orElseThrow())
                                        : Edge.NUMERIC);
            }
            layers.add(new Layer(bases, activations, sums, arities, edges));
            in = sums + arities.length;
        }
        KanNetwork network = new KanNetwork(layers);
        double[] p = new double[network.parameterCount()];
        for (int k = 0; k < p.length; k++) {
            p[k] = 0.4 * random.nextGaussian();
        }
        return new Kan(network, p);
    }
}
