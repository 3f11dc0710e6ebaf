package org.kan4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.basis.Basis;
import org.kan4j.data.Batch;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.NormalEquations;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/**
 * The penalties of a network as a function of its parameters. For a numeric edge Var φ = wᵀ·C·w with the covariance C of its
 * input's basis functions and base activation, so no value per sample is formed. C is that of the network at the start. The
 * second derivatives of the sparse terms are those of the quadratic that touches the square root from above, which keeps
 * Gauss–Newton steps safe.
 */
final class Penalty {
    private static final double EPSILON = 1e-8;
    /** Range of the smoothness weights that data may choose, and the largest factor of one choice. */
    private static final double LEAST = 1e-14;

    private static final double MOST = 1;
    private static final double STRIDE = 30;
    /** A factor that is worth new normal equations. */
    private static final double MUCH = 1.1;

    private final Penalties weights;
    /** Numeric edges of each layer. */
    private final List<List<EdgeTerm>> layers = new ArrayList<>();

    /** Unknowns that are a constant of an output where they are equal, which the ridge leaves alone. */
    private final List<int[]> constants = new ArrayList<>();

    private final Bends bends = new Bends();
    /** [edges with bends] λ of the smoothness; that of levels begins as if each had one more row, of the neutral effect. */
    private final double[] smoothness;

    /** One numeric edge: where its weights are among the unknowns, and the covariance of its rows. */
    private record EdgeTerm(int[] slots, double[] covariance) {}

    /** Combinations of coefficients, one behind the other: there may be one for each of many levels. */
    private static final class Bends {
        private int count;
        /** [count] numbers of their edges. */
        private int[] edges = new int[64];
        /** [count + 1] where each begins in the arrays below. */
        private int[] starts = new int[65];
        /** Places of the coefficients among the unknowns, and their shares. */
        private int[] slots = new int[256];

        private double[] shares = new double[256];

        void add(int edge, int[] newSlots, double[] newShares) {
            int from = starts[count];
            int to = from + newSlots.length;
            if (count == edges.length) {
                edges = Arrays.copyOf(edges, 2 * count);
                starts = Arrays.copyOf(starts, 2 * count + 1);
            }
            if (to > slots.length) {
                slots = Arrays.copyOf(slots, 2 * to);
                shares = Arrays.copyOf(shares, 2 * to);
            }
            System.arraycopy(newSlots, 0, slots, from, newSlots.length);
            System.arraycopy(newShares, 0, shares, from, newShares.length);
            edges[count++] = edge;
            starts[count] = to;
        }

        double derivative(int bend, double[] p) {
            double d = 0;
            for (int i = starts[bend]; i < starts[bend + 1]; i++) {
                d += shares[i] * p[slots[i]];
            }
            return d;
        }
    }

    /**
     * The penalties of a network.
     *
     * @param engine computes the values inside the network
     * @param kan network and parameters at the start
     * @param batch rows that the variances are taken over
     * @param indices the parameters that are unknowns
     * @param weights of the terms
     */
    Penalty(Engine engine, Kan kan, Batch batch, int[] indices, Penalties weights) {
        this(engine, kan, batch, indices, weights, false);
    }

    /** @param free whether the ridge leaves the outputs' constants alone, as it must where they are log-odds of rare classes */
    Penalty(Engine engine, Kan kan, Batch batch, int[] indices, Penalties weights, boolean free) {
        this.weights = weights;
        KanNetwork network = kan.network();
        int[] slotOf = new int[network.parameterCount()];
        Arrays.fill(slotOf, -1);
        for (int j = 0; j < indices.length; j++) {
            slotOf[indices[j]] = j;
        }
        List<Double> begin = new ArrayList<>();
        for (int l = 0; l < network.depth(); l++) {
            if (weights.sparse()) {
                layers.add(edges(engine, kan, batch, l, slotOf));
            }
            if (weights.smoothness() > 0) {
                addNeighbours(network, l, slotOf, begin, 1 / Math.max(1, batch.totalWeight()));
            }
        }
        if (free && weights.ridge() > 0) {
            addConstants(network, slotOf);
        }
        this.smoothness = begin.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Functions that sum to one make a constant of equal coefficients: those of all edges to an output. */
    private void addConstants(KanNetwork network, int[] slotOf) {
        int last = network.depth() - 1;
        Layer layer = network.layer(last);
        for (int c = 0; c < layer.sums(); c++) {
            List<int[]> slots = new ArrayList<>();
            for (int i = 0; i < layer.in(); i++) {
                boolean sums = layer.basis(i).local() || !layer.basis(i).ordered();
                if (sums && layer.edge(i, c) instanceof Edge.Numeric) {
                    slots.add(slots(
                            network,
                            last,
                            i,
                            c,
                            IntStream.range(0, layer.basis(i).size()).toArray(),
                            slotOf));
                }
            }
            if (!slots.isEmpty()) {
                constants.add(slots.stream().flatMapToInt(Arrays::stream).toArray());
            }
        }
    }

    private static double mean(int[] slots, double[] p) {
        double sum = 0;
        for (int slot : slots) {
            sum += p[slot];
        }
        return sum / slots.length;
    }

    private static List<EdgeTerm> edges(Engine engine, Kan kan, Batch batch, int l, int[] slotOf) {
        KanNetwork network = kan.network();
        Layer layer = network.layer(l);
        double[] values = batch.x();
        if (l > 0) {
            values = new double[batch.rows() * layer.in()];
            engine.values(network.head(l), kan.parameters(), batch.x(), batch.rows(), values);
        }
        List<EdgeTerm> edges = new ArrayList<>();
        for (int i = 0; i < layer.in(); i++) {
            double[] covariance = covariance(layer, i, values, batch);
            int[] rows = IntStream.range(0, layer.rows(i)).toArray();
            for (int c = 0; c < layer.columns(); c++) {
                if (layer.edge(i, c) instanceof Edge.Numeric) {
                    edges.add(new EdgeTerm(slots(network, l, i, c, rows, slotOf), covariance));
                }
            }
        }
        return edges;
    }

    /**
     * Adds those of a layer.
     *
     * @param begin weights of the edges before, to which those of this layer are added
     * @param levels weight of the spread of levels
     */
    private void addNeighbours(KanNetwork network, int l, int[] slotOf, List<Double> begin, double levels) {
        Layer layer = network.layer(l);
        for (int i = 0; i < layer.in(); i++) {
            List<Basis.Bend> own = layer.basis(i).bends();
            for (int c = 0; c < layer.columns() && !own.isEmpty(); c++) {
                if (layer.edge(i, c) instanceof Edge.Numeric) {
                    int edge = begin.size();
                    for (Basis.Bend bend : own) {
                        int[] slots = slots(network, l, i, c, bend.functions(), slotOf);
                        bends.add(edge, slots, bend.shares());
                    }
                    begin.add(layer.basis(i).ordered() ? weights.smoothness() : levels);
                }
            }
        }
    }

    /** Where some rows of the weights of an edge are among the unknowns. */
    private static int[] slots(KanNetwork network, int l, int input, int column, int[] rows, int[] slotOf) {
        Layer layer = network.layer(l);
        int[] slots = new int[rows.length];
        for (int m = 0; m < rows.length; m++) {
            slots[m] = slotOf[network.offset(l) + layer.inputOffset(input) + rows[m] * layer.columns() + column];
        }
        return slots;
    }

    private static double[] covariance(Layer layer, int input, double[] values, Batch batch) {
        Basis basis = layer.basis(input);
        BaseActivation base = layer.activation(input);
        int n = layer.rows(input);
        double total = batch.totalWeight();
        double[] means = new double[n];
        double[] products = new double[n * n];
        double[] b = new double[basis.support()];
        double[] row = new double[n];
        for (int r = 0; r < batch.rows(); r++) {
            double value = values[r * layer.in() + input];
            boolean gap = layer.gaps(input) && Double.isNaN(value);
            double x = gap ? basis.neutral() : value;
            double share = batch.weight(r) / total;
            Arrays.fill(row, 0);
            int first = basis.evaluate(x, 0, b, 0);
            System.arraycopy(b, 0, row, first, b.length);
            if (base != BaseActivation.ZERO) {
                row[basis.size()] = base.value(x);
            }
            if (gap) {
                row[n - 1] = 1;
            }
            for (int i = 0; i < n; i++) {
                means[i] += share * row[i];
                for (int j = 0; j < n; j++) {
                    products[i * n + j] += share * row[i] * row[j];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                products[i * n + j] -= means[i] * means[j];
            }
        }
        return products;
    }

    /** [edges with bends] the weights of the smoothness, the live array. */
    double[] smoothness() {
        return smoothness;
    }

    /**
     * Gives each edge the weight of smoothness that the data are evidence for, where a weight changes by much (MacKay, 1992, eqs. 4.8
     * and 4.9). With S the sum of an edge's squared derivatives, R its number of terms and H half the second derivatives of the whole,
     * γ = R − λ·tr(H⁻¹·∇²S/2) of its directions are determined by the data; λ becomes σ²·γ/S, where σ² are the squared residuals by
     * their number less that of all determined directions.
     *
     * @param p [unknowns], not modified
     * @param squares sum of the squared residuals
     * @param residuals their number
     * @param scale what the penalty is multiplied by
     * @param hessian [unknowns, unknowns] of which the lower triangle counts, H; not modified
     * @param normal may be used to factorise
     * @return whether the weights changed
     */
    boolean chooseSmoothness(
            double[] p, double squares, long residuals, double scale, double[] hessian, NormalEquations normal) {
        if (!weights.adaptive() || bends.count == 0 || !normal.factor(hessian)) {
            return false;
        }
        double[] sums = new double[smoothness.length];
        double[] determined = new double[smoothness.length];
        double all = p.length;
        for (int b = 0; b < bends.count; b++) {
            double d = bends.derivative(b, p);
            int edge = bends.edges[b];
            sums[edge] += d * d;
            int from = bends.starts[b];
            int to = bends.starts[b + 1];
            double undetermined = scale
                    * smoothness[edge]
                    * normal.inverse(
                            Arrays.copyOfRange(bends.slots, from, to), Arrays.copyOfRange(bends.shares, from, to));
            determined[edge] += 1 - undetermined;
            all -= undetermined;
        }
        double variance = squares / Math.max(1, residuals - all);
        double[] chosen = new double[smoothness.length];
        boolean much = false;
        for (int e = 0; e < smoothness.length; e++) {
            double now = smoothness[e];
            double evident = variance * Math.max(0, determined[e]) / (scale * Math.max(sums[e], Double.MIN_NORMAL));
            double nearby = Math.max(now / STRIDE, Math.min(now * STRIDE, evident));
            chosen[e] = Math.max(LEAST, Math.min(MOST, nearby));
            much |= chosen[e] > MUCH * now || now > MUCH * chosen[e];
        }
        if (much) {
            System.arraycopy(chosen, 0, smoothness, 0, chosen.length);
        }
        return much;
    }

    /** The weighted sum of all terms. */
    double value(double[] p) {
        double sum = 0;
        for (List<EdgeTerm> edges : layers) {
            double[] sizes = sizes(edges, p);
            double total = Arrays.stream(sizes).sum();
            sum += weights.l1() * total + weights.entropy() * entropy(sizes, total);
        }
        for (int b = 0; b < bends.count; b++) {
            double d = bends.derivative(b, p);
            sum += smoothness[bends.edges[b]] * d * d;
        }
        if (weights.ridge() > 0) {
            for (double v : p) {
                sum += weights.ridge() * v * v;
            }
            for (int[] slots : constants) {
                double mean = mean(slots, p);
                sum -= weights.ridge() * slots.length * mean * mean;
            }
        }
        return sum;
    }

    /**
     * Adds half the gradient and half the (approximate) second derivatives.
     *
     * @param p [unknowns]
     * @param scale what the penalty is multiplied by
     * @param gradient [unknowns], added to
     * @param hessian [unknowns, unknowns], lower triangle added to; of length 0 where it is not wanted
     */
    void add(double[] p, double scale, double[] gradient, double[] hessian) {
        boolean curved = hessian.length > 0;
        for (List<EdgeTerm> edges : layers) {
            double[] sizes = sizes(edges, p);
            double total = Arrays.stream(sizes).sum();
            double entropy = entropy(sizes, total);
            for (int e = 0; e < sizes.length; e++) {
                // The derivative of the layer's terms by the size of this edge.
                double slope = weights.l1() - weights.entropy() * (Math.log(sizes[e] / total) + entropy) / total;
                addSize(edges.get(e), p, scale * slope / (2 * sizes[e]), gradient, hessian);
            }
        }
        for (int b = 0; b < bends.count; b++) {
            double weight = scale * smoothness[bends.edges[b]];
            double d = weight * bends.derivative(b, p);
            int from = bends.starts[b];
            for (int i = from; i < bends.starts[b + 1]; i++) {
                gradient[bends.slots[i]] += d * bends.shares[i];
                for (int j = from; j <= i && curved; j++) {
                    hessian[bends.slots[i] * p.length + bends.slots[j]] += weight * bends.shares[i] * bends.shares[j];
                }
            }
        }
        double ridge = scale * weights.ridge();
        for (int i = 0; i < p.length && ridge > 0; i++) {
            gradient[i] += ridge * p[i];
            if (curved) {
                hessian[i * p.length + i] += ridge;
            }
        }
        for (int[] slots : constants) {
            double mean = mean(slots, p);
            for (int a : slots) {
                gradient[a] -= ridge * mean;
                for (int b : slots) {
                    if (curved && b <= a) {
                        hessian[a * p.length + b] -= ridge / slots.length;
                    }
                }
            }
        }
    }

    /** The gradient of the variance times {@code factor}, and its second derivatives where these make a convex bound. */
    private static void addSize(EdgeTerm edge, double[] p, double factor, double[] gradient, double[] hessian) {
        int n = edge.slots.length;
        for (int i = 0; i < n; i++) {
            int row = edge.slots[i];
            for (int j = 0; j < n; j++) {
                int column = edge.slots[j];
                double c = factor * edge.covariance[i * n + j];
                gradient[row] += c * p[column];
                if (hessian.length > 0 && column <= row && factor > 0) {
                    hessian[row * p.length + column] += c;
                }
            }
        }
    }

    private static double[] sizes(List<EdgeTerm> edges, double[] p) {
        double[] sizes = new double[edges.size()];
        for (int e = 0; e < sizes.length; e++) {
            sizes[e] = Math.sqrt(variance(edges.get(e), p) + EPSILON);
        }
        return sizes;
    }

    private static double entropy(double[] sizes, double total) {
        double entropy = 0;
        for (double size : sizes) {
            entropy -= size / total * Math.log(size / total);
        }
        return entropy;
    }

    private static double variance(EdgeTerm edge, double[] p) {
        int n = edge.slots.length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sum += p[edge.slots[i]] * edge.covariance[i * n + j] * p[edge.slots[j]];
            }
        }
        return Math.max(0, sum);
    }
}
