package org.kan4j.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.basis.BasisSettings;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;

/** Structures of layers that every test of numbers goes through. */
final class Cases {
    private Cases() {}

    /** Every basis of the registry with every extrapolation that its family takes, and splines of orders 1 to 5. */
    static Stream<Basis> bases() {
        Grid grid = Grid.of(-1, -0.6, 0.1, 0.3, 1);
        Set<Basis> bases = new LinkedHashSet<>();
        for (int order = 1; order <= BSpline.MAX_ORDER; order++) {
            bases.add(new BSpline(grid, order, Extrapolation.LINEAR));
        }
        for (Basis standard : BasisRegistry.standards()) {
            bases.add(standard.withGrid(grid));
            if (standard.settings().counted().isPresent()) {
                bases.add(standard.counting(-1, 1, 1));
            }
            for (Extrapolation policy : Extrapolation.values()) {
                try {
                    bases.add(standard.with(grid, standard.settings().with(BasisSettings.EXTRAPOLATION, policy)));
                } catch (IllegalArgumentException e) {
                    // A policy that the family does not take.
                }
            }
        }
        return bases.stream();
    }

    /** Layers of those bases: plain ones, and ones with product nodes and masked edges. */
    static Stream<Layer> layers() {
        return Stream.concat(
                bases().flatMap(b -> Stream.of(layer(b, BaseActivation.SILU, 3), masked(b, BaseActivation.ZERO))),
                Stream.of(BaseActivation.values())
                        .map(a -> masked(new BSpline(Grid.uniform(-1, 1, 5), 3, Extrapolation.LINEAR), a)));
    }

    /** Three inputs with grids of their own. */
    static Layer layer(Basis basis, BaseActivation activation, int sums, int... arities) {
        List<Basis> bases = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            double shift = 0.2 * i;
            double[] t = basis.grid().breakpoints();
            for (int j = 0; j < t.length; j++) {
                t[j] = t[j] * (1 + shift) + shift;
            }
            bases.add(basis.withGrid(Grid.of(t)));
        }
        return Layer.dense(bases, activation, sums, arities);
    }

    /** Two sums, products of two and of three, and three masked edges. */
    static Layer masked(Basis basis, BaseActivation activation) {
        return layer(basis, activation, 2, 2, 3)
                .withEdge(0, 1, Edge.MASKED)
                .withEdge(2, 3, Edge.MASKED)
                .withEdge(1, 6, Edge.MASKED);
    }

    static double[] random(long seed, int length, double deviation) {
        Random random = new Random(seed);
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = deviation * random.nextGaussian();
        }
        return values;
    }

    static String describe(Layer layer) {
        return layer.basis(0) + ", " + layer.activation(0) + ", " + layer.products() + " products";
    }
}
