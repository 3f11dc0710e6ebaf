package org.kan4j.equations;

import java.util.Arrays;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;

/**
 * One layer at some rows, forwards and backwards. All numbers stand in arrays of one number of each row, so that the loops of
 * {@link RowLoops} do the work: a jet is {@link Jet#size} such arrays.
 */
final class JetLayer {
    private static final int ORDERS = 4;

    /** [out · jet][rows]: the nodes' jets. */
    final double[][] nodes;

    /** [out · jet][rows]: the gradient by them. */
    final double[][] nodeGradient;

    private final Layer layer;
    private final int p0;
    private final Jet jet;
    private final int size;
    private final int columns;
    private final JetInput[] functions;
    /** Whether the inputs are those of the network: of their derivatives only ∂x_i/∂x_i = 1 is not zero. */
    private final boolean first;

    /** [in · jet][rows]: the inputs' jets, and the gradient by them, none before the first layer. */
    private final double[][] inputs;

    private final double[][] before;
    /** [in · jet][rows], of which those of second derivatives are used: ∂x_i/∂a · ∂x_i/∂b. */
    private final double[][] squares;

    /** [columns · jet][rows]: the columns' jets, and the gradient by them. */
    private final double[][] z;

    private final double[][] dz;
    /** [columns · jet][rows]: the product of a node's columns up to one. */
    private final double[][] upTo;

    private final double[][][] behind;
    private final double[][] others;
    /** [in · columns · 4][rows]: values and three derivatives of the edges' functions. */
    private final double[][] phi;

    private final double[][] factors;
    private double[] t1;
    private double[] t2;
    private final double[] products;

    /**
     * A layer.
     *
     * @param layer structure
     * @param p0 where its parameters begin
     * @param jet of the network's inputs
     * @param inputs [in · jet][rows], read by {@link #forward}
     * @param before [in · jet][rows], written by {@link #backward}; of length 0 for the first layer
     */
    JetLayer(Layer layer, int p0, Jet jet, double[][] inputs, double[][] before) {
        this.layer = layer;
        this.p0 = p0;
        this.jet = jet;
        this.size = jet.size();
        this.columns = layer.columns();
        this.inputs = inputs;
        this.before = before;
        this.first = before.length == 0;
        int rows = inputs[0].length;
        this.functions = new JetInput[layer.in()];
        int support = 0;
        for (int i = 0; i < functions.length; i++) {
            functions[i] = new JetInput(layer, p0, i, rows);
            support = Math.max(support, functions[i].support);
        }
        this.factors = new double[support][rows];
        this.squares = new double[layer.in() * size][rows];
        this.phi = new double[layer.in() * columns * ORDERS][];
        double[] zero = new double[rows];
        for (int e = 0; e < phi.length; e++) {
            boolean active =
                    layer.edge(e / ORDERS / columns, e / ORDERS % columns).active();
            phi[e] = active ? new double[rows] : zero;
        }
        this.z = new double[columns * size][rows];
        this.dz = new double[columns * size][rows];
        this.upTo = z.clone();
        this.nodes = new double[layer.out() * size][];
        this.nodeGradient = new double[layer.out() * size][];
        for (int node = 0; node < layer.out(); node++) {
            int arity = layer.columnCount(node);
            int c = layer.firstColumn(node) * size;
            for (int k = 0; k < size; k++) {
                for (int j = 1; j < arity; j++) {
                    upTo[c + j * size + k] = new double[rows];
                }
                nodes[node * size + k] = upTo[c + (arity - 1) * size + k];
                nodeGradient[node * size + k] = arity == 1 ? dz[c + k] : new double[rows];
            }
        }
        int room = layer.products() > 0 ? size : 0;
        this.behind = new double[2][room][rows];
        this.others = new double[room][rows];
        this.t1 = new double[rows];
        this.t2 = new double[rows];
        this.products = new double[rows];
    }

    private boolean zero(int i, int a) {
        return first && a != i;
    }

    /**
     * The nodes' jets.
     *
     * @param p parameters, not modified
     * @param n rows
     * @param highest derivative of the edges' functions that is needed: 2, or 3 before {@link #backward}
     */
    void forward(double[] p, int n, int highest) {
        int most = first ? 2 : highest;
        clear(z, n);
        for (int i = 0; i < layer.in(); i++) {
            functions[i].evaluate(inputs[i * size], n, most);
            for (int a = 0; a < jet.inputs(); a++) {
                for (int b = a; b < jet.inputs(); b++) {
                    RowLoops.multiply(
                            inputs[i * size + jet.first(a)],
                            inputs[i * size + jet.first(b)],
                            squares[i * size + jet.second(a, b)],
                            n);
                }
            }
            for (int c = 0; c < columns; c++) {
                if (layer.edge(i, c).active()) {
                    function(p, i, c, n, most);
                    add(i, c, n);
                }
            }
        }
        for (int node = layer.sums(); node < layer.out(); node++) {
            int c = layer.firstColumn(node) * size;
            for (int j = 1; j < layer.columnCount(node); j++) {
                int at = c + j * size;
                RowLoops.product(jet, upTo, at - size, z, at, upTo, at, n);
            }
        }
    }

    private static void clear(double[][] arrays, int n) {
        for (double[] a : arrays) {
            Arrays.fill(a, 0, n, 0);
        }
    }

    /** The function of an edge and its derivatives. */
    private void function(double[] p, int i, int c, int n, int highest) {
        int f = (i * columns + c) * ORDERS;
        JetInput in = functions[i];
        if (layer.edge(i, c) instanceof Edge.Symbolic s) {
            symbolic(s.function(), p, p0 + layer.symbolicOffset(i, c), inputs[i * size], f, n, highest);
            return;
        }
        for (int j = 0; j < in.support && !in.shared; j++) {
            RowLoops.gather(p, in.at, j * columns + c, factors[j], n);
        }
        for (int d = 0; d <= highest; d++) {
            double[] sum = phi[f + d];
            if (in.base >= 0) {
                RowLoops.scale(in.values[ORDERS * in.support + d], p[in.base + c], sum, n);
            } else {
                Arrays.fill(sum, 0, n, 0);
            }
            if (in.shared) {
                RowLoops.add(p, in.at[0] + c, columns, in.values, d, in.support, sum, n);
            } else {
                RowLoops.add(factors, 0, 1, in.values, d, ORDERS, in.support, sum, n);
            }
        }
    }

    private void symbolic(UnivariateFunction function, double[] p, int q, double[] x, int f, int n, int highest) {
        double a = p[q];
        double c = p[q + 2];
        for (int r = 0; r < n; r++) {
            double u = a * x[r] + p[q + 1];
            phi[f][r] = c * function.value(u) + p[q + 3];
            phi[f + 1][r] = c * a * function.derivative(u);
            phi[f + 2][r] = c * a * a * function.secondDerivative(u);
            phi[f + 3][r] = highest < 3 ? 0 : c * a * a * a * function.thirdDerivative(u);
        }
    }

    /** Adds the jets of an edge to those of its column. */
    private void add(int i, int c, int n) {
        int f = (i * columns + c) * ORDERS;
        int x = i * size;
        int to = c * size;
        RowLoops.add(phi[f], z[to], n);
        for (int a = 0; a < jet.inputs(); a++) {
            if (zero(i, a)) {
                continue;
            }
            RowLoops.add(phi[f + 1], inputs[x + jet.first(a)], z[to + jet.first(a)], n);
            for (int b = a; b < jet.inputs(); b++) {
                int ab = jet.second(a, b);
                if (!first) {
                    RowLoops.add(phi[f + 2], squares[x + ab], phi[f + 1], inputs[x + ab], z[to + ab], n);
                } else if (!zero(i, b)) {
                    RowLoops.add(phi[f + 2], z[to + ab], n);
                }
            }
        }
    }

    /**
     * From the gradient by the nodes' jets: rows of the Jacobian, and the gradient by the inputs' jets.
     *
     * @param p parameters, not modified
     * @param n rows
     * @param to where derivatives by the parameters go
     */
    void backward(double[] p, int n, JacobianRows to) {
        for (int node = layer.sums(); node < layer.out(); node++) {
            factorGradients(node, n);
        }
        clear(before, n);
        for (int i = 0; i < layer.in(); i++) {
            for (int c = 0; c < columns; c++) {
                if (layer.edge(i, c).active()) {
                    combine(i, c, n);
                    if (layer.edge(i, c) instanceof Edge.Symbolic s) {
                        symbolicParameters(s.function(), p, p0 + layer.symbolicOffset(i, c), i, c, n, to);
                    } else {
                        parameters(i, c, n, to);
                    }
                    if (!first) {
                        int f = (i * columns + c) * ORDERS;
                        double[] sum = before[i * size];
                        RowLoops.add(dz[c * size], phi[f + 1], t1, phi[f + 2], t2, phi[f + 3], sum, n);
                    }
                }
            }
            if (!first) {
                inputGradient(i, n);
            }
        }
    }

    /** The gradient by each factor of a product, from the product of the others. */
    private void factorGradients(int node, int n) {
        int arity = layer.columnCount(node);
        int c = layer.firstColumn(node) * size;
        double[][] after = z;
        int a0 = c + (arity - 1) * size;
        RowLoops.productBack(jet, nodeGradient, node * size, upTo, a0 - size, dz, a0, n);
        for (int j = arity - 2; j >= 0; j--) {
            int at = c + j * size;
            if (j == 0) {
                RowLoops.productBack(jet, nodeGradient, node * size, after, a0, dz, at, n);
            } else {
                RowLoops.product(jet, upTo, at - size, after, a0, others, 0, n);
                RowLoops.productBack(jet, nodeGradient, node * size, others, 0, dz, at, n);
                double[][] more = behind[j % 2];
                RowLoops.product(jet, z, at, after, a0, more, 0, n);
                after = more;
                a0 = 0;
            }
        }
    }

    /** t1, t2: the gradient by the first and second derivative of an edge's function; that by its value is the one by its column's. */
    private void combine(int i, int c, int n) {
        int from = c * size;
        if (first) {
            t1 = dz[from + jet.first(i)];
            t2 = dz[from + jet.second(i, i)];
            return;
        }
        int x = i * size;
        int pairs = 1 + jet.inputs();
        Arrays.fill(t1, 0, n, 0);
        Arrays.fill(t2, 0, n, 0);
        RowLoops.add(dz, from + 1, 1, inputs, x + 1, 1, size - 1, t1, n);
        RowLoops.add(dz, from + pairs, 1, squares, x + pairs, 1, size - pairs, t2, n);
    }

    private void parameters(int i, int c, int n, JacobianRows to) {
        JetInput in = functions[i];
        double[][] v = in.values;
        double[] t0 = dz[c * size];
        for (int j = 0; j < in.support; j++) {
            int k = ORDERS * j;
            RowLoops.multiply(t0, v[k], t1, v[k + 1], t2, v[k + 2], products, n);
            if (in.shared) {
                to.put(in.at[0] + j * columns + c, products, n);
            } else {
                to.put(in.at, j * columns + c, products, n);
            }
        }
        if (in.base >= 0) {
            int k = ORDERS * in.support;
            RowLoops.multiply(t0, v[k], t1, v[k + 1], t2, v[k + 2], products, n);
            to.put(in.base + c, products, n);
        }
    }

    private void symbolicParameters(
            UnivariateFunction function, double[] p, int q, int i, int c, int n, JacobianRows to) {
        double a = p[q];
        double[] x = inputs[i * size];
        double[] t0 = dz[c * size];
        for (int r = 0; r < n; r++) {
            double u = a * x[r] + p[q + 1];
            double f1 = function.derivative(u);
            double f2 = function.secondDerivative(u);
            double f3 = function.thirdDerivative(u);
            double ax = a * x[r];
            double byA = t0[r] * f1 * x[r] + t1[r] * (f1 + ax * f2) + t2[r] * a * (2 * f2 + ax * f3);
            to.put(q, r, p[q + 2] * byA);
            to.put(q + 1, r, p[q + 2] * (t0[r] * f1 + t1[r] * a * f2 + t2[r] * a * a * f3));
            to.put(q + 2, r, t0[r] * function.value(u) + t1[r] * a * f1 + t2[r] * a * a * f2);
            to.put(q + 3, r, t0[r]);
        }
    }

    /** The gradient by the derivatives of an input, from all columns. */
    private void inputGradient(int i, int n) {
        int f = i * columns * ORDERS;
        int x = i * size;
        for (int k = 1; k < size; k++) {
            RowLoops.add(dz, k, size, phi, f + 1, ORDERS, columns, before[x + k], n);
        }
        for (int a = 0; a < jet.inputs(); a++) {
            for (int b = a; b < jet.inputs(); b++) {
                Arrays.fill(products, 0, n, 0);
                RowLoops.add(dz, jet.second(a, b), size, phi, f + 2, ORDERS, columns, products, n);
                RowLoops.add(products, inputs[x + jet.first(b)], before[x + jet.first(a)], n);
                RowLoops.add(products, inputs[x + jet.first(a)], before[x + jet.first(b)], n);
            }
        }
    }
}
