package org.kan4j.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Refit;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;

/** A network and its parameters. Immutable: every change gives a new value. */
public final class Kan {
    private final KanNetwork network;
    private final double[] parameters;

    /**
     * A network with parameters.
     *
     * @param network structure
     * @param parameters [network.parameterCount], copied
     * @throws IllegalArgumentException if their number is wrong
     */
    public Kan(KanNetwork network, double[] parameters) {
        this.network = Objects.requireNonNull(network, "network");
        if (parameters.length != network.parameterCount()) {
            throw new IllegalArgumentException(
                    "parameters: " + network.parameterCount() + " required, got " + parameters.length);
        }
        this.parameters = parameters.clone();
    }

    /**
     * {@return a network of B-spline edges with random parameters, on grids from −range to range}
     *
     * @param shape nodes of each layer
     * @param intervals G ≥ 1 of every grid
     * @param order of the splines, 1 … 5
     * @param range grids reach from −range to range, range &gt; 0
     * @param seed of the parameters
     */
    public static Kan random(Shape shape, int intervals, int order, double range, long seed) {
        return random(shape, new BSpline(Grid.uniform(-range, range, intervals), order, Extrapolation.LINEAR), seed);
    }

    /**
     * {@return a network with random parameters} Every edge begins as a small random combination of basis functions around a random
     * multiple of its base activation, scaled so that a node of standardised inputs has a spread of about one.
     *
     * @param shape nodes of each layer
     * @param basis of every input of every layer
     * @param seed of the parameters
     */
    public static Kan random(Shape shape, Basis basis, long seed) {
        List<Layer> layers = new ArrayList<>();
        int in = shape.inputs();
        for (Shape.Nodes nodes : shape.layers()) {
            int[] arities = nodes.arities().stream().mapToInt(Integer::intValue).toArray();
            layers.add(Layer.dense(Collections.nCopies(in, basis), BaseActivation.SILU, nodes.sums(), arities));
            in = nodes.sums() + arities.length;
        }
        KanNetwork network = new KanNetwork(layers);
        double[] p = new double[network.parameterCount()];
        SplittableRandom random = new SplittableRandom(seed);
        for (int l = 0; l < network.depth(); l++) {
            Layer layer = network.layer(l);
            double scale = 1 / Math.sqrt(layer.in());
            for (int i = 0; i < layer.in(); i++) {
                int start = network.offset(l) + layer.inputOffset(i);
                int splines = layer.basis(i).size() * layer.columns();
                for (int j = 0; j < layer.rows(i) * layer.columns(); j++) {
                    p[start + j] = scale * gaussian(random) * (j < splines ? 0.3 : 1);
                }
            }
        }
        return new Kan(network, p);
    }

    /** A standard normal number by Marsaglia's polar method. */
    private static double gaussian(SplittableRandom random) {
        while (true) {
            double u = 2 * random.nextDouble() - 1;
            double v = 2 * random.nextDouble() - 1;
            double s = u * u + v * v;
            if (s > 0 && s < 1) {
                return u * Math.sqrt(-2 * Math.log(s) / s);
            }
        }
    }

    /** {@return the structure} */
    public KanNetwork network() {
        return network;
    }

    /** {@return a copy of the flat parameters} */
    public double[] parameters() {
        return parameters.clone();
    }

    /**
     * {@return a network of this structure with other parameters}
     *
     * @param changed [parameters], copied
     */
    public Kan withParameters(double[] changed) {
        return new Kan(network, changed);
    }

    /**
     * {@return this network with one edge masked: zero, whatever its parameters}
     *
     * @param layer number of the layer
     * @param input number of the input
     * @param column number of the column
     */
    public Kan withMasked(int layer, int input, int column) {
        return withEdge(layer, input, column, Edge.MASKED);
    }

    /**
     * {@return this network with one edge replaced by c·f(a·x + b) + d}
     *
     * @param layer its layer
     * @param input its input
     * @param column its column
     * @param f the function
     * @param abcd [4] the constants
     */
    public Kan withSymbolic(int layer, int input, int column, UnivariateFunction f, double... abcd) {
        if (abcd.length != 4) {
            throw new IllegalArgumentException("symbolic edge: 4 constants required, got " + abcd.length);
        }
        Kan changed = withEdge(layer, input, column, new Edge.Symbolic(f));
        double[] p = changed.parameters();
        System.arraycopy(
                abcd,
                0,
                p,
                changed.network.offset(layer) + changed.network.layer(layer).symbolicOffset(input, column),
                4);
        return changed.withParameters(p);
    }

    private Kan withEdge(int l, int input, int column, Edge edge) {
        Layer before = network.layer(l);
        Layer after = before.withEdge(input, column, edge);
        double[] block = new double[after.parameterCount()];
        int from = network.offset(l);
        int numeric = before.inputOffset(before.in() - 1) + before.rows(before.in() - 1) * before.columns();
        System.arraycopy(parameters, from, block, 0, numeric);
        for (int i = 0; i < before.in(); i++) {
            for (int c = 0; c < before.columns(); c++) {
                if (before.symbolicOffset(i, c) >= 0 && after.symbolicOffset(i, c) >= 0) {
                    System.arraycopy(
                            parameters, from + before.symbolicOffset(i, c), block, after.symbolicOffset(i, c), 4);
                }
            }
        }
        return withBlock(l, after, block);
    }

    /** This network with one layer and its parameters replaced. */
    private Kan withBlock(int l, Layer layer, double[] block) {
        KanNetwork changed = network.withLayer(l, layer);
        double[] p = new double[changed.parameterCount()];
        System.arraycopy(parameters, 0, p, 0, network.offset(l));
        System.arraycopy(block, 0, p, network.offset(l), block.length);
        int after = network.offset(l) + network.layer(l).parameterCount();
        System.arraycopy(parameters, after, p, network.offset(l) + block.length, parameters.length - after);
        return new Kan(changed, p);
    }

    /**
     * {@return this network with every basis refined ({@link Basis#refined}): every interval split, or so many times the functions} As far as
     * the families know exact coefficients ({@link Basis#refine}), the function stays the same to rounding: a spline's inside its
     * grid, and outside of it under {@code LINEAR} and {@code CONSTANT} extrapolation. The other families come as near as least
     * squares on the finer grid take them.
     *
     * @param parts ≥ 1
     */
    public Kan refined(int parts) {
        Kan result = this;
        for (int l = 0; l < network.depth(); l++) {
            Layer layer = network.layer(l);
            List<Basis> bases =
                    layer.bases().stream().map(b -> b.refined(parts)).toList();
            result = result.withBases(
                    l, bases, (from, to, coefficients) -> from.refine(to, coefficients, layer.columns()));
        }
        return result;
    }

    /**
     * {@return this network with the functions of one layer refitted on other grids, by least squares at the given points}
     *
     * @param l the layer
     * @param grids [in] a new grid for each input; for bases whose settings count their functions only its ends count
     * @param points [in][] values of each input where the functions matter
     */
    public Kan withGrids(int l, List<Grid> grids, double[][] points) {
        Layer layer = network.layer(l);
        if (grids.size() != layer.in() || points.length != layer.in()) {
            throw new IllegalArgumentException("grids: " + layer.in() + " required for layer " + l + ", got "
                    + grids.size() + " grids and " + points.length + " sets of points");
        }
        List<Basis> bases = new ArrayList<>();
        for (int i = 0; i < layer.in(); i++) {
            bases.add(layer.basis(i).withGrid(grids.get(i)));
        }
        int[] input = {0};
        return withBases(l, bases, (from, to, coefficients) -> {
            double[] known = points[input[0]++];
            return from.ordered() ? Refit.leastSquares(from, to, coefficients, layer.columns(), known) : coefficients;
        });
    }

    /** How the coefficients of one input, [from.size, columns], become those on another basis; called input by input. */
    @FunctionalInterface
    private interface Transfer {
        double[] apply(Basis from, Basis to, double[] coefficients);
    }

    private Kan withBases(int l, List<Basis> bases, Transfer transfer) {
        Layer before = network.layer(l);
        Layer after = before.withBases(bases);
        double[] block = new double[after.parameterCount()];
        int from = network.offset(l);
        int end = 0;
        int endBefore = 0;
        for (int i = 0; i < before.in(); i++) {
            int splines = before.basis(i).size() * before.columns();
            int rest = before.rows(i) * before.columns() - splines;
            double[] coefficients = new double[splines];
            System.arraycopy(parameters, from + before.inputOffset(i), coefficients, 0, splines);
            double[] moved = transfer.apply(before.basis(i), after.basis(i), coefficients);
            System.arraycopy(moved, 0, block, after.inputOffset(i), moved.length);
            System.arraycopy(
                    parameters,
                    from + before.inputOffset(i) + splines,
                    block,
                    after.inputOffset(i) + moved.length,
                    rest);
            end = after.inputOffset(i) + moved.length + rest;
            endBefore = before.inputOffset(i) + splines + rest;
        }
        System.arraycopy(parameters, from + endBefore, block, end, before.parameterCount() - endBefore);
        return withBlock(l, after, block);
    }

    @Override
    public String toString() {
        return network.toString();
    }
}
