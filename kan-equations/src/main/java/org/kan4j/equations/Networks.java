package org.kan4j.equations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.function.Functions;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/** Expansions as networks: one layer of edges for one input; for two, product nodes f_r(x)·g_r(y) and a layer that adds them up. */
final class Networks {
    /** What is left of a coefficient matrix that counts as rounding, as a share of its largest entry. */
    private static final double ROUNDING = 1e-15;

    private Networks() {}

    /** A term f(x)·g(y) of an unknown. */
    record Term(int unknown, double[] f, double[] g) {}

    /** The network of an expansion. */
    static Kan of(Expansion expansion) {
        Tensor tensor = expansion.tensor();
        return tensor.bases.length == 1 ? sums(expansion) : products(tensor, terms(expansion));
    }

    private static Kan sums(Expansion expansion) {
        Tensor tensor = expansion.tensor();
        Layer layer = Layer.dense(List.of(tensor.bases), BaseActivation.ZERO, tensor.unknowns);
        double[] p = new double[layer.parameterCount()];
        System.arraycopy(expansion.c(), 0, p, 0, p.length);
        return new Kan(new KanNetwork(List.of(layer)), p);
    }

    /**
     * The terms of all unknowns of two inputs: the columns of the matrix of coefficients, the largest first, each made orthogonal to those
     * before, until nothing is left (Gram and Schmidt with pivots).
     */
    static List<Term> terms(Expansion expansion) {
        Tensor tensor = expansion.tensor();
        List<Term> terms = new ArrayList<>();
        int rows = tensor.outerSize;
        int columns = tensor.innerSize;
        for (int k = 0; k < tensor.unknowns; k++) {
            double[][] left = new double[columns][rows];
            double largest = 0;
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    left[j][i] = expansion.c()[(i * tensor.unknowns + k) * columns + j];
                    largest = Math.max(largest, Math.abs(left[j][i]));
                }
            }
            for (int r = 0; r < Math.min(rows, columns); r++) {
                int pivot = 0;
                for (int j = 1; j < columns; j++) {
                    pivot = squares(left[j]) > squares(left[pivot]) ? j : pivot;
                }
                double norm = Math.sqrt(squares(left[pivot]));
                if (!(norm > ROUNDING * largest)) {
                    break;
                }
                double[] q = left[pivot].clone();
                for (int i = 0; i < rows; i++) {
                    q[i] /= norm;
                }
                double[] g = new double[columns];
                for (int j = 0; j < columns; j++) {
                    for (int i = 0; i < rows; i++) {
                        g[j] += q[i] * left[j][i];
                    }
                    for (int i = 0; i < rows; i++) {
                        left[j][i] -= g[j] * q[i];
                    }
                }
                terms.add(tensor.outer == 0 ? new Term(k, q, g) : new Term(k, g, q));
            }
        }
        return terms;
    }

    private static double squares(double[] v) {
        double sum = 0;
        for (double x : v) {
            sum += x * x;
        }
        return sum;
    }

    private static Kan products(Tensor tensor, List<Term> terms) {
        int count = Math.max(1, terms.size());
        int[] owners = new int[count];
        for (int r = 0; r < terms.size(); r++) {
            owners[r] = terms.get(r).unknown();
        }
        KanNetwork network = network(List.of(tensor.bases), owners, tensor.unknowns);
        double[] p = start(network);
        Layer layer = network.layer(0);
        for (int r = 0; r < terms.size(); r++) {
            put(p, layer, 0, 2 * r, terms.get(r).f());
            put(p, layer, 1, 2 * r + 1, terms.get(r).g());
        }
        return new Kan(network, p);
    }

    private static void put(double[] p, Layer layer, int input, int column, double[] values) {
        for (int m = 0; m < values.length; m++) {
            p[layer.inputOffset(input) + m * layer.columns() + column] = values[m];
        }
    }

    /**
     * Product nodes of one function of each input, added up to unknowns.
     *
     * @param bases of the inputs
     * @param owners the unknown that each product node belongs to
     * @param unknowns how many
     */
    static KanNetwork network(List<Basis> bases, int[] owners, int unknowns) {
        int inputs = bases.size();
        int[] arities = new int[owners.length];
        Arrays.fill(arities, inputs);
        int columns = inputs * owners.length;
        List<Edge> edges = new ArrayList<>(Collections.nCopies(inputs * columns, Edge.MASKED));
        for (int c = 0; c < columns; c++) {
            edges.set(c % inputs * columns + c, Edge.NUMERIC);
        }
        Layer products = new Layer(bases, Collections.nCopies(inputs, BaseActivation.ZERO), 0, arities, edges);
        Edge identity = new Edge.Symbolic(Functions.byName("identity").orElseThrow());
        List<Edge> adding = new ArrayList<>(Collections.nCopies(owners.length * unknowns, Edge.MASKED));
        for (int r = 0; r < owners.length; r++) {
            adding.set(r * unknowns + owners[r], identity);
        }
        Layer sums = new Layer(
                Collections.nCopies(owners.length, BSpline.STANDARD),
                Collections.nCopies(owners.length, BaseActivation.ZERO),
                unknowns,
                new int[0],
                adding);
        return new KanNetwork(List.of(products, sums));
    }

    /** Parameters of such a network: the second layer adds, the first is zero. */
    static double[] start(KanNetwork network) {
        double[] p = new double[network.parameterCount()];
        Layer sums = network.layer(1);
        for (int r = 0; r < sums.in(); r++) {
            for (int k = 0; k < sums.columns(); k++) {
                int at = sums.symbolicOffset(r, k);
                if (at >= 0) {
                    p[network.offset(1) + at] = 1;
                    p[network.offset(1) + at + 2] = 1;
                }
            }
        }
        return p;
    }
}
