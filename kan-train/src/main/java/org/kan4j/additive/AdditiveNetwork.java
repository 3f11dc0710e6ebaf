package org.kan4j.additive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.function.Functions;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/**
 * The network that a fit stands for. Functions of one input are the edges to a sum node. A function of two inputs is first freed of what
 * are functions of one of them, which those get (its means over the other one's rows; Lengerich et al., AISTATS 2020); what stays is a
 * sum of few products f(a)·g(b), a product node for each, that the output adds to the sum node.
 */
final class AdditiveNetwork {
    /** Share of the squares of a pair's coefficients that its products may leave out. */
    private static final double LEFT_OUT = 1e-3;

    private final Design design;
    private final Coefficients found;
    private final List<Basis> bases;
    private final int outputs;
    /** [outputs][inputs][size of the input's basis] */
    private final double[][][] edges;

    private final boolean[] gaps;
    /** [outputs][inputs] the effects of gaps */
    private final double[][] ofGaps;
    /** [outputs] the input whose edge has the intercept */
    private final int[] home;

    private final List<Product> products = new ArrayList<>();

    /** A product of a function of each of two inputs, with coefficients in the bases of the network. */
    private record Product(int output, int a, double[] f, int b, double[] g) {}

    private AdditiveNetwork(Design design, Coefficients found, List<Basis> bases, Layer like) {
        this.design = design;
        this.found = found;
        this.bases = bases;
        this.outputs = found.values().length;
        this.gaps = new boolean[bases.size()];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = like.gaps(i);
        }
        this.ofGaps = new double[outputs][bases.size()];
        this.home = new int[outputs];
        this.edges = new double[outputs][bases.size()][];
        for (double[][] of : edges) {
            for (int i = 0; i < of.length; i++) {
                of[i] = new double[bases.get(i).size()];
            }
        }
    }

    /**
     * {@return a network with the values of a fit}
     *
     * @param design what was fitted
     * @param found its coefficients
     * @param bases [inputs] those of the terms of one input; those of pairs are they, or they are those of pairs made finer
     * @param like a layer of the same inputs, which says which of them have gaps
     */
    static Kan of(Design design, Coefficients found, List<Basis> bases, Layer like) {
        AdditiveNetwork network = new AdditiveNetwork(design, found, bases, like);
        for (int o = 0; o < network.outputs; o++) {
            network.gather(o);
        }
        return network.assemble();
    }

    private void gather(int o) {
        double[] values = found.values()[o];
        double constant = values[0];
        for (int t = 0; t < design.terms().size(); t++) {
            Term term = design.terms().get(t);
            double[] c = Arrays.copyOfRange(values, design.offset(t), design.offset(t) + term.size());
            if (Arrays.stream(c).allMatch(v -> v == 0)) {
                continue;
            }
            if (term.gaps()) {
                ofGaps[o][term.input()] += c[1] - c[0];
                constant += c[0];
            } else if (term.pair()) {
                addPair(o, term, c);
            } else {
                add(o, term.tables().get(0), c);
            }
        }
        addConstant(o, constant);
    }

    private void add(int o, FunctionTable table, double[] c) {
        double[] fine = finer(table, c);
        double[] edge = edges[o][table.input()];
        for (int j = 0; j < edge.length; j++) {
            edge[j] += fine[j];
        }
    }

    private double[] finer(FunctionTable table, double[] c) {
        Basis basis = bases.get(table.input());
        if (table.isCyclic()) {
            return table.unrolled(c);
        }
        return table.basis().equals(basis) ? c : table.basis().refine(basis, c, 1);
    }

    private void addPair(int o, Term term, double[] c) {
        FunctionTable a = term.tables().get(0);
        FunctionTable b = term.tables().get(1);
        int rows = a.basis().size();
        int columns = b.basis().size();
        double[] meanA = means(a);
        double[] meanB = means(b);
        double[] ofA = new double[rows];
        double[] ofB = new double[columns];
        double constant = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                ofA[i] += c[i * columns + j] * meanB[j];
                ofB[j] += c[i * columns + j] * meanA[i];
                constant += c[i * columns + j] * meanA[i] * meanB[j];
            }
        }
        for (int j = 0; j < columns; j++) {
            ofB[j] -= constant;
        }
        double[] pure = new double[c.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                pure[i * columns + j] = c[i * columns + j] - ofA[i] - ofB[j];
            }
        }
        add(o, a, ofA);
        add(o, b, ofB);
        for (LowRank product : LowRank.of(pure, rows, columns, LEFT_OUT)) {
            products.add(new Product(o, a.input(), finer(a, product.column()), b.input(), finer(b, product.row())));
        }
    }

    /** The means of the functions over the rows; they sum to one. */
    private static double[] means(FunctionTable table) {
        double[] means = new double[table.basis().size()];
        int support = table.basis().support();
        int rows = table.first().length;
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < support; i++) {
                means[table.first()[r] + i] += table.values()[r * support + i] / rows;
            }
        }
        return means;
    }

    /** Functions of local support sum to one, so that every coefficient of an edge gets it. */
    private void addConstant(int o, double constant) {
        home[o] = IntStream.range(0, bases.size())
                .filter(i -> used(edges[o][i]))
                .findFirst()
                .orElse(0);
        double[] edge = edges[o][home[o]];
        for (int j = 0; j < edge.length; j++) {
            edge[j] += constant;
        }
    }

    private static boolean used(double[] edge) {
        return Arrays.stream(edge).anyMatch(v -> v != 0);
    }

    private Kan assemble() {
        int inputs = bases.size();
        int columns = outputs + 2 * products.size();
        int[] arities = new int[products.size()];
        Arrays.fill(arities, 2);
        double[][] weights = new double[inputs * columns][];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                boolean used = i == home[o] || ofGaps[o][i] != 0 || used(edges[o][i]);
                weights[i * columns + o] = used ? edges[o][i] : new double[0];
            }
        }
        for (int p = 0; p < products.size(); p++) {
            Product product = products.get(p);
            weights[product.a * columns + outputs + 2 * p] = product.f;
            weights[product.b * columns + outputs + 2 * p + 1] = product.g;
        }
        List<Edge> kinds = new ArrayList<>();
        for (double[] of : weights) {
            kinds.add(of == null || of.length == 0 ? Edge.MASKED : Edge.NUMERIC);
        }
        Layer first = new Layer(bases, Collections.nCopies(inputs, BaseActivation.ZERO), outputs, arities, kinds)
                .withGaps(gaps);
        KanNetwork network =
                new KanNetwork(products.isEmpty() ? List.of(first) : List.of(first, sums(outputs + products.size())));
        double[] p = new double[network.parameterCount()];
        for (int i = 0; i < inputs; i++) {
            for (int c = 0; c < columns; c++) {
                double[] of = weights[i * columns + c];
                for (int j = 0; of != null && j < of.length; j++) {
                    p[first.inputOffset(i) + j * columns + c] = of[j];
                }
                if (gaps[i] && c < outputs) {
                    p[first.inputOffset(i) + bases.get(i).size() * columns + c] = ofGaps[c][i];
                }
            }
        }
        Kan kan = new Kan(network, p);
        for (int node = 0; !products.isEmpty() && node < outputs + products.size(); node++) {
            int output = node < outputs ? node : products.get(node - outputs).output;
            kan = kan.withSymbolic(1, node, output, Functions.byName("identity").orElseThrow(), 1, 0, 1, 0);
        }
        return kan;
    }

    /** A layer with no edges yet, on the smallest basis. */
    private Layer sums(int nodes) {
        Basis basis = new BSpline(Grid.uniform(-1, 1, 1), 1, Extrapolation.LINEAR);
        return new Layer(
                Collections.nCopies(nodes, basis),
                Collections.nCopies(nodes, BaseActivation.ZERO),
                outputs,
                new int[0],
                Collections.nCopies(nodes * outputs, Edge.MASKED));
    }
}
