package org.kan4j.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/** Networks of B-splines of odd sizes, by seed: any orders, knots, extrapolations and base activations, products and masks. */
final class RandomSplines {
    private static final List<Extrapolation> EXTRAPOLATIONS = List.of(Extrapolation.values());
    private static final List<BaseActivation> ACTIVATIONS = List.of(BaseActivation.values());

    private RandomSplines() {}

    static Kan kan(long seed) {
        Random random = new Random(seed);
        int depth = 1 + random.nextInt(3);
        List<Layer> layers = new ArrayList<>();
        int in = width(random);
        for (int l = 0; l < depth; l++) {
            List<Basis> bases = new ArrayList<>();
            List<BaseActivation> activations = new ArrayList<>();
            for (int i = 0; i < in; i++) {
                bases.add(new BSpline(grid(random), 1 + random.nextInt(5), EXTRAPOLATIONS.get(random.nextInt(3))));
                activations.add(ACTIVATIONS.get(random.nextInt(3)));
            }
            int[] arities = new int[random.nextInt(3)];
            int columns = width(random);
            int sums = columns;
            for (int p = 0; p < arities.length; p++) {
                arities[p] = 2 + random.nextInt(2);
                columns += arities[p];
            }
            List<Edge> edges = new ArrayList<>();
            for (int e = 0; e < in * columns; e++) {
                edges.add(random.nextInt(8) == 0 ? Edge.MASKED : Edge.NUMERIC);
            }
            layers.add(new Layer(bases, activations, sums, arities, edges));
            in = sums + arities.length;
        }
        KanNetwork network = new KanNetwork(layers);
        double[] p = new double[network.parameterCount()];
        for (int l = 0; l < depth; l++) {
            int end = network.offset(l) + network.layer(l).parameterCount();
            for (int j = network.offset(l); j < end; j++) {
                p[j] = random.nextGaussian() / Math.sqrt(network.layer(l).in());
            }
        }
        return new Kan(network, p);
    }

    /** Mostly small, sometimes beyond a warp; seldom a power of two. */
    private static int width(Random random) {
        return 1 + random.nextInt(random.nextInt(4) == 0 ? 50 : 9);
    }

    private static Grid grid(Random random) {
        int intervals = 1 + random.nextInt(12);
        double[] t = new double[intervals + 1];
        t[0] = -1.5 - random.nextDouble();
        for (int i = 1; i <= intervals; i++) {
            t[i] = t[i - 1] + (0.2 + random.nextDouble()) * 4 / intervals;
        }
        return Grid.of(t);
    }

    /** Inputs [rows, in] within the grids and beyond, some of them at the ends. */
    static double[] inputs(Kan kan, int rows, long seed) {
        Random random = new Random(seed);
        int in = kan.network().in();
        double[] x = new double[rows * in];
        for (int e = 0; e < x.length; e++) {
            Grid grid = kan.network().layer(0).basis(e % in).grid();
            int kind = random.nextInt(20);
            x[e] = kind == 0 ? grid.lo() : kind == 1 ? grid.hi() : 1.3 * random.nextGaussian();
        }
        return x;
    }
}
