package org.kan4j.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Categories;
import org.kan4j.basis.EveryBasis;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;

/** Small networks of every kind, by seed: any bases, grids, extrapolations, products, masks, symbolic edges. */
public final class RandomNetworks {
    private static final List<UnivariateFunction> SMOOTH =
            List.of("sin", "cos", "tanh", "gaussian", "square", "atan", "logistic").stream()
                    .map(name -> Functions.byName(name).orElseThrow())
                    .toList();

    private static final List<BaseActivation> ACTIVATIONS = List.of(BaseActivation.values());

    private RandomNetworks() {}

    public static Kan kan(long seed) {
        return kan(seed, RandomNetworks::basis);
    }

    /** A network of bases that the function draws. */
    public static Kan kan(long seed, Function<Random, Basis> basis) {
        Random random = new Random(seed);
        while (true) {
            Kan kan = draw(random, basis);
            // A node that hardly varies may sit on a knot whatever the input; such networks are passed over.
            Random inputs = new Random(seed);
            for (int tries = 0; tries < 50; tries++) {
                if (!nearKnot(kan, row(inputs, kan.network().in()), 0.02)) {
                    return kan;
                }
            }
        }
    }

    /** A network whose first inputs are categories or may have gaps. */
    public static Kan mixed(long seed) {
        Random random = new Random(seed);
        KanNetwork network = kan(seed).network();
        Layer first = network.layer(0);
        List<Basis> bases = new ArrayList<>(first.bases());
        List<BaseActivation> activations = new ArrayList<>(first.activations());
        boolean[] gaps = new boolean[first.in()];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = random.nextBoolean();
            if (random.nextBoolean() && first.edges().stream().noneMatch(Edge.Symbolic.class::isInstance)) {
                bases.set(i, new Categories(1 + random.nextInt(4)));
                activations.set(i, BaseActivation.ZERO);
            }
        }
        Layer changed = new Layer(bases, activations, first.sums(), first.arities(), first.edges()).withGaps(gaps);
        KanNetwork mixed = network.withLayer(0, changed);
        return new Kan(mixed, random.doubles(mixed.parameterCount(), -1, 1).toArray());
    }

    /** Inputs [rows, in] of a network of {@link #mixed}: levels, unknown ones, and gaps. */
    public static double[] mixedInputs(Kan kan, int rows, long seed) {
        Random random = new Random(seed);
        Layer first = kan.network().layer(0);
        double[] x = new double[rows * first.in()];
        for (int j = 0; j < x.length; j++) {
            int i = j % first.in();
            boolean gap = first.gaps(i) && random.nextInt(3) == 0;
            double value = first.basis(i).ordered()
                    ? random.nextGaussian()
                    : random.nextInt(first.basis(i).size() + 1) - 1;
            x[j] = gap ? Double.NaN : value;
        }
        return x;
    }

    /** A spline, or any other basis: of few functions on a wide range where its settings count them, since slopes multiply from layer to layer. */
    private static Basis basis(Random random) {
        if (random.nextBoolean()) {
            return spline(random, Extrapolation.values());
        }
        Grid range = Grid.of(-1.5 - random.nextDouble(), 1.5 + random.nextDouble());
        List<Basis> all = EveryBasis.on(range, 1 + random.nextInt(3));
        Basis basis = all.get(random.nextInt(all.size()));
        return basis.settings().counted().isPresent() ? basis : basis.withGrid(grid(random));
    }

    /** A spline of any order. */
    public static BSpline spline(Random random, Extrapolation... extrapolations) {
        return new BSpline(grid(random), 1 + random.nextInt(5), extrapolations[random.nextInt(extrapolations.length)]);
    }

    private static Kan draw(Random random, Function<Random, Basis> basis) {
        int depth = 1 + random.nextInt(3);
        List<Layer> layers = new ArrayList<>();
        int in = 1 + random.nextInt(3);
        for (int l = 0; l < depth; l++) {
            List<Basis> bases = new ArrayList<>();
            List<BaseActivation> activations = new ArrayList<>();
            for (int i = 0; i < in; i++) {
                bases.add(basis.apply(random));
                activations.add(ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size())));
            }
            int[] arities = new int[random.nextInt(3)];
            for (int p = 0; p < arities.length; p++) {
                arities[p] = 2 + random.nextInt(2);
            }
            int sums = random.nextInt(3) + (arities.length == 0 ? 1 : 0);
            Layer layer = new Layer(bases, activations, sums, arities, edges(random, in, sums, arities));
            layers.add(layer);
            in = layer.out();
        }
        KanNetwork network = new KanNetwork(layers);
        double[] p = new double[network.parameterCount()];
        for (int j = 0; j < p.length; j++) {
            p[j] = 0.7 * random.nextGaussian();
        }
        return new Kan(network, p);
    }

    private static List<Edge> edges(Random random, int in, int sums, int[] arities) {
        int columns = sums;
        for (int arity : arities) {
            columns += arity;
        }
        List<Edge> edges = new ArrayList<>();
        for (int e = 0; e < in * columns; e++) {
            double kind = random.nextDouble();
            edges.add(
                    kind < 0.15
                            ? Edge.MASKED
                            : kind < 0.3 ? new Edge.Symbolic(SMOOTH.get(random.nextInt(SMOOTH.size()))) : Edge.NUMERIC);
        }
        return edges;
    }

    public static Grid grid(Random random) {
        int intervals = 1 + random.nextInt(6);
        double lo = -0.3 - 2 * random.nextDouble();
        double hi = 0.3 + 2 * random.nextDouble();
        if (random.nextBoolean()) {
            return Grid.uniform(lo, hi, intervals);
        }
        double[] t = new double[intervals + 1];
        t[0] = lo;
        for (int i = 1; i <= intervals; i++) {
            t[i] = t[i - 1] + 0.15 + random.nextDouble();
        }
        return Grid.of(t);
    }

    /** Inputs [rows, in], inside the grids and outside of them, at which no node of any row is within {@code gap} of a knot. */
    public static double[] inputs(Kan kan, int rows, double gap, long seed) {
        Random random = new Random(seed);
        int in = kan.network().in();
        double[] x = new double[rows * in];
        for (int r = 0; r < rows; r++) {
            double[] row = row(random, in);
            while (gap > 0 && nearKnot(kan, row, gap)) {
                row = row(random, in);
            }
            System.arraycopy(row, 0, x, r * in, in);
        }
        return x;
    }

    private static double[] row(Random random, int in) {
        double[] row = new double[in];
        for (int i = 0; i < in; i++) {
            row[i] = 1.3 * random.nextGaussian();
        }
        return row;
    }

    private static boolean nearKnot(Kan kan, double[] row, double gap) {
        for (int l = 0; l < kan.network().depth(); l++) {
            Layer layer = kan.network().layer(l);
            double[] values = row;
            if (l > 0) {
                values = new double[layer.in()];
                new CpuEngine().values(kan.network().head(l), kan.parameters(), row, 1, values);
            }
            for (int i = 0; i < layer.in(); i++) {
                Grid grid = layer.basis(i).grid();
                for (int k = -BSpline.MAX_ORDER; k <= grid.intervals() + BSpline.MAX_ORDER; k++) {
                    if (Math.abs(values[i] - grid.knot(k)) < gap) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
